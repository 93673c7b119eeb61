"""Cadence at the same speed a second time, as loops over samples, runs and days: what the SQL must agree with.

Written from the methods, simple rather than fast. Samples are (seconds, metres, m/s, cadence as recorded, altitude); unknown is None.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from math import sqrt
from statistics import fmean, median, stdev

Sample = tuple[float, float | None, float | None, float | None, float | None]
Step = tuple[float, float, float]
"""Seconds, m/s and steps a minute of one valid sample."""


@dataclass(frozen=True, slots=True)
class Stride:
    """One run with what its comparison needs; `spm` and `mps` are the run's values."""

    day: date
    spm: float
    mps: float
    device: str = ""
    treadmill: bool = False
    shoe: str | None = None


@dataclass(frozen=True, slots=True)
class Trend:
    """What a day's comparison says; the delta is None while runs are collected."""

    runs: int
    delta: float | None = None
    percent: float | None = None
    beyond_noise: bool = False
    reset: str | None = None


def value_of(samples: Sequence[Sample]) -> tuple[float, float] | None:
    """Return the median cadence (steps a minute) and speed of a run's steady windows; None with fewer than 20."""
    windows = steady(samples)
    return (median(spm for spm, _ in windows), median(mps for _, mps in windows)) if len(windows) >= 20 else None


def steady(samples: Sequence[Sample]) -> list[tuple[float, float]]:
    """Return cadence and speed of each window of 30 s that is moving, even in speed, nearly flat, and long enough."""
    quick = [c for _, _, v, c, _ in samples if v is not None and v > 2 and c]
    both = 2 if quick and median(quick) < 110 else 1
    timed = [(one, _lasts(one, after)) for one, after in zip(samples, [*samples[1:], None], strict=True)]
    found = (_window(list(part), both) for _, part in groupby(timed, key=lambda pair: int(pair[0][0] // 30)))
    return [window for window in found if window]


def _lasts(one: Sample, after: Sample | None) -> float:
    gap = after[0] - one[0] if after else 1.0
    return gap if gap <= 10 else 1.0


def _window(part: Sequence[tuple[Sample, float]], both: int) -> tuple[float, float] | None:
    valid = [(w, v, both * c) for (_, _, v, c, _), w in part if v is not None and v >= 0.5 and c]
    seconds = sum(w for w, _, _ in valid)
    if seconds < 25:
        return None
    mps, spm = sum(w * v for w, v, _ in valid) / seconds, sum(w * c for w, _, c in valid) / seconds
    swing = sqrt(max(0.0, sum(w * (v - mps) ** 2 for w, v, _ in valid) / seconds)) / mps
    flat = abs(_grade([(d, a) for (_, d, _, _, a), _ in part if d is not None and a is not None])) <= 0.03
    return (spm, mps) if spm >= 130 and mps >= 1.9 and swing < 0.08 and flat else None


def _grade(track: Sequence[tuple[float, float]]) -> float:
    """Return the slope of the line through metres along and metres up; 0 when nothing is known."""
    if not track:
        return 0.0
    along, up = fmean(d for d, _ in track), fmean(a for _, a in track)
    spread = sum((d - along) ** 2 for d, _ in track)
    return sum((d - along) * (a - up) for d, a in track) / spread if spread else 0.0


def trends(runs: Iterable[Stride], marks: Sequence[date] = ()) -> Mapping[date, Trend]:
    """Return the comparison on each day with a run; `marks` are days on which the runner said that a device was new."""
    ordered = sorted(runs, key=lambda run: run.day)
    return {day: _trend(day, [run for run in ordered if run.day <= day], marks) for day in {run.day for run in ordered}}


def _trend(day: date, runs: Sequence[Stride], marks: Sequence[date]) -> Trend:
    setting = _main_setting(_back(runs, day, 0, 20))
    since, reset = _since(day, runs, setting, marks)
    same = [run for run in runs if (run.device, run.treadmill) == setting]
    slope = _slope(_back(same, day, 14, 179))
    recent, before = ([run for run in _back(same, day, *span) if run.day >= since] for span in ((0, 20), (21, 111)))
    count = min(len(recent), 5) + min(len(before), 10)
    if count < 15:
        return Trend(count, reset=reset)
    now, usual = ([run.spm - slope * run.mps for run in part] for part in (recent, before))
    delta = median(now) - median(usual)
    noise = 2 * 1.4826 * median(abs(one - median(usual)) for one in usual) / sqrt(len(now))
    baseline = median(usual) + slope * median(run.mps for run in recent)
    return Trend(count, delta, 100 * delta / baseline, round(abs(delta), 9) > round(noise, 9), reset)


def _back(runs: Iterable[Stride], day: date, near: int, far: int) -> list[Stride]:
    return [run for run in runs if near <= (day - run.day).days <= far]


def _main_setting(recent: Sequence[Stride]) -> tuple[str, bool]:
    settings = [(run.device, run.treadmill) for run in recent]
    latest = {setting: nth for nth, setting in enumerate(settings)}
    return max(latest, key=lambda setting: (settings.count(setting), recent[latest[setting]].day))


def _since(day: date, runs: Sequence[Stride], setting: tuple[str, bool], marks: Sequence[date]) -> tuple[date, str | None]:
    """Return since when watch, surface and shoes are the same, and which of them changed last, if that is within 112 days."""
    first_with = min(run.day for run in runs if (run.device, run.treadmill) == setting)
    first_device = min(run.day for run in runs if run.device == setting[0])
    dates = {"device" if first_device == first_with else "treadmill": first_with}
    recent = [run.shoe for run in _back(runs, day, 0, 20) if (run.device, run.treadmill) == setting]
    first_worn = {shoe: min(run.day for run in runs if run.shoe == shoe) for shoe in {run.shoe for run in runs} - {None}}
    main = [worn for shoe, worn in first_worn.items() if 2 * recent.count(shoe) >= len(recent) and worn > min(first_worn.values())]
    said = [mark for mark in marks if mark <= day]
    if main and max(main) > max(dates.values()):
        dates = {"shoes": max(main)}
    if said and max(said) >= max(dates.values()):
        dates = {"device": max(said)}
    ((kind, since),) = dates.items()
    told = since > runs[0].day and since > day - timedelta(days=112)
    return since, kind if told else None


def _slope(runs: Sequence[Stride]) -> float:
    """Return steps a minute per m/s: a ridge towards 7 with SD 3, or 7 itself with too few runs or too even a speed."""
    if len(runs) < 12 or round(stdev(run.mps for run in runs), 9) < 0.15:
        return 7.0
    v, c = fmean(run.mps for run in runs), fmean(run.spm for run in runs)
    vv, vc = sum((run.mps - v) ** 2 for run in runs), sum((run.mps - v) * (run.spm - c) for run in runs)
    left = sum((run.spm - c) ** 2 for run in runs) - vc * vc / vv
    pull = max(1.0, left / (len(runs) - 2)) / 9
    return (vc + 7 * pull) / (vv + pull)
