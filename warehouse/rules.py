"""What the rules say of a day: a check in words, the level, and the sentences beside them. No clock, no database."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from typing import Literal

from warehouse.model import Check, Level, Week
from warehouse.rulebook import Rule, RuleLevel, Rules, load_rules
from warehouse.wording import Units, apart, at_most, beside, day, distance, side_by_side, words

__all__ = [
    "NO_RECENT_RUNS",
    "Pain",
    "Rule",
    "RuleLevel",
    "Rules",
    "ceiling_reason",
    "check",
    "crossed",
    "days_rested",
    "eased",
    "hints",
    "level_of",
    "load_rules",
    "reason",
    "times",
    "unsure",
]

Pain = Literal["none", "green", "amber", "red"]

SPIKE = "longest_run_spike"
BREAK = "return_from_break"
PAIN = "pain"
STALE_DAYS = 7
OLD_DAYS = 14
NO_RECENT_RUNS = ", but no recent runs"


def check(  # noqa: PLR0913 -- a result is these six things; a record of them would be this call again
    rule: Rule,
    *,
    points: int | None,
    value: float | None,
    active_until: date | None,
    facts: Mapping[str, float | str | None],
    units: Units = "km",
) -> Check:
    """Word one rule's result. `points` None means it could not run; `value` None that it had nothing to measure.

    `value` and the check's numbers are in the rule's unit (km, never miles); sentences follow `units`. `facts` holds what `rule.facts`
    names and may hold `threshold`, a line of the runner's own that replaces the rule's. Raises KeyError for a missing fact.
    """
    level = rule.level(points or 0)
    own = facts.get("threshold")
    line = own if isinstance(own, float | int) else level.above
    said = {**_lines(tuple(rule.parameters.items()), rule.active_days, units), **words(facts, units)}
    said["until"] = day(active_until) if active_until else "the check clears"
    if value is not None:
        said["value"], said["threshold"] = beside(value, line, rule.unit, units)
    return Check(
        rule=rule.id,
        title=rule.title,
        level=points if rule.in_force else None,
        value=value,
        unit=rule.unit,
        threshold=line,
        grade=rule.grade,
        source=rule.source,
        active_until=active_until,
        message=_message(rule, level, points, value).format_map(said),
        action=(level.action or rule.action).format_map(said) if points and rule.in_force else "",
        meaning=rule.meaning,
        missing=None if points is not None and rule.in_force else rule.missing.format_map(said),
    )


@cache
def _lines(parameters: tuple[tuple[str, float], ...], active_days: int, units: Units) -> Mapping[str, str]:
    """Word a rule's own numbers: the same for every athlete of a build, so only once."""
    return words({**dict(parameters), "active_days": active_days}, units, exact=True)


def _message(rule: Rule, level: RuleLevel, points: int | None, value: float | None) -> str:
    if points is None or not rule.in_force:
        return rule.missing
    if value is None:
        return rule.unmeasured if points else rule.quiet
    return level.message if points else rule.clear


def crossed(checks: Sequence[Check]) -> tuple[Check, ...]:
    """Return the checks over their line: pain first, for it decides the level, then most points, then in the rules' order."""
    order = {rule.id: rule.order for rule in load_rules().rule}
    return tuple(sorted((one for one in checks if one.level), key=lambda one: (one.rule != PAIN, -(one.level or 0), order[one.rule])))


def level_of(score: int, *, enough_history: bool = True, pain: Pain = "none") -> Level:
    """Return the level of a score. Red pain stops, amber is high; without enough history only pain has a say."""
    if pain == "red":
        return Level.STOP
    if pain == "amber":
        return Level.HIGH
    if not enough_history:
        return Level.NOT_ENOUGH_HISTORY
    reached = [level for level in load_rules().level if level.score is not None and level.score <= score]
    return Level(max(reached, key=lambda level: level.score or 0).id)


def reason(  # noqa: PLR0913 -- named arguments of one sentence
    checks: Sequence[Check],
    level: Level,
    *,
    incomplete: bool,
    checks_ran: int,
    checks_total: int,
    units: Units = "km",
) -> str:
    """Say in one sentence why the level is what it is, such as "Watch: your run of 13.5 km was 1.35 times …".

    `checks_ran` of `checks_total` are the load checks and are said when the answer is `incomplete`.
    """
    rules = load_rules()
    title = next(words.title for words in rules.level if words.id == level)
    if level is Level.NOT_ENOUGH_HISTORY:
        return f"{title}: {rules.words.beginner.format(step=_step(units))}."
    parts = _crossed_parts(crossed(checks)) or [_none_crossed(checks)]
    if incomplete:
        parts.append(rules.words.incomplete.format(ran=checks_ran, total=checks_total))
    return f"{title}: {'; '.join(parts)}."


