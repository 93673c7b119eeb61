"""What athletes did with their alerts, and which alerts were pushed to them."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal, NamedTuple

from sqlalchemy import delete, insert, select

from warehouse.errors import PlimsollError
from warehouse.model import AthleteId
from warehouse.people.athletes import local_day
from warehouse.people.database import Database
from warehouse.people.tables import alert_note as notes
from warehouse.people.tables import alert_push as pushes
from warehouse.people.validation import word

AlertState = Literal["seen", "acknowledged", "snoozed"]
AlertReason = Literal["", "race", "ill", "wrong_data", "other"]
_LONGEST_SNOOZE = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class AlertNote:
    """The last thing an athlete did with an alert. A snoozed one comes back after the day `until`."""

    alert_id: str
    state: AlertState
    reason: AlertReason
    until: date | None
    at: datetime


class Push(NamedTuple):
    """An alert that was pushed, and when."""

    alert_id: str
    at: datetime


class AlertNotes:
    """Notes on the alerts of all athletes; the alerts themselves are published tables."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def note(  # noqa: PLR0913, PLR0917 -- a note is these things
        self, athlete: AthleteId, alert_id: str, state: AlertState, reason: AlertReason, until: date | None, now: datetime
    ) -> None:
        """Note what the athlete did with an alert, in place of what they did before; a snooze needs the day it ends."""
        row = AlertNote(alert_id, word(state, "an alert", AlertState), word(reason, "the reason", AlertReason), until, now)
        with self._database.write() as connection:
            _check_until(row, local_day(connection, athlete, now))
            connection.execute(delete(notes).where(notes.c.athlete_id == athlete, notes.c.alert_id == alert_id))
            values = {"state": row.state, "reason": row.reason, "until": until, "at": now}
            connection.execute(insert(notes).values(athlete_id=athlete, alert_id=alert_id, **values))

    def of(self, athlete: AthleteId) -> dict[str, AlertNote]:
        """Return the athlete's notes by alert."""
        query = select(*list(notes.c)[1:]).where(notes.c.athlete_id == athlete).order_by(notes.c.at, notes.c.alert_id)
        with self._database.read() as connection:
            return {row.alert_id: AlertNote(*row) for row in connection.execute(query)}

    def pushed(self, athlete: AthleteId, alert_id: str, now: datetime) -> None:
        """Note that an alert was pushed; the first time counts."""
        with self._database.write() as connection:
            local_day(connection, athlete, now)
            if not connection.execute(select(pushes).where(pushes.c.athlete_id == athlete, pushes.c.alert_id == alert_id)).first():
                connection.execute(insert(pushes).values(athlete_id=athlete, alert_id=alert_id, at=now))

    def pushes(self, athlete: AthleteId, since: datetime) -> list[Push]:
        """List what was pushed from the moment `since` on, oldest first."""
        query = select(pushes.c.alert_id, pushes.c.at).where(pushes.c.athlete_id == athlete, pushes.c.at >= since)
        with self._database.read() as connection:
            return [Push(*row) for row in connection.execute(query.order_by(pushes.c.at, pushes.c.alert_id))]


def _check_until(note: AlertNote, today: date) -> None:
    if note.state == "snoozed" and note.until is None:
        raise PlimsollError("A snooze needs the last day on which it holds.", "Give a day with the snooze.")
    if note.state != "snoozed" and note.until is not None:
        raise PlimsollError("Only a snooze holds until a day.", "Leave the day out.")
    if note.until is not None and not today <= note.until <= today + _LONGEST_SNOOZE:
        raise PlimsollError(f"A snooze cannot hold until {note.until}.", f"Use a day from {today} to {today + _LONGEST_SNOOZE}.")
