"""The life of alerts: new, seen, acknowledged, snoozed, cleared; which may interrupt the runner, and what waits for the weekly digest.

Pure but for `look`, which asks for what the rest decides on. Nothing here changes a level: a snoozed alert is out of the way, not gone.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Literal

from warehouse.mark import Mark
from warehouse.model import Alert, AthleteId

if TYPE_CHECKING:
    from warehouse.people import AlertNote, People
    from warehouse.people.alert_notes import AlertReason, Push
    from warehouse.reader import Marts

LifeState = Literal["new", "seen", "acknowledged", "snoozed", "cleared"]

BUDGET = 2
BUDGET_WINDOW = timedelta(days=31)
"""Any 31 days hold every calendar month, so no month has more than the budget."""
SILENCE = timedelta(days=7)
FRESH = timedelta(days=7)
"""An alert that opened longer ago interrupts nobody: a first import brings years of them."""
WEEK = timedelta(days=7)
SAID_BY_THE_RUNNER = frozenset({"pain", "injury_history"})
"""Rules that speak of what the runner just told; the answer is there already."""


@dataclass(frozen=True, slots=True)
class AlertLife:
    """An alert and how far it is: its state on a day, the reason and last day of a snooze, the race it was, and when it was pushed."""

    alert: Alert
    state: LifeState
    reason: "AlertReason" = ""
    until: date | None = None
    race: Mark | None = None
    pushed_at: datetime | None = None

    @property
    def open(self) -> bool:
        """Whether it still asks for an answer."""
        return self.state in {"new", "seen"}

    @property
    def remark(self) -> str:
        """The race it was, as a sentence; empty when it was none."""
        return f"It was a race day{f' ({self.race.note})' if self.race.note else ''}." if self.race else ""

    @property
    def message(self) -> str:
        """The sentence of the alert; one of a race day names the race."""
        return f"{self.alert.message} {self.remark}".strip()


@dataclass(frozen=True, slots=True)
class Review:
    """All alerts of an athlete, newest first; those to push now; and those of the last week that were not pushed."""

    lives: tuple[AlertLife, ...]
    due: tuple[AlertLife, ...]
    digest: tuple[AlertLife, ...]


def look(marts: "Marts", people: "People", athlete: AthleteId, now: datetime, today: date) -> Review:
    """Review what is published of an athlete with what they did about it; `today` is their local day."""
    pushes = people.alerts.pushes(athlete, datetime.min.replace(tzinfo=now.tzinfo))
    return review(marts.alerts(athlete), people.alerts.of(athlete), pushes, people.marks.of(athlete), now, today)


def review(  # noqa: PLR0913, PLR0917 -- an alert's life depends on these
    alerts: Iterable[Alert],
    notes: Mapping[str, "AlertNote"],
    pushes: Sequence["Push"],
    marks: Iterable[Mark],
    now: datetime,
    today: date,
) -> Review:
    """Put alerts, what was done about them, what was pushed and the marked days together."""
    races = [mark for mark in marks if mark.kind == "race"]
    pushed = {push.alert_id: push.at for push in pushes}
    lives = tuple(
        replace(_life(alert, notes.get(alert.alert_id), _race(alert, races), today), pushed_at=pushed.get(alert.alert_id))
        for alert in alerts
    )
    due = _due(lives, pushes, now, today)
    rest = tuple(one for one in lives if one not in due and one.pushed_at is None and today - one.alert.opened_on < WEEK)
    return Review(lives, due, rest)


def _life(alert: Alert, note: "AlertNote | None", race: Mark | None, today: date) -> AlertLife:
    known = AlertLife(alert, "new", race=race)
    if race and (note is None or (note.state == "seen" and not note.reason)):
        known = replace(known, state="acknowledged", reason="race")
    elif note:
        over = note.state == "snoozed" and note.until is not None and note.until < today
        known = replace(known, state="seen" if over else note.state, reason=note.reason, until=note.until)
    return replace(known, state="cleared") if alert.state == "cleared" or alert.active_until < today else known


def _race(alert: Alert, races: Iterable[Mark]) -> Mark | None:
    days = {alert.opened_on, alert.peak_on}
    return next((race for race in races if any(race.first_day <= day <= race.last_day for day in days)), None)


def _due(lives: Iterable[AlertLife], pushes: Sequence["Push"], now: datetime, today: date) -> tuple[AlertLife, ...]:
    left = BUDGET - sum(now - push.at < BUDGET_WINDOW for push in pushes)
    silent = {push.alert_id.partition(":")[0] for push in pushes if now - push.at < SILENCE} | SAID_BY_THE_RUNNER
    due: list[AlertLife] = []
    for one in sorted(lives, key=lambda one: (-one.alert.level, one.alert.opened_on, one.alert.alert_id)):
        fresh = one.open and one.pushed_at is None and today - one.alert.opened_on < FRESH
        if fresh and one.alert.rule not in silent and len(due) < left:
            due.append(one)
            silent = silent | {one.alert.rule}
    return tuple(due)
