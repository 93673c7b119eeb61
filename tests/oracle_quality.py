"""Doubts about runs as loops: distances that speeds do not explain, speeds nobody runs, rides saved as runs, durations nobody believes."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from tests.oracle_load import RUNS, Activity

DAY_S = 24 * 3600
FASTEST = ((0, 70), (5000, 67), (10000, 64), (21000, 63), (42000, 60), (50000, 54), (100000, 47))
"""From so many metres on, nobody runs more decimetres a second."""
FASTEST_SAMPLE = 7.5
YEAR = timedelta(days=365)


def doubts_of(activities: Iterable[Activity]) -> dict[str, str]:
    """Return what is doubted of runs by id: `endless`, `jump`, `fast` or `ride`."""
    runs = [act for act in activities if act.sport_type in RUNS and act.dm and act.seconds]
    found = ((run.activity_id, _doubt(run, runs)) for run in runs)
    return {key: doubt for key, doubt in found if doubt}


def _doubt(run: Activity, runs: Sequence[Activity]) -> str:
    if run.moving_s is None and run.seconds > DAY_S and run.dm < 12 * run.seconds:
        return "endless"
    if _jumps(run):
        return "jump"
    if any((run.distance_m or 0) >= metres and run.dm > dm * run.seconds for metres, dm in FASTEST):
        return "fast"
    return "ride" if _is_ride(run, runs) else ""


def _jumps(run: Activity) -> bool:
    """Tell whether the distance is 500 m and a tenth beyond the speeds (each rounded up to a tenth of a m/s; 5 m/s where unknown)."""
    seen = sum((run.speeds or {}).values())
    if not seen or run.sport_type == "VirtualRun":
        return False
    covered = sum(seconds * (round(10 * mps) + 1) / 10 for mps, seconds in (run.speeds or {}).items() if mps < FASTEST_SAMPLE)
    beyond = (run.distance_m or 0) - covered - 5 * max(0, (run.moving_s or seen) - seen)
    return beyond > max(500, 0.1 * (run.distance_m or 0))


def _is_ride(run: Activity, runs: Sequence[Activity]) -> bool:
    metres = run.distance_m or 0
    if metres < 2000 or _speed(run) < 4:
        return False
    before = [one for one in runs if run.local_date - YEAR <= one.local_date < run.local_date and _speed(one) >= 1.2]
    half = [one for one in before if (one.distance_m or 0) >= metres / 2]
    shorter = [one for one in before if min(metres / 2, 5000) <= (one.distance_m or 0) < metres / 2]
    ranked = next((sorted(some, key=_speed) for some in (half, shorter) if len(some) >= 5), None)
    return bool(ranked) and 100 * run.dm * ranked[-3].seconds > 140 * ranked[-3].dm * run.seconds


def _speed(run: Activity) -> float:
    return (run.distance_m or 0) / run.seconds
