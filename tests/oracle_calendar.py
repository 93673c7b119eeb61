"""The oracle's days: windows, blocks and breaks of one athlete's counted runs, and what the load rules read from them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from math import floor
from statistics import median

from tests.oracle_load import KM, Activity


@dataclass(frozen=True, slots=True)
class Spike:
    """One counted run against the longest of the 30 days before; `ratio` and `level` are None when it cannot be judged."""

    local_date: date
    distance_km: float
    longest_30d_km: float | None
    ratio: float | None
    level: int | None


class Calendar:
    """One athlete's days as lists, day 0 first: decimetres run, counted runs, which days are known."""

    def __init__(self, runs: Sequence[Activity], first: date, last: date, unrecorded: frozenset[date]) -> None:
        self.first = first
        self.size = (last - first).days + 1
        self.runs: list[list[Activity]] = [[] for _ in range(self.size)]
        for run in runs:
            self.runs[self.index(run.local_date)].append(run)
        self.dm = [sum(run.dm for run in day) for day in self.runs]
        self.known = [self.date(index) not in unrecorded for index in range(self.size)]

    def index(self, day: date) -> int:
        """Return the day's number."""
        return (day - self.first).days

    def date(self, index: int) -> date:
        """Return the date of a day's number."""
        return self.first + timedelta(days=index)

    def all_known(self, end: int, days: int) -> bool:
        """Say whether the days ending with `end` all lie inside the data and were recorded."""
        return end - days + 1 >= 0 and all(self.known[end - days + 1 : end + 1])

    def blocks(self, end: int, most: int) -> list[int]:
        """Return decimetres of the trailing 7-day blocks ending with day `end` that lie wholly inside the data, newest first."""
        ends = [end - 7 * nth for nth in range(most)]
        return [sum(self.dm[e - 6 : e + 1]) for e in ends if self.all_known(e, 7)]

    def between(self, start: int, stop: int) -> list[Activity]:
        """Return the counted runs of the days from `start` to before `stop`."""
        return [run for day in self.runs[max(0, start) : max(0, stop)] for run in day]

    def spike_runs(self, day: int) -> bool:
        """Say whether the 30 days before hold 4 counted runs and 21 known days."""
        return len(self.between(day - 30, day)) >= 4 and sum(self.known[max(0, day - 30) : day]) >= 21

    def spike(self, run: Activity) -> Spike:
        """Judge one run against the longest of the 30 days before its own."""
        day = self.index(run.local_date)
        longest = max((r.dm for r in self.between(day - 30, day)), default=None)
        if longest is None or not self.spike_runs(day):
            return Spike(run.local_date, run.dm / KM, longest and longest / KM, None, None)
        above = run.dm * 10 > longest * 11 and run.dm - longest >= KM
        return Spike(run.local_date, run.dm / KM, longest / KM, run.dm / longest, above + (above and run.dm > 2 * longest))

    def ramps(self, day: int) -> bool:
        """Say whether the last two weeks exceed 1.30 times the two before, when those were big enough to compare."""
        if not self.all_known(day, 28):
            return False
        w0, w1, w2, w3 = self.blocks(day, 4)
        usual = median(self.blocks(day, 8))
        return w2 + w3 >= 20 * KM and (w2 + w3) * 10 >= 12 * usual and (w0 + w1) * 10 > 13 * (w2 + w3)

    def descents(self, day: int) -> tuple[int, int] | None:
        """Return the decimetres down of the last week and of the three before; None when a run or a day of the 28 is unknown."""
        month = self.between(day - 27, day + 1)
        if not self.all_known(day, 28) or any(run.descent_m is None for run in month):
            return None
        week = sum(_decimetres(run) for run in self.between(day - 6, day + 1))
        return week, sum(map(_decimetres, month)) - week

    def returns(self) -> dict[int, int]:
        """Map the first day of each return from a break to the last running day before it."""
        days = [day for day in range(self.size) if self.runs[day]]
        pairs = pairwise(days)
        return {new: old for old, new in pairs if sum(self.known[old + 1 : new]) >= 14 and sum(self.known[: old + 1]) >= 28}

    def too_much(self, day: int, returned: int, last: int) -> bool:
        """Say whether the km since the return exceed 1.2 times 50 % (first week) or 75 % (second) of the usual week."""
        before = self.blocks(last, 8)
        start, tenths = (returned, 6) if day < returned + 7 else (returned + 7, 9)
        return bool(before) and sum(self.dm[start : day + 1]) * 10 > tenths * median(before)


def _decimetres(run: Activity) -> int:
    return floor((run.descent_m or 0) * 10 + 0.5)
