"""The words of the product: levels, checks, shoes, the week. Frozen, typed, no behaviour beyond a property."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Literal, NewType

AthleteId = NewType("AthleteId", str)
ActivityId = NewType("ActivityId", str)
ShoeId = NewType("ShoeId", str)
CadenceReset = Literal["device", "shoes", "treadmill"]
AdviceKind = Literal["stretch", "strength", "cross_training", "load", "form", "footwear", "comfort", "care"]
Grade = Literal["A", "B", "C"]
RunChoice = Literal["use", "ignore"]
ShoeState = Literal["ok", "plan", "replace", "retired"]

RUN_SPORTS = ("Run", "TrailRun", "VirtualRun")
FOOT_SPORTS = (*RUN_SPORTS, "Walk", "Hike")


class Level(StrEnum):
    """The risk level of a day, from nothing found to stop."""

    NOT_ENOUGH_HISTORY = "not_enough_history"
    NO_FLAG = "no_flag"
    WATCH = "watch"
    ELEVATED = "elevated"
    HIGH = "high"
    STOP = "stop"


@dataclass(frozen=True, slots=True)
class Check:
    """One rule on one day: its points, its number beside its threshold, and what it means.

    `level` is in points, None when the rule could not run; then `missing` says what it needs.
    """

    rule: str
    title: str
    level: int | None
    value: float | None
    unit: str
    threshold: float | None
    grade: Grade
    source: str
    active_until: date | None
    message: str
    action: str
    meaning: str
    missing: str | None


@dataclass(frozen=True, slots=True)
class WeekTotals:
    """The calendar week so far (counted runs only): km, runs, minutes, metres down, ratio to the week before."""

    distance_km: float
    runs: int
    minutes: float
    descent_m: float | None
    change_ratio: float | None


@dataclass(frozen=True, slots=True)
class LoadContext:
    """Load figures shown grey and never scored. Units follow `Week.load_scale`; ACWR is on run km."""

    atl: float | None
    ctl: float | None
    tsb: float | None
    acwr_uncoupled: float | None
    monotony: float | None
    strain: float | None
    warming_up_day: int | None


@dataclass(frozen=True, slots=True)
class Cadence:
    """Cadence at the same speed (m/s), recent against baseline, in steps a minute; what changed resets the baseline.

    `runs` of 15 are collected so far. `fade_spm` is the last third of a run minus the first, at the same speed: context.
    """

    delta_spm: float | None = None
    delta_percent: float | None = None
    baseline_spm: float | None = None
    recent_spm: float | None = None
    runs: int = 0
    reset: CadenceReset | None = None
    reset_on: date | None = None
    speed_mps: float | None = None
    fade_spm: float | None = None


@dataclass(frozen=True, slots=True)
class Shoe:
    """A pair of shoes on a day: km on it (`start_km` of them before the first run known here), limit, share of 90 days, when to replace."""

    shoe: ShoeId
    name: str
    distance_km: float
    limit_km: float
    share_90d: float | None
    first_used: date | None
    last_used: date | None
    km_per_day: float | None
    replace_from: date | None
    replace_to: date | None
    state: ShoeState
    start_km: float = 0.0


@dataclass(frozen=True, slots=True)
class Advice:
    """One thing to do: its dose, why now, how good the evidence is and where it comes from."""

    id: str
    kind: AdviceKind
    title: str
    dose: str
    how: str
    stop_rule: str
    why: str
    grade: Grade
    source: str


@dataclass(frozen=True, slots=True)
class Lasting:
    """What lasts beyond a day: pain told without a green answer after it, and a check that keeps coming back.

    The days of the first and last of these answers; the check whose alert opened most `times` in 90 days; `warned` when the answer that
    counts has a warning sign; `days_off` without a run before the return that the day lies in.
    """

    pain_since: date | None = None
    pain_until: date | None = None
    rule: str | None = None
    times: int = 0
    warned: bool = False
    days_off: int = 0


@dataclass(frozen=True, slots=True)
class Week:
    """The answer to "am I at risk this week": level, reasons, ceiling, shoes, advice. Distances in km."""

    athlete: AthleteId
    athlete_name: str
    as_of: date
    level: Level
    score: int
    incomplete: bool
    checks_ran: int
    checks_total: int
    ceiling_km: float | None
    load_scale: str | None
    checks: tuple[Check, ...]
    week: WeekTotals
    context: LoadContext
    cadence: Cadence
    shoes: tuple[Shoe, ...]
    advice: tuple[Advice, ...]
    reason: str
    ceiling_reason: str
    newest_activity: date | None
    built_at: datetime | None
    hints: tuple[str, ...] = field(default=())
    lasting: Lasting = Lasting()


@dataclass(frozen=True, slots=True)
class Alert:
    """An unbroken stretch of days on which a rule had points: its most points and highest number, and the sentence of that day."""

    alert_id: str
    rule: str
    level: int
    opened_on: date
    active_until: date
    value: float | None
    threshold: float | None
    message: str
    state: Literal["active", "cleared"]
    peak_on: date


@dataclass(frozen=True, slots=True)
class WeekBar:
    """One calendar week of counted runs for the bar chart; `flagged` counts runs over the spike line."""

    week_start: date
    run_km: float
    runs: int
    minutes: float
    flagged: int


@dataclass(frozen=True, slots=True)
class Run:
    """One activity as a row of /runs. `spike_level` and `ratio` are None when the spike rule could not judge it.

    `source` is whose numbers count, `sources` lists all that told of it: "export, strava"; `recordings` are the ids they tell of it by.
    """

    activity_id: ActivityId
    source: str
    sport_type: str
    name: str | None
    local_date: date
    start_utc: datetime | None
    distance_km: float | None
    moving_s: float | None
    elapsed_s: float | None
    speed_mps: float | None
    elevation_gain_m: float | None
    descent_m: float | None
    cadence_spm: float | None
    heartrate_bpm: float | None
    rpe: float | None
    device: str | None
    shoe_id: ShoeId | None
    shoe_name: str | None
    counted: bool
    not_counted_reason: str | None
    longest_30d_km: float | None
    ratio: float | None
    spike_level: int | None
    sources: str = ""
    set_aside: bool = False
    choice: RunChoice | None = None
    recordings: Sequence[ActivityId] = ()


@dataclass(frozen=True, slots=True)
class AthleteRow:
    """One athlete as listed: id, name, what is held and how new it is."""

    athlete: AthleteId
    name: str
    timezone: str
    units: Literal["km", "mi"]
    week_start: Literal["monday", "sunday"]
    activities: int
    first_date: date | None
    last_date: date | None
    level: Level | None
    demo: bool = False
