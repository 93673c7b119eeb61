"""The seven days ahead as a runner plans them: for each the ceiling of its run, and what it would be judged as."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from warehouse.check_in import CheckIn
from warehouse.errors import PlimsollError
from warehouse.model import AthleteId, Level, Week
from warehouse.pain import worse
from warehouse.settings import Settings
from warehouse.whatif import PlannedRun, imagine

DAYS = 7
MOST_KM = 300.0


class PlanError(PlimsollError):
    """A plan that cannot be judged: a day too far, or a distance nobody runs."""


@dataclass(frozen=True, slots=True)
class PlannedDay:
    """A day to come: planned km, the most km of a single run on it, and its level with the reason if the plan is run.

    The ceiling is None when no run fits (level stop) or too little is known.
    """

    day: date
    km: float
    ceiling_km: float | None
    level: Level
    reason: str


def days_ahead(today: date) -> tuple[date, ...]:
    """Return the days that can be planned, today first."""
    return tuple(today + timedelta(days=n) for n in range(DAYS))


def judge(
    settings: Settings, athlete: AthleteId, planned: Sequence[PlannedRun], check_ins: Sequence[CheckIn], today: date
) -> tuple[PlannedDay, ...]:
    """Judge planned runs; raise PlanError for what is no plan, NotFoundError for an athlete of whom nothing is published."""
    ahead = days_ahead(today)
    for run in planned:
        if run.day not in ahead or not 0 < run.km <= MOST_KM:
            message = f"{run.km:g} km on {run.day} cannot be planned."
            raise PlanError(message, f"Plan up to {MOST_KM:g} km for days from {ahead[0]} to {ahead[-1]}.")
    return told(imagine(settings, athlete, [planned], ahead[-1])[0], planned, check_ins, ahead)


def told(
    weeks: Sequence[Week], planned: Sequence[PlannedRun], check_ins: Sequence[CheckIn], days: Sequence[date]
) -> tuple[PlannedDay, ...]:
    """Read the answer for each day out of the imagined weeks; pain that was told of counts as on the week itself."""
    by_day = {week.as_of: worse(week, check_ins, week.as_of) for week in weeks}
    return tuple(_told(by_day, day, sum(run.km for run in planned if run.day == day)) for day in days)


def _told(by_day: Mapping[date, Week], day: date, km: float) -> PlannedDay:
    week, before = by_day[day], by_day.get(day - timedelta(days=1))
    ceiling = before.ceiling_km if before and week.level is not Level.STOP else None
    return PlannedDay(day, km, ceiling, week.level, week.reason)
