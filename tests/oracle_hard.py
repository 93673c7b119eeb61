"""The oracle's hard minutes: what everyday runs say of a threshold, and the seconds beyond it in four weeks judged alike."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import accumulate

from tests.oracle_calendar import Calendar
from tests.oracle_load import Activity, Athlete

HALF_A_YEAR = timedelta(weeks=26)
Spent = Mapping[float, int]


def hard_weeks(calendar: Calendar, athlete: Athlete) -> list[tuple[int, int] | None]:
    """Return for each day the hard seconds of the last week and of the three before; None where they cannot be known."""
    runs = [run for day in calendar.runs for run in day]
    lines: dict[date, tuple[int | None, int | None]] = {}
    found: list[tuple[int, int] | None] = []
    for day in range(calendar.size):
        monday = calendar.date(day) - timedelta(days=calendar.date(day).weekday())
        if monday not in lines:
            lines[monday] = _beat_line(runs, monday, athlete), _tenth_line(runs, monday, athlete)
        found.append(_weeks(calendar, day, *lines[monday]) if calendar.all_known(day, 28) else None)
    return found


def harder(week: int, before: int) -> bool:
    """Compare the seconds of a week with the mean of the three before: by half more and by 15 minutes."""
    return 2 * week >= before and 3 * week - before >= 3 * 15 * 60


def _weeks(calendar: Calendar, day: int, bpm: int | None, tenths: int | None) -> tuple[int, int] | None:
    newest, older = calendar.between(day - 6, day + 1), calendar.between(day - 27, day - 6)
    for line, seconds in ((bpm, _beating), (tenths, _moving)):
        if line is not None:
            week, before = ([seconds(run, line) for run in runs] for runs in (newest, older))
            if None not in (*week, *before):
                return sum(one or 0 for one in week), sum(one or 0 for one in before)
    return None


def _beating(run: Activity, line: int) -> int | None:
    if run.beats and _covers(run.beats, run):
        return sum(seconds for bpm, seconds in run.beats.items() if bpm >= line)
    most = run.max_heartrate or 0
    return 0 if (run.heartrate or 0) < most < line else None


def _moving(run: Activity, line: int) -> int | None:
    if run.speeds and _covers(run.speeds, run):
        return sum(seconds for mps, seconds in run.speeds.items() if round(mps * 10) >= line)
    return None


def _covers(spent: Spent, run: Activity) -> bool:
    return sum(spent.values()) * 10 >= run.seconds * 8


def _beat_line(runs: Sequence[Activity], monday: date, athlete: Athlete) -> int | None:
    """Return the whole beats of 95 % of the threshold, rounded up."""
    held = [(run.local_date, _held(run.beats, 20)) for run in runs]
    most = athlete.hr_max or 240
    threshold = athlete.threshold_hr or _estimate([(day, bpm) for day, bpm in held if bpm and bpm <= most], monday)
    return None if threshold is None else -(-95 * int(threshold) // 100)


def _tenth_line(runs: Sequence[Activity], monday: date, athlete: Athlete) -> int | None:
    """Return the threshold speed in whole tenths of m/s."""
    if athlete.threshold_pace:
        minutes, seconds = athlete.threshold_pace.split(":")
        return round(10_000 / (60 * int(minutes) + int(seconds)))
    held = [(run.local_date, _held(run.speeds, 30)) for run in runs]
    threshold = _estimate([(day, mps) for day, mps in held if mps and mps <= 6.5], monday)
    return None if threshold is None else round(threshold * 10)


def _held(spent: Spent | None, minutes: int) -> float | None:
    """Return the highest value at or above which so many minutes were spent in all."""
    values = sorted(spent or {}, reverse=True)
    sums = accumulate((spent or {})[value] for value in values)
    return next((value for value, seconds in zip(values, sums, strict=True) if seconds >= minutes * 60), None)


def _estimate(held: Sequence[tuple[date, float]], monday: date) -> float | None:
    """Return what six runs or more of the 26 weeks before held in two different weeks."""
    known = [(day, value) for day, value in held if monday - HALF_A_YEAR <= day < monday]
    weeks: dict[date, float] = {}
    for day, value in known:
        start = day - timedelta(days=day.weekday())
        weeks[start] = max(value, weeks.get(start, 0))
    return sorted(weeks.values())[-2] if len(known) >= 6 and len(weeks) > 1 else None