def _crossed_parts(over: Sequence[Check]) -> list[str]:
    if not over:
        return []
    first, *others = over
    also = load_rules().words.also.format(titles=", ".join(one.title.lower() for one in others))
    return [lower(first.message.rstrip(".")), *([also] if others else [])]


def _none_crossed(checks: Sequence[Check]) -> str:
    ran = sum(one.level is not None for one in checks)
    words = load_rules().words
    return words.none_crossed_one if ran == 1 else words.none_crossed.format(ran=ran)


def lower(sentence: str) -> str:
    """Return the sentence with its first letter in lower case, to follow a colon."""
    return sentence[:1].lower() + sentence[1:]


def _step(units: Units) -> str:
    step_m = load_rules().about(SPIKE).parameters["min_step_m"]
    return words({"step_m": step_m}, units, exact=True)["step_m"]


def times(ratio: float) -> str:
    """Word how a run compares with the longest before it, with as many digits as it takes to tell it from the line."""
    return side_by_side(ratio, load_rules().about(SPIKE).levels[0].above, "ratio")[0]


def ceiling_reason(longest_km: float | None, *, spike_until: date | None = None, units: Units = "km") -> str:
    """Say where the ceiling for the next run comes from.

    `longest_km` is the longest run it is built on: of the last 30 days, or the one before the spike while that is active until
    `spike_until`; None when there are too few runs for a ceiling.
    """
    rule, said = load_rules().about(SPIKE), load_rules().words
    numbers = words(rule.parameters, units, exact=True)
    if longest_km is None:
        back = words(load_rules().about(BREAK).parameters, exact=True)
        return said.ceiling_none.format(step=_step(units), walk_run_days=back["walk_run_days"], **numbers)
    if spike_until is not None:
        return said.ceiling_spike.format(longest=at_most(longest_km, units), until=day(spike_until))
    return said.ceiling.format(ratio=f"{rule.levels[0].above:.2f}", longest=distance(longest_km, units), **numbers)


def eased(ceiling_reason: str) -> str:
    """Add to the sentence of a ceiling that amber pain asks for less, unless it says so."""
    amber = load_rules().words.ceiling_amber
    return ceiling_reason if ceiling_reason.endswith(amber) else f"{ceiling_reason} {amber}"


def hints(
    *,
    as_of: date,
    newest_activity: date | None,
    runs_30d: int,
    shoe_known_share: float | None,
    heart_rate_share: float | None,
) -> tuple[str, ...]:
    """Say what is missing and how to supply it, most important first.

    Shares are 0-1 of the foot-sport km of the last 30 days on a known pair and of their runs with heart rate; None when there are none.
    """
    said, rules = load_rules().words, load_rules()
    if newest_activity is None:
        return (said.hint_nothing,)
    spike, wear = rules.about(SPIKE).parameters, rules.about("shoe_wear").parameters
    days = (as_of - newest_activity).days
    found = {
        said.hint_old.format(days=days): days > OLD_DAYS,
        said.hint_stale.format(days=days): STALE_DAYS < days <= OLD_DAYS,
        said.hint_few_runs.format(runs=runs_30d, **words(spike, exact=True)): runs_30d < spike["min_runs"],
        said.hint_shoes.format(share=_percent(shoe_known_share or 0, wear["known_share"])): _below(shoe_known_share, wear["known_share"]),
        said.hint_heart_rate: heart_rate_share == 0,
    }
    return tuple(hint for hint, true in found.items() if true)


def days_rested(week: Week) -> int | None:
    """Return the days since the newest activity when they are too many for an answer about this runner, else None."""
    days = (week.as_of - week.newest_activity).days if week.newest_activity else 0
    return days if days > OLD_DAYS else None


def unsure(week: Week) -> bool:
    """Tell whether "no flag" only means that there were no runs to look at."""
    return week.level is Level.NO_FLAG and days_rested(week) is not None


def _percent(share: float, line: float) -> str:
    return f"{apart(100 * share, 100 * line, 0)[0]} %"


def _below(share: float | None, line: float) -> bool:
    return share is not None and share < line
