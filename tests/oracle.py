"""The rules in force a second time, as loops over days: what the SQL must agree with, day by day.

Written from the methods alone (docs/methods), never from the SQL, and simple rather than fast. Distances are whole decimetres
inside, so every boundary is compared exactly; days are counted from the first activity of any sport (day 0) to the day of the build.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import fmean

from tests.oracle_calendar import Calendar, Spike
from tests.oracle_hard import hard_weeks, harder
from tests.oracle_load import KM, ON_FOOT, Activity, Athlete, counts, duplicates, loads, monotony, trimp
from tests.oracle_pain import injuries_on, pain_on
from tests.oracle_quality import doubts_of

__all__ = ["Activity", "Athlete", "Day", "History", "Signal", "Spike", "judge", "monotony", "trimp"]

LEVELS = ("no_flag", "watch", "elevated", "high", "high", "high")
LOAD_RULES = ("two_week_ramp", "hard_time_ramp", "descent_ramp", "return_from_break")
PAIN_POINTS = {"green": 0, "amber": 2, "red": 4}
PAIN_LEVELS = {"amber": "high", "red": "stop"}


@dataclass(frozen=True, slots=True)
class Signal:
    """One rule on one day. Points of an active flag stand even on a day on which the rule itself cannot run."""

    computable: bool
    points: int = 0
    active_until: date | None = None


@dataclass(frozen=True, slots=True)
class Day:
    """One day of history: counted runs, load of all sports, signals by rule, and the level that follows."""

    runs: int
    run_km: float
    load: float | None
    atl: float
    ctl: float
    tsb: float
    acwr_uncoupled: float | None
    monotony: float | None
    strain: float | None
    signals: Mapping[str, Signal]
    score: int
    level: str
    incomplete: bool
    ceiling_km: float | None


@dataclass(frozen=True, slots=True)
class History:
    """Everything the rules say of one athlete."""

    load_scale: str
    spikes: Mapping[str, Spike]
    days: Mapping[date, Day]


def judge(activities: Iterable[Activity], last: date, athlete: Athlete | None = None) -> History:
    """Return load, spikes, signals and level for every day from the first activity to `last`, the day of the build."""
    athlete = athlete or Athlete()
    everything = [act for act in activities if act.local_date <= last]
    if not everything:
        return History("minutes", {}, {})
    doubts = doubts_of(everything)
    counted = [act for act in everything if counts(act) and act.activity_id not in doubts]
    twice = duplicates(counted)
    kept = [act for act in everything if act.activity_id not in twice]
    timed = [act for act in kept if doubts.get(act.activity_id) != "endless"]
    walked = [act for act in kept if doubts.get(act.activity_id, "endless") == "endless"]
    unrecorded = athlete.unrecorded - {act.local_date for act in everything}
    calendar = Calendar(
        [act for act in counted if act.activity_id not in twice], min(act.local_date for act in everything), last, unrecorded
    )
    scale, load = loads(timed, athlete)
    spikes = {run.activity_id: calendar.spike(run) for day in calendar.runs for run in day}
    context = _context(calendar, timed, load)
    signals = _signals(calendar, spikes, walked, athlete)
    for day, found in enumerate(signals):
        found |= {"pain": _pain(calendar.date(day), athlete), "injury_history": _injury(calendar.date(day), found, athlete)}
    days = {calendar.date(i): _day(calendar, i, context[i], signals[i], spikes) for i in range(calendar.size)}
    return History(scale, spikes, days)


def _context(calendar: Calendar, kept: Sequence[Activity], load: Mapping[str, float]) -> list[dict[str, float | None]]:
    """Return load, atl, ctl, tsb, acwr, monotony and strain of each day; days not recorded blank what looks back on them."""
    daily: list[float | None] = [0.0 if known else None for known in calendar.known]
    for act in kept:
        day = calendar.index(act.local_date)
        daily[day] = (daily[day] or 0.0) + load[act.activity_id]
    rows: list[dict[str, float | None]] = []
    atl = ctl = 0.0
    for day, today in enumerate(daily):
        tsb = ctl - atl
        atl += (1 - math.exp(-1 / 7)) * ((today or 0.0) - atl)
        ctl += (1 - math.exp(-1 / 42)) * ((today or 0.0) - ctl)
        averages = {"atl": atl, "ctl": ctl, "tsb": tsb} if all(calendar.known[max(0, day - 41) : day + 1]) else {}
        week = [x for x in daily[max(0, day - 6) : day + 1] if x is not None]
        even = monotony(week) if len(week) == 7 else None
        strain = None if even is None else sum(week) * even
        acwr = _acwr(calendar, day)
        rows.append(
            dict.fromkeys(("atl", "ctl", "tsb")) | averages | {"load": today, "acwr_uncoupled": acwr, "monotony": even, "strain": strain}
        )
    return rows


def _acwr(calendar: Calendar, day: int) -> float | None:
    if not calendar.all_known(day, 28):
        return None
    chronic = calendar.dm[day - 27 : day - 6]
    return fmean(calendar.dm[day - 6 : day + 1]) / fmean(chronic) if sum(chronic) >= 21 * KM else None


def _signals(calendar: Calendar, spikes: Mapping[str, Spike], kept: Sequence[Activity], athlete: Athlete) -> list[dict[str, Signal]]:
    flagged = [max((spikes[run.activity_id].level or 0 for run in day), default=0) for day in calendar.runs]
    ramps = [int(calendar.ramps(day)) for day in range(calendar.size)]
    descents = [calendar.descents(day) for day in range(calendar.size)]
    steep = [int(found is not None and _steep(*found)) for found in descents]
    weeks = hard_weeks(calendar, athlete)
    hard = [int(found is not None and harder(*found)) for found in weeks]
    shoes = _shoe_wear(calendar, kept, athlete)
    returns = calendar.returns()
    return [
        {
            "longest_run_spike": _lasting(calendar, flagged, day, computable=calendar.spike_runs(day)),
            "two_week_ramp": _lasting(calendar, ramps, day, computable=calendar.all_known(day, 28)),
            "hard_time_ramp": _lasting(calendar, hard, day, computable=weeks[day] is not None),
            "descent_ramp": _lasting(calendar, steep, day, computable=descents[day] is not None),
            "return_from_break": _return_from_break(calendar, returns, day),
            "shoe_wear": shoes[day],
        }
        for day in range(calendar.size)
    ]


def _lasting(calendar: Calendar, points: Sequence[int], day: int, *, computable: bool) -> Signal:
    """Keep the points of a day alive on it and the 6 days after."""
    active = [d for d in range(max(0, day - 6), day + 1) if points[d]]
    if not active:
        return Signal(computable)
    return Signal(computable, max(points[d] for d in active), calendar.date(active[-1] + 6))


def _steep(week: int, before: int) -> bool:
    """Compare the decimetres down of a week with the mean of the three before: by half more and by 200 m."""
    return week * 2 >= before and week * 3 - before >= 6000


def _return_from_break(calendar: Calendar, returns: Mapping[int, int], day: int) -> Signal:
    if not calendar.all_known(day, 28):
        return Signal(computable=False)
    for returned, last in returns.items():
        if returned <= day < returned + 14 and calendar.too_much(day, returned, last):
            return Signal(True, 1, calendar.date(returned + (6 if day < returned + 7 else 13)))
    return Signal(computable=True)


def _shoe_wear(calendar: Calendar, kept: Sequence[Activity], athlete: Athlete) -> list[Signal]:
    """Judge the pairs worn in the last 14 days by their km up to each day; 80 % of 30 days' km must have a known pair."""
    steps: list[list[tuple[str | None, int]]] = [[] for _ in range(calendar.size)]
    for act in kept:
        if act.sport_type in ON_FOOT:
            steps[calendar.index(act.local_date)].append((act.shoe_id, act.dm))
    worn = {shoe: round(km * KM) for shoe, km in athlete.shoe_start_km.items()}
    used: dict[str, int] = {}
    signals = []
    for day, today in enumerate(steps):
        for shoe, dm in today:
            if shoe:
                worn[shoe] = worn.get(shoe, 0) + dm
                used[shoe] = day
        month = [step for one in steps[max(0, day - 29) : day + 1] for step in one]
        total, known = sum(dm for _, dm in month), sum(dm for shoe, dm in month if shoe)
        over = [used[s] for s in used if day - used[s] < 14 and worn[s] >= round(athlete.shoe_limit_km.get(s, 805) * KM)]
        if total == 0 or known * 10 < total * 8:
            signals.append(Signal(computable=False))
        else:
            signals.append(Signal(True, int(bool(over)), calendar.date(max(over) + 13) if over else None))
    return signals


