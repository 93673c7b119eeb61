"""Periods that athletes marked: what was not recorded, illness, race days, new devices, knee injuries."""

import secrets
from dataclasses import astuple, replace
from datetime import date, datetime, timedelta

from sqlalchemy import delete, insert, select

from warehouse.errors import NotFoundError, PlimsollError
from warehouse.mark import Mark, MarkKind
from warehouse.model import AthleteId
from warehouse.people.athletes import local_day
from warehouse.people.database import Database
from warehouse.people.tables import mark as table
from warehouse.people.validation import clean_note, past_day, word

_AHEAD = timedelta(days=366)


class Marks:
    """The marked periods of all athletes."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, athlete: AthleteId, mark: Mark, now: datetime) -> str:
        """Keep a period and return its id; the same period of the same kind is kept once, with the newest note."""
        clean = replace(mark, kind=word(mark.kind, "a mark", MarkKind), note=clean_note(mark.note), id=secrets.token_hex(6))
        with self._database.write() as connection:
            _check_period(clean, local_day(connection, athlete, now))
            period = (table.c.first_day == clean.first_day) & (table.c.last_day == clean.last_day)
            connection.execute(delete(table).where(table.c.athlete_id == athlete, table.c.kind == clean.kind, period))
            connection.execute(insert(table).values((athlete, *astuple(clean))))
        return clean.id

    def of(self, athlete: AthleteId) -> list[Mark]:
        """List the athlete's periods, the newest first."""
        query = select(*list(table.c)[1:]).where(table.c.athlete_id == athlete)
        with self._database.read() as connection:
            rows = connection.execute(query.order_by(table.c.first_day.desc(), table.c.last_day.desc(), table.c.kind)).all()
        return [Mark(*row) for row in rows]

    def remove(self, athlete: AthleteId, mark_id: str) -> None:
        """Take a period back; raise NotFoundError when there is none by this id."""
        with self._database.write() as connection:
            if not connection.execute(delete(table).where(table.c.athlete_id == athlete, table.c.mark_id == mark_id)).rowcount:
                raise NotFoundError("There is no such mark any more.", "Look at the list again.")


def _check_period(mark: Mark, today: date) -> None:
    if mark.last_day < mark.first_day:
        raise PlimsollError("The period ends before it begins.", "Give the first day, then the last.")
    past_day(mark.first_day, "period", today + _AHEAD if mark.kind == "race" else today)
    past_day(mark.last_day, "period", today + _AHEAD)
