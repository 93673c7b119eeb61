"""A suggested week: the runner's own pattern, made smaller until the real checks find nothing of its own to say.

Conventions of ours (grade C): hold the usual week or add up to a tenth of it, a tenth less while a load check is over its line; nothing is
suggested that a check would flag. The line for
one run is Frandsen 2025 (doi:10.1136/bjsports-2024-109380), the shares with pain follow the protocol of Esculier 2016
(doi:10.1186/s12891-015-0859-9).
"""

from collections.abc import Mapping, Sequence
from datetime import date
from math import floor

from warehouse.check_in import CheckIn
from warehouse.model import AthleteId, Level, Week
from warehouse.pain import counting, worse
from warehouse.pattern import Outing, Pattern, break_days, pattern
from warehouse.planning import DAYS, PlannedDay, days_ahead, told
from warehouse.returning import return_plan
from warehouse.rules import load_rules
from warehouse.settings import Settings
from warehouse.suggestion import NO_WEEK, Kind, Session, Suggestion, explain
from warehouse.week import LOAD_CHECKS
from warehouse.whatif import PlannedRun, imagine
from warehouse.wording import KM_PER_MILE, Units

SHARES = (1.1, 1.0, 0.9, 0.8, 0.65, 0.5, 0.35, 0.2, 0.0)
"""Shares of the usual week that are judged; the largest that holds is suggested, and nothing at all always holds."""
AMBER_SHARE = 0.65
EASED_SHARE = 0.9
"""While a load check is over its line the week is lighter than usual, whatever else would fit."""
LEAST_KM = 1.0
BEGINNER_DAYS = (1, 3, 5)


def suggest(  # noqa: PLR0913, PLR0917 -- where, whose, and the four things a week is made from
    settings: Settings, athlete: AthleteId, done: Sequence[Outing], check_ins: Sequence[CheckIn], today: date, units: Units = "km"
) -> Suggestion:
    """Suggest the seven days from today on, with two questions to the model whoever it is. Raises NotFoundError without published data.

    `done` is every day with runs up to today, oldest first; distances come out in whole tenths of the runner's unit, rounded down.
    """
    ahead, usual = days_ahead(today), pattern(done, today)
    (idle,) = imagine(settings, athlete, [()], ahead[-1])
    kind = _kind([worse(week, check_ins, week.as_of) for week in idle], usual, today)
    if kind == "stop" and _warned(check_ins, today):
        kind = "warning"
    elif kind not in NO_WEEK and return_plan(done, check_ins, today):
        kind = "return"
    open_days = told(idle, (), check_ins, ahead)
    active = any(map(_points, idle))
    plans = candidates(kind, usual, open_days, units, active=active)
    judged = imagine(settings, athlete, plans, ahead[-1])
    nth = next(nth for nth, weeks in enumerate(judged) if holds(weeks, idle))
    days = told(judged[nth], plans[nth], check_ins, ahead)
    sessions = _instead(usual, ahead) if kind == "stop" and usual else tuple(Session(one.day, one.km) for one in days)
    shown = tuple(one for one in sessions if one.km)
    usual_km = sum(_usual_runs(kind, usual, open_days).values()) if usual else 0.0
    why = explain(kind, shown, usual_km, units, active=active)
    return Suggestion(kind, sessions, why, days)


def candidates(
    kind: Kind, usual: Pattern | None, idle: Sequence[PlannedDay], units: Units, *, active: bool
) -> list[tuple[PlannedRun, ...]]:
    """Return plans from the largest to none at all, each run at most its day's ceiling in the week without runs.

    `active` tells that a load check is over its line already.
    """
    if usual is None or kind in NO_WEEK:
        return [()]
    most = min(_most(kind, usual, idle[0].day), EASED_SHARE if active else SHARES[0])
    shares = [share for share in SHARES if share <= most]
    return [_plan(share, _usual_runs(kind, usual, idle), idle, units, _beginners_step(usual)) for share in shares]


def holds(weeks: Sequence[Week], idle: Sequence[Week]) -> bool:
    """Tell whether on every day every load check has at most the points it would have without a run."""
    pairs = [(_points(week), _points(rest)) for week, rest in zip(weeks, idle, strict=True)]
    return all(points <= rest.get(rule, 0) for planned, rest in pairs for rule, points in planned.items())


def _points(week: Week) -> dict[str, int]:
    return {check.rule: check.level for check in week.checks if check.level and check.rule in LOAD_CHECKS}


def _kind(calm: Sequence[Week], usual: Pattern | None, today: date) -> Kind:
    now = next(week for week in calm if week.as_of == today)
    pain = next((check.level or 0 for check in now.checks if check.rule == "pain"), 0)
    if usual is None:
        return "nothing"
    if now.level is Level.STOP:
        return "stop"
    if pain:
        return "amber"
    off = usual.back is not None or (today - usual.last_day).days >= break_days()
    return "break" if off else "beginner" if now.ceiling_km is None else "usual"


def _warned(check_ins: Sequence[CheckIn], today: date) -> bool:
    """Tell whether the pain that stops may be a clinician's matter before any exercise: a warning sign, or no answer that could be read."""
    counts = counting(check_ins, today)
    return counts is None or counts.colour != "red" or bool(counts.check_in.red_flags)


def _most(kind: Kind, usual: Pattern, today: date) -> float:
    """Return the largest share of the usual week: less with pain, and what the return rule leaves after a break."""
    if kind == "break":
        rule = load_rules().about("return_from_break").parameters
        return rule["week_1_cap"] if usual.back is None or (today - usual.back).days < DAYS else rule["week_2_cap"]
    return {"amber": AMBER_SHARE, "beginner": 1.0}.get(kind, SHARES[0])


def _usual_runs(kind: Kind, usual: Pattern, idle: Sequence[PlannedDay]) -> Mapping[date, float]:
    """Return the usual week in km a day, nothing on a day that was run already; a beginner runs as far as last time, every other day."""
    days = [one.day for one in idle if one.day != usual.last_day]
    if kind == "beginner":
        return {one.day: usual.last_km for nth, one in enumerate(idle) if nth in BEGINNER_DAYS}
    scale = usual.week_km / sum(usual.km.values())
    return {day: scale * usual.km[day.weekday()] for day in days if day.weekday() in usual.km}


def _beginners_step(usual: Pattern) -> float:
    return usual.last_km + load_rules().about("longest_run_spike").parameters["min_step_m"] / 1000


def _plan(share: float, usual: Mapping[date, float], idle: Sequence[PlannedDay], units: Units, without: float) -> tuple[PlannedRun, ...]:
    """Return a share of the usual runs, none above its ceiling, which is `without` where a day has none."""
    most = {one.day: without if one.ceiling_km is None else one.ceiling_km for one in idle}
    far = {day: _tenths(min(share * km, most[day]), units) for day, km in usual.items()}
    return tuple(PlannedRun(day, km) for day, km in far.items() if km >= LEAST_KM)


def _tenths(km: float, units: Units) -> float:
    unit = 1.0 if units == "km" else KM_PER_MILE
    return floor(km / unit * 10 + 1e-9) / 10 * unit


def _instead(usual: Pattern, days: Sequence[date]) -> tuple[Session, ...]:
    """Return cross-training of the usual minutes on the usual run days."""
    return tuple(Session(day, minutes=5 * round(usual.minutes.get(day.weekday(), 0.0) / 5)) for day in days)