def _pain(day: date, athlete: Athlete) -> Signal:
    holds = pain_on(day, athlete.check_ins)
    if holds is None:
        return Signal(computable=False)
    colour, said = holds
    return Signal(True, PAIN_POINTS[colour], said.local_date + timedelta(days=6) if colour == "amber" else None)


def _injury(day: date, signals: Mapping[str, Signal], athlete: Athlete) -> Signal:
    """Give a point for injuries of the last 12 months while a load rule has one, until either is over."""
    counting = injuries_on(day, athlete.injuries)
    loads_until = [
        found.active_until for rule in ("longest_run_spike", *LOAD_RULES) if (found := signals[rule]).points and found.active_until
    ]
    if not (counting and loads_until):
        return Signal(counting is not None)
    return Signal(True, 1, min(max(counting), max(loads_until)))


def _level(score: int, signals: Mapping[str, Signal]) -> str:
    colour = {points: colour for colour, points in PAIN_POINTS.items()}[signals["pain"].points]
    if colour in PAIN_LEVELS:
        return PAIN_LEVELS[colour]
    blind = not signals["longest_run_spike"].computable and not signals["two_week_ramp"].computable
    return "not_enough_history" if blind else LEVELS[score]


def _day(
    calendar: Calendar, day: int, context: Mapping[str, float | None], signals: Mapping[str, Signal], spikes: Mapping[str, Spike]
) -> Day:
    load = min(3, signals["longest_run_spike"].points + max(signals[rule].points for rule in LOAD_RULES))
    score = load + min(1, signals["shoe_wear"].points) + (signals["injury_history"].points if load else 0)
    level = _level(score, signals)
    return Day(
        runs=len(calendar.runs[day]),
        run_km=calendar.dm[day] / KM,
        **context,  # type: ignore[arg-type]  # atl, ctl and tsb are never None
        signals=signals,
        score=score,
        level=level,
        incomplete=not all(signals[rule].computable for rule in ("longest_run_spike", "two_week_ramp", "return_from_break")),
        ceiling_km=None if level == "stop" else _ceiling(calendar, day, spikes),
    )


def _ceiling(calendar: Calendar, day: int, spikes: Mapping[str, Spike]) -> float | None:
    """Return the longest distance in km for a run tomorrow; None with fewer than 4 counted runs in 30 days."""
    month = calendar.between(day - 29, day + 1)
    if len(month) < 4:
        return None
    week = [spikes[run.activity_id] for run in calendar.between(day - 6, day + 1)]
    before = [spike.longest_30d_km for spike in week if spike.level and spike.longest_30d_km]
    return min(before) if before else 1.1 * max(run.dm for run in month) / KM
