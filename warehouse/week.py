"""Puts one day's rows into the answer a runner reads: checks in words, level, reason, ceiling, advice. No database, no clock."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from warehouse.advice import advise
from warehouse.cadence import metronome
from warehouse.model import AthleteId, Cadence, Check, Level, LoadContext, Shoe, Week, WeekTotals
from warehouse.pain import NO_RUN
from warehouse.referral import told
from warehouse.rules import Rule, ceiling_reason, check, eased, hints, load_rules, reason
from warehouse.threshold import hard_line

Row = Mapping[str, Any]

LOAD_CHECKS = ("longest_run_spike", "two_week_ramp", "hard_time_ramp", "descent_ramp", "return_from_break")
WARM_UP_DAYS = 42
NEXT_TO_NOTHING = 0.05
"""A fall in percent, or minutes of a usual week, that are said as none; metres of descent ten times that."""
FACTS_OF = {
    "longest_run_spike": "spike",
    "two_week_ramp": "ramp",
    "hard_time_ramp": "hard_minutes",
    "descent_ramp": "downhill",
    "return_from_break": "comeback",
    "cadence_fall": "cadence",
    "shoe_wear": "worn_shoe",
    "pain": "pain",
    "injury_history": "injury",
}
"""Which query knows what a rule's sentences need, beside the day itself."""
QUERIES_OF_CHECKS = ("day", *FACTS_OF.values())


def assemble(who: Row, day: date, answers: Mapping[str, Row], shoes: Sequence[Shoe]) -> Week:
    """Make the week of one athlete from the rows of the queries of that name; a day before the first activity has no history.

    Without an answer to `referral`, as for days that are only thought of, nobody is worth asking.
    """
    units, today = who["units"], answers["day"]
    checks = checks_of(answers, units)
    level = Level(today.get("level") or Level.NOT_ENOUGH_HISTORY)
    ran = sum(one.missing is None for one in checks if one.rule in LOAD_CHECKS)
    incomplete = bool(today.get("incomplete", True))
    lasting = told(answers.get("referral", {}), answers["pain"].get("why"))
    return Week(
        athlete=AthleteId(who["athlete_id"]),
        athlete_name=who["name"],
        as_of=day,
        level=level,
        score=today.get("score") or 0,
        incomplete=incomplete,
        checks_ran=ran,
        checks_total=len(LOAD_CHECKS),
        ceiling_km=today.get("ceiling_km"),
        load_scale=today.get("load_scale"),
        checks=checks,
        week=WeekTotals(**answers["totals"]),
        context=_context(today),
        cadence=_cadence_part(answers["cadence"]),
        shoes=tuple(shoes),
        advice=advise(checks, level, lasting=lasting),
        reason=reason(checks, level, incomplete=incomplete, checks_ran=ran, checks_total=len(LOAD_CHECKS), units=units),
        ceiling_reason=_ceiling_reason(today, units),
        newest_activity=who["newest_activity"],
        lasting=lasting,
        built_at=answers["built"].get("built_at"),
        hints=hints(
            as_of=day,
            newest_activity=who["newest_activity"],
            runs_30d=today.get("runs_30d") or 0,
            shoe_known_share=today.get("shoe_known_share"),
            heart_rate_share=today.get("heart_rate_share"),
        ),
    )


def checks_of(answers: Mapping[str, Row], units: Any) -> tuple[Check, ...]:
    """Word every rule's result of one day from the answers to `QUERIES_OF_CHECKS`."""
    return tuple(result_of(rule, answers, units) for rule in load_rules().rule)


def result_of(rule: Rule, answers: Mapping[str, Row], units: Any) -> Check:
    """Word one rule's result from the day's answer and that of the rule's own query."""
    measured = _MEASURED[rule.id](answers["day"], answers[FACTS_OF[rule.id]]) if rule.id in _MEASURED else _NOTHING
    return check(rule, units=units, **measured)


def _spike(today: Row, run: Row) -> Row:
    points = today.get("spike_points") or 0
    ran = bool(today.get("spike_ran")) or points > 0
    facts = {name: run.get(name) for name in ("distance_km", "longest_km")} | {"ceiling_km": today.get("spike_ceiling_km")}
    return {"points": points if ran else None, "value": run.get("value"), "active_until": today.get("spike_until"), "facts": facts}


def _ramp(today: Row, crossing: Row) -> Row:
    points = today.get("ramp_points") or 0
    ran = bool(today.get("ramp_ran")) or points > 0
    shown = crossing if points and crossing else {**today, "value": _ramp_value(today)}
    facts = {name: shown.get(name) for name in ("recent_km", "before_km")}
    return {"points": points if ran else None, "value": shown.get("value"), "active_until": today.get("ramp_until"), "facts": facts}


