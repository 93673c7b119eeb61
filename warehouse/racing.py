"""The longest run of each week up to a race: steps that stay within the longest-run line, lighter weeks between, two weeks of taper.

Every run is at most 1.10 times the longest of the 30 days before it, the line of Frandsen 2025 (doi:10.1136/bjsports-2024-109380). How
often a week is lighter, how long the taper is and how far a longest run should go are conventions of ours (grade C). No database, no
clock.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil, floor
from typing import Literal

from warehouse.errors import PlimsollError
from warehouse.mark import Mark
from warehouse.pattern import Outing
from warehouse.rulebook import load_rules
from warehouse.wording import KM_PER_MILE

LIGHT_EVERY = 4
LIGHT_SHARE = 0.7
TAPER_SHARES = {2: 0.6, 1: 0.4}
"""Shares of the longest run before it, by weeks left to the race."""
MOST_KM = 32.0
MOST_RACE_KM = 300.0
MOST_AHEAD = timedelta(days=366)
NAMES = {"half marathon": 21.0975, "half-marathon": 21.0975, "marathon": 42.195}
DISTANCE = re.compile(r"(\d+(?:[.,]\d+)?)\s*(km|k|mi|miles?)\b", re.IGNORECASE)

Step = Literal["longer", "hold", "lighter", "taper"]


@dataclass(frozen=True, slots=True)
class RaceWeek:
    """A week's longest run: its day, its km, and whether it is longer than before, the same, lighter, or taper."""

    day: date
    km: float
    step: Step


@dataclass(frozen=True, slots=True)
class BuildUp:
    """The way to a race of `race_km` on `race_day`: the longest runs up to it, oldest first, and the longest of the 30 days before it.

    `ratio` is the race beside that run; above `line` it is over the longest-run line. Both are None where there is no run to build on.
    """

    race_day: date
    race_km: float
    weeks: tuple[RaceWeek, ...]
    longest_km: float | None
    ratio: float | None
    line: float


def race_ahead(marks: Iterable[Mark], today: date) -> tuple[date, float] | None:
    """Return day and km of the next race that is marked with its distance in the note ("21.1 km", "13.1 mi", "half marathon")."""
    known = [(mark.first_day, distance_in(mark.note)) for mark in marks if mark.kind == "race" and mark.first_day > today]
    return min(((day, km) for day, km in known if km), default=None)


def distance_in(note: str) -> float | None:
    """Return the km that a note tells of, None when it tells of none."""
    if found := DISTANCE.search(note):
        return float(found[1].replace(",", ".")) * (KM_PER_MILE if found[2].lower().startswith("mi") else 1)
    return next((km for name, km in NAMES.items() if name in note.lower()), None)


def build_up(done: Sequence[Outing], race_day: date, race_km: float, today: date) -> BuildUp:
    """Return the longest run of each week up to a race, on the race's weekday; raise PlimsollError for a race that cannot be planned.

    `done` is every day with runs up to today. Runs grow only as far as the race needs to stay within the line, at most to 32 km.
    """
    if not today < race_day <= today + MOST_AHEAD or not 1 <= race_km <= MOST_RACE_KM:
        message = f"A race of {race_km:g} km on {race_day} cannot be planned for."
        raise PlimsollError(message, f"Give a day within a year from {today}, and 1 to {MOST_RACE_KM:g} km.")
    rule = load_rules().about("longest_run_spike")
    line, window = rule.levels[0].above, timedelta(days=round(rule.parameters["window_days"]))
    longest = {one.day: one.longest_km for one in done}
    aim = min(MOST_KM, ceil(10 * race_km / line - 1e-6) / 10)
    weeks: list[RaceWeek] = []
    for left in range((race_day - today).days // 7, 0, -1):
        day = race_day - left * timedelta(days=7)
        before = _longest(longest, day, window)
        if day > today and before:
            step, km = _step(before, len(weeks), left, aim, line * before)
            weeks.append(RaceWeek(day, _down(km), "longer" if step == "hold" and _down(km) > before else step))
            longest[day] = weeks[-1].km
    best = _longest(longest, race_day, window)
    return BuildUp(race_day, race_km, tuple(weeks), best, race_km / best if best else None, line)


def _step(before: float, nth: int, left: int, aim: float, most: float) -> tuple[Step, float]:
    """Return what a week is for and its km: `before` is the longest of the 30 days before it, `left` the weeks to the race."""
    if left in TAPER_SHARES:
        return "taper", TAPER_SHARES[left] * before
    if nth % LIGHT_EVERY == LIGHT_EVERY - 1:
        return "lighter", LIGHT_SHARE * min(before, aim)
    return "hold", min(most, aim)


def _longest(longest: dict[date, float], day: date, window: timedelta) -> float | None:
    return max((km for when, km in longest.items() if day - window <= when < day), default=None)


def _down(km: float) -> float:
    return floor(10 * km + 1e-6) / 10
