"""What the oracle counts and how it weighs it: the activity, duplicates, and the load of each activity on one scale."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from statistics import fmean, median, pstdev

from warehouse.check_in import CheckIn

RUNS = {"Run", "TrailRun", "VirtualRun"}
ON_FOOT = RUNS | {"Walk", "Hike"}
KM = 10_000  # decimetres
SCALES = ("srpe", "trimp", "minutes")


@dataclass(frozen=True, slots=True)
class Activity:
    """One activity as the warehouse knows it: naive UTC start, metres, seconds, bpm; unknown is None.

    `beats` and `speeds` are whole seconds of its samples by bpm and by m/s (tenths).
    """

    activity_id: str
    sport_type: str
    local_date: date
    start: datetime | None = None
    distance_m: float | None = None
    moving_s: float | None = None
    elapsed_s: float | None = None
    rpe: float | None = None
    heartrate: float | None = None
    max_heartrate: float | None = None
    descent_m: float | None = None
    shoe_id: str | None = None
    beats: Mapping[float, int] | None = None
    speeds: Mapping[float, int] | None = None

    @property
    def dm(self) -> int:
        """Distance in whole decimetres, halves rounded up; 0 when unknown."""
        return math.floor((self.distance_m or 0) * 10 + 0.5)

    @property
    def seconds(self) -> float:
        """Moving time, else elapsed time, else 0."""
        return self.moving_s or self.elapsed_s or 0.0


@dataclass(frozen=True, slots=True)
class Athlete:
    """What the runner told us: heart rates, sex, days not recorded, shoes' starting km and own limits, pain, knee injuries, thresholds."""

    hr_max: float | None = None
    hr_rest: float | None = None
    sex: str | None = None
    unrecorded: frozenset[date] = frozenset()
    shoe_start_km: Mapping[str, float] = field(default_factory=dict)
    shoe_limit_km: Mapping[str, float] = field(default_factory=dict)
    check_ins: tuple[CheckIn, ...] = ()
    injuries: tuple[tuple[date, date], ...] = ()
    threshold_hr: int | None = None
    threshold_pace: str | None = None


def counts(activity: Activity) -> bool:
    """Say whether a run is long enough (0.5 km) and of a believable mean speed (1.2 to 7 m/s)."""
    within = 12 * activity.seconds <= activity.dm <= 70 * activity.seconds
    return activity.sport_type in RUNS and activity.dm >= KM // 2 and activity.seconds > 0 and within


def duplicates(runs: Sequence[Activity]) -> set[str]:
    """Return the ids of runs that overlap a longer one by more than half of the shorter elapsed time."""

    def rank(run: Activity) -> tuple[int, str]:
        return -run.dm, run.activity_id

    timed = sorted((run for run in runs if run.start), key=lambda run: run.start or datetime.min)  # noqa: DTZ901 -- naive UTC throughout
    longest_s = max(map(_span, timed), default=0)
    found = set()
    for index, one in enumerate(timed):
        for other in timed[index + 1 :]:
            if _gap(one, other) > longest_s:
                break
            spans = [_span(run) for run in (one, other)]
            shared = min(spans[0], _gap(one, other) + spans[1]) - _gap(one, other)
            if shared > min(spans) / 2:
                found.add(max(one, other, key=rank).activity_id)
    return found


def _span(run: Activity) -> float:
    """Return how long a recording lasted; one left running is taken as twice its moving time, or half an hour more."""
    if not (run.elapsed_s and run.moving_s):
        return run.elapsed_s or run.seconds
    return min(run.elapsed_s, max(2 * run.moving_s, run.moving_s + 1800))


def _gap(one: Activity, other: Activity) -> float:
    assert one.start
    assert other.start
    return (other.start - one.start).total_seconds()


def trimp(minutes: float, heartrate: float, *, rest: float, highest: float, sex: str | None = None) -> float:
    """Return Banister's TRIMP with the usual constants (male .64 and 1.92, female .86 and 1.67)."""
    a, b = (0.86, 1.67) if sex == "female" else (0.64, 1.92)
    h = min(1.0, max(0.0, (heartrate - rest) / (highest - rest)))
    return minutes * h * a * math.exp(b * h)


def monotony(week: Sequence[float]) -> float | None:
    """Return mean over population SD of seven daily loads, at most 10; None for a week of zeros."""
    if not any(week):
        return None
    spread = pstdev(week)
    return min(10.0, fmean(week) / spread) if spread else 10.0


def loads(activities: Sequence[Activity], athlete: Athlete) -> tuple[str, dict[str, float]]:
    """Choose the athlete's one load scale and return the load of each activity on it, imputed where the measure is missing."""
    rates = [a for act in activities for a in (act.heartrate, act.max_heartrate) if a]
    rest, highest = athlete.hr_rest or 60.0, athlete.hr_max or max(rates, default=0.0)
    newest = max(act.local_date for act in activities)
    minutes = {act.activity_id: act.seconds / 60 for act in activities}
    recent = [act.activity_id for act in activities if (newest - act.local_date).days < 90]
    measures: dict[str, dict[str, float]] = {
        "srpe": {act.activity_id: minutes[act.activity_id] * act.rpe for act in activities if act.rpe is not None},
        "trimp": {
            act.activity_id: trimp(minutes[act.activity_id], act.heartrate, rest=rest, highest=highest, sex=athlete.sex)
            for act in activities
            if act.heartrate and highest > rest
        },
        "minutes": minutes,
    }
    total = sum(minutes[key] for key in recent)
    covered = {scale: sum(minutes[key] for key in recent if key in measures[scale]) for scale in SCALES}
    scale = next(s for s in SCALES if s == "minutes" or (total and covered[s] >= 0.8 * total))
    known = measures[scale]
    typical = median([known[key] / minutes[key] for key in known if minutes[key]] or [0.0])
    return scale, {key: known.get(key, minutes[key] * typical) for key in minutes}