def _ramp_value(today: Row) -> float | None:
    """Return the ratio of a day without points, or None where too few km stand below it to mean anything."""
    rule, value = load_rules().about("two_week_ramp"), today.get("ramp_value")
    low = (today.get("before_km") or 0) < rule.parameters["gate_km"]
    return None if value is None or low or value > rule.levels[0].above else value


def _hard(today: Row, hard: Row) -> Row:
    points = today.get("hard_points") or 0
    ran = bool(today.get("hard_ran")) or points > 0
    facts = {name: hard.get(name) for name in ("hard_minutes", "usual_minutes")}
    usual = hard.get("usual_minutes") or 0
    return {
        "points": points if ran else None,
        "value": today.get("hard_value") if ran and usual >= NEXT_TO_NOTHING else None,
        "active_until": today.get("hard_until"),
        "facts": {**facts, "hard_line": hard_line(hard) if hard.get("measure") else None},
    }


def _descent(today: Row, downhill: Row) -> Row:
    points = today.get("descent_points") or 0
    ran = bool(today.get("descent_ran")) or points > 0
    facts = {name: downhill.get(name) for name in ("descent", "usual_descent")}
    usual = downhill.get("usual_descent") or 0
    return {
        "points": points if ran else None,
        "value": today.get("descent_value") if ran and usual >= 10 * NEXT_TO_NOTHING else None,
        "active_until": today.get("descent_until"),
        "facts": facts,
    }


def _return(today: Row, comeback: Row) -> Row:
    points = today.get("return_points")
    facts = {name: comeback.get(name) for name in ("days_off", "week", "actual_km", "cap_km")}
    return {
        "points": points if today.get("ramp_ran") else None,
        "value": comeback.get("value"),
        "active_until": today.get("return_until"),
        "facts": facts,
    }


def _cadence(today: Row, trend: Row) -> Row:
    fall, recent = (trend.get(name) or 0.0 for name in ("delta_spm", "recent_spm"))
    facts = {"runs": trend.get("runs") or 0, "fall": f"{-fall:.1f}", "recent": round(recent), "cue": metronome(recent)}
    points, value = today.get("cadence_points") if today.get("cadence_ran") else None, today.get("cadence_value") or 0
    fell = value if value >= NEXT_TO_NOTHING else None
    return {"points": points, "value": fell, "active_until": today.get("cadence_until"), "facts": facts}


def _shoe(today: Row, worn: Row) -> Row:
    points = today.get("shoe_points") if today.get("shoe_ran") else None
    facts = {"shoe": worn.get("shoe"), "threshold": worn.get("threshold")}
    return {"points": points, "value": worn.get("value"), "active_until": today.get("shoe_until"), "facts": facts}


def _pain(today: Row, said: Row) -> Row:
    points = today.get("pain_points") if today.get("pain_ran") else None
    return {"points": points, "value": said.get("value"), "active_until": today.get("pain_until"), "facts": {"why": said.get("why")}}


def _injury(today: Row, told: Row) -> Row:
    points = today.get("injury_points") if today.get("injury_ran") else None
    return {"points": points, "value": told.get("value") or None, "active_until": today.get("injury_until"), "facts": {}}


_NOTHING: Row = {"points": None, "value": None, "active_until": None, "facts": {}}
_MEASURED = {
    "longest_run_spike": _spike,
    "two_week_ramp": _ramp,
    "hard_time_ramp": _hard,
    "descent_ramp": _descent,
    "return_from_break": _return,
    "cadence_fall": _cadence,
    "shoe_wear": _shoe,
    "pain": _pain,
    "injury_history": _injury,
}


def _cadence_part(trend: Row) -> Cadence:
    names = ("delta_spm", "delta_percent", "baseline_spm", "recent_spm", "reset", "reset_on", "speed_mps", "fade_spm")
    return Cadence(**{name: trend.get(name) for name in names}, runs=trend.get("runs") or 0)


def _context(today: Row) -> LoadContext:
    number = today.get("day_number")
    warming = number + 1 if number is not None and number + 1 < WARM_UP_DAYS else None
    names = ("atl", "ctl", "tsb", "acwr_uncoupled", "monotony", "strain")
    return LoadContext(**{name: today.get(name) for name in names}, warming_up_day=warming)


def _ceiling_reason(today: Row, units: Any) -> str:
    ceiling, colour = today.get("ceiling_km"), today.get("pain_colour")
    if colour == "red":
        return NO_RUN
    longest, until = (ceiling, today["spike_until"]) if today.get("spike_points") else (today.get("longest_30_km"), None)
    said = ceiling_reason(None if ceiling is None else longest, spike_until=until, units=units)
    return eased(said) if colour == "amber" else said
