"""The rules as data: `rules.toml` read strictly into frozen records, and as rows for the SQL."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Literal

from warehouse.errors import NotFoundError
from warehouse.model import Grade
from warehouse.tables import broken, read
from warehouse.wording import fields

Group = Literal["load", "form", "shoe", "pain", "history"]
Unit = Literal["ratio", "km", "%", "of 10", "injuries"]

ALWAYS_KNOWN = {"value", "threshold", "active_days"}
FILE = "rules.toml"


@dataclass(frozen=True, slots=True)
class RuleLevel:
    """So many points above a value in the rule's unit (`inclusive`: from that value), how it is said, and an action if not the rule's."""

    above: float
    points: int
    message: str
    inclusive: bool = False
    action: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the model: its numbers, its words, its evidence. `active_days` counts the day itself."""

    id: str
    group: Group
    order: int
    in_force: bool
    title: str
    unit: Unit
    grade: Grade
    source: str
    meaning: str
    missing: str
    action: str
    active_days: int
    facts: tuple[str, ...]
    confounders: tuple[str, ...]
    clear: str
    quiet: str
    parameters: Mapping[str, float]
    levels: tuple[RuleLevel, ...]
    unmeasured: str = ""

    def level(self, points: int) -> RuleLevel:
        """Return the highest level that gives at most `points`; the lowest one when none does."""
        return next((level for level in reversed(self.levels) if level.points <= points), self.levels[0])


@dataclass(frozen=True, slots=True)
class LevelWords:
    """A level of the week: its name, the score it starts at (None when it is not reached by score) and what it means."""

    id: str
    title: str
    meaning: str
    score: int | None = None


@dataclass(frozen=True, slots=True)
class Words:
    """Sentences beside the level and the ceiling, what makes a minute hard, and hints about what is missing."""

    beginner: str
    none_crossed: str
    none_crossed_one: str
    also: str
    incomplete: str
    ceiling: str
    ceiling_spike: str
    ceiling_none: str
    ceiling_amber: str
    hard_heart_rate_own: str
    hard_heart_rate_estimated: str
    hard_speed_own: str
    hard_speed_estimated: str
    hint_nothing: str
    hint_stale: str
    hint_old: str
    hint_few_runs: str
    hint_shoes: str
    hint_heart_rate: str


@dataclass(frozen=True, slots=True)
class Rules:
    """All rules in order, the levels of the week and the sentences."""

    level: tuple[LevelWords, ...]
    words: Words
    rule: tuple[Rule, ...]

    def about(self, rule: str) -> Rule:
        """Return the rule with this id; raise NotFoundError for another word."""
        for found in self.rule:
            if found.id == rule:
                return found
        known = ", ".join(found.id for found in self.rule)
        raise NotFoundError(f"There is no rule {rule!r}.", f"Choose one of: {known}.")

    def rows(self) -> tuple[tuple[str, str, int, bool, int, str, str, str, str], ...]:
        """Return rows of table `rule(rule, group_name, sort, in_force, active_days, grade, title, unit, source)`."""
        return tuple((r.id, r.group, r.order, r.in_force, r.active_days, r.grade, r.title, r.unit, r.source) for r in self.rule)

    def level_rows(self) -> tuple[tuple[str, float, int], ...]:
        """Return rows of table `rule_level(rule, above, points)`, `above` in the rule's unit."""
        return tuple((rule.id, level.above, level.points) for rule in self.rule for level in rule.levels)

    def parameters(self) -> tuple[tuple[str, str, float], ...]:
        """Return rows of table `rule_parameter(rule, name, value)`; the unit is in the name."""
        return tuple((rule.id, name, value) for rule in self.rule for name, value in rule.parameters.items())


@cache
def load_rules() -> Rules:
    """Return the rules that came with this version; raise SettingsError when the file was damaged."""
    return parse_rules()


def parse_rules(content: str | None = None) -> Rules:
    """Read rules from TOML text, the package's own by default; raise SettingsError naming what is wrong."""
    rules = read(FILE, Rules, content)
    _require(FILE, "a rule id or order is used twice", ok=all(len(set(column)) == len(rules.rule) for column in _keys(rules)))
    for rule in rules.rule:
        _validate(rule, f"{FILE}: {rule.id}")
    return rules


def _keys(rules: Rules) -> tuple[list[object], list[object]]:
    return [rule.id for rule in rules.rule], [rule.order for rule in rules.rule]


def _validate(rule: Rule, where: str) -> None:
    _require(where, "levels is empty", ok=bool(rule.levels))
    ascending = all(low.above < high.above and low.points < high.points for low, high in pairwise(rule.levels))
    _require(where, "levels do not ascend in above and points", ok=ascending)
    _require(where, "grade C gives more than one point", ok=rule.grade != "C" or rule.levels[-1].points == 1)
    fixed = rule.parameters.keys() | {"active_days"}
    for template, known in (
        (rule.missing, fixed | {*rule.facts}),
        (rule.quiet, fixed),
        (rule.unmeasured, fixed | {*rule.facts}),
        (rule.action, fixed | {"until"} | set(rule.facts)),
        (rule.clear, fixed | ALWAYS_KNOWN | set(rule.facts)),
        *((level.message, fixed | ALWAYS_KNOWN | set(rule.facts)) for level in rule.levels),
        *((level.action, fixed | {"until"} | set(rule.facts)) for level in rule.levels),
    ):
        unknown = ", ".join(sorted(fields(template) - known))
        _require(where, f"{unknown} is used in a text but is neither a fact nor a parameter", ok=not unknown)


def _require(where: str, what: str, *, ok: bool) -> None:
    if not ok:
        raise broken(where, what)
