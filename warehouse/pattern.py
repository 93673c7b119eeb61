"""How a runner usually runs: on which days of the week, how far, how long. Pure functions of counted runs; no database, no clock."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations, pairwise
from statistics import median

from warehouse.rulebook import load_rules

WEEKS = 8
RECENT_WEEKS = 4
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Outing:
    """The counted runs of one day together: km, the longest of them in km, minutes."""

    day: date
    km: float
    longest_km: float
    minutes: float


@dataclass(frozen=True, slots=True)
class Pattern:
    """A usual week: km and minutes by weekday (Monday is 0) of the usual run days, km of a week, the last run's day and longest km.

    `back` is the day of the first run after a break of 14 days or more, when that was in the last 14 days.
    """

    km: Mapping[int, float]
    minutes: Mapping[int, float]
    week_km: float
    last_day: date
    last_km: float
    back: date | None = None


def break_days() -> int:
    """Return how many days without a run are a break: those of the return rule."""
    return round(load_rules().about("return_from_break").parameters["break_days"])


def pattern(done: Sequence[Outing], today: date) -> Pattern | None:
    """Return the usual week of the 8 weeks up to today, of those before it in and right after a break of 14 days; None without a run.

    The number of run days is the median of the weeks that have any: they are the weekdays run most often, and of equals those furthest
    apart. The week's km is the median of the newest 4 weeks.
    """
    if not done:
        return None
    last, back = done[-1], _back(done, today)
    before = [one for one in done if back is None or one.day < back]
    weeks = _weeks(before, today if back is None and (today - last.day).days < break_days() else before[-1].day)
    often = {day: [one for week in weeks for one in week if one.day.weekday() == day] for day in range(7)}
    count = round(median(len(week) for week in weeks if week))
    usual = max(
        combinations([day for day in often if often[day]], count), key=lambda days: (sum(len(often[day]) for day in days), _apart(days))
    )
    return Pattern(
        km={day: median(one.km for one in often[day]) for day in usual},
        minutes={day: median(one.minutes for one in often[day]) for day in usual},
        week_km=median(sum(one.km for one in week) for week in weeks[:RECENT_WEEKS]),
        last_day=last.day,
        last_km=last.longest_km,
        back=back,
    )


def _apart(days: Sequence[int]) -> list[int]:
    """Return the days from each of these weekdays to the next, through the end of the week too, the shortest first."""
    return sorted(after - before for before, after in pairwise((*days, days[0] + 7)))


def _back(done: Sequence[Outing], today: date) -> date | None:
    ends = [
        after.day
        for before, after in pairwise(done)
        if (after.day - before.day).days > break_days() and (today - after.day).days < break_days()
    ]
    return max(ends, default=None)


def _weeks(done: Sequence[Outing], end: date) -> list[list[Outing]]:
    """Return the outings of up to 8 blocks of seven days, the newest first, as far back as the first outing reaches."""
    spans = [(end - (n + 1) * WEEK, end - n * WEEK) for n in range(WEEKS) if not n or end - n * WEEK >= done[0].day]
    return [[one for one in done if after < one.day <= up_to] for after, up_to in spans]
