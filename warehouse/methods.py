"""The generated parts of docs/methods.md: rules, levels, advice, claims and doubts as they are in the TOML. Run it to refresh the page."""

import re
import sys
from collections.abc import Mapping
from pathlib import Path

from warehouse.advice import Catalogue, load_advice
from warehouse.claims import Claim, load_claims, table
from warehouse.quality import Quality, load_quality
from warehouse.rulebook import Rule, RuleLevel, Rules, load_rules
from warehouse.shoe_notes import load_notes
from warehouse.shoe_notes import table as notes_table
from warehouse.wording import number, words


def refresh(page: str, rules: Rules, catalogue: Catalogue, claims: tuple[Claim, ...]) -> str:
    """Return the page with each part between `<!-- name -->` and `<!-- /name -->` generated anew."""
    parts = {
        "levels": _levels(rules),
        "rules": _rules(rules),
        "advice": _advice(catalogue),
        "claims": table(claims),
        "notes": notes_table(load_notes()),
        "doubts": _doubts(load_quality()),
    }
    for name, part in parts.items():
        before, after = (re.escape(mark) for mark in (f"<!-- {name} -->\n", f"<!-- /{name} -->"))
        page = re.sub(f"(?<={before}).*?(?={after})", part.replace("\\", r"\\") + "\n", page, flags=re.DOTALL)
    return page


def _levels(rules: Rules) -> str:
    rows = (f"| {level.title} (`{level.id}`) | {'–' if level.score is None else level.score} | {level.meaning} |" for level in rules.level)  # noqa: RUF001 -- a dash in an empty cell
    return "\n".join(("| Level | From score | Meaning |", "|---|---|---|", *rows))


def _rules(rules: Rules) -> str:
    return "\n\n".join(_rule(rule) for rule in rules.rule)


def _rule(rule: Rule) -> str:
    lines = [f"{_line(rule, level)}: {_points(level.points)}" for level in rule.levels]
    fixed = words({**rule.parameters, "active_days": rule.active_days}, exact=True)
    return "\n".join(
        (
            f"### {rule.title} (`{rule.id}`)",
            "",
            rule.meaning,
            "",
            f"- Line: {'; '.join(lines)}; active for {_days(rule.active_days)}",
            f"- {rule.missing.format_map(dict.fromkeys(rule.facts, 'n') | fixed)}",
            f"- Grade {rule.grade}: {rule.source}",
            f"- Numbers: {_numbers(rule.parameters)}",
            f"- Known confounders: {', '.join(rule.confounders)}",
        )
    )


def _line(rule: Rule, level: RuleLevel) -> str:
    sign = "≥" if level.inclusive else ">"
    return f"{sign} {level.above:.2f} times" if rule.unit == "ratio" else f"{sign} {number(level.above)} {rule.unit}"


def _points(points: int) -> str:
    return f"{points} point{'s' if points > 1 else ''}"


def _days(days: int) -> str:
    return "the day itself" if days == 1 else f"{days} days, the day included"


def _advice(catalogue: Catalogue) -> str:
    rows = (
        f"| {text.title} (`{text.id}`) | {text.kind.replace('_', '-')} | {text.dose} | {text.grade} | {text.source} |"
        for text in catalogue.advice
    )
    return "\n".join(("| Advice | Kind | Dose | Grade | Source |", "|---|---|---|---|---|", *rows))


def _doubts(quality: Quality) -> str:
    rows = (f"| {one.title} (`{one.id}`) | {one.when} | {one.effect} | {_numbers(one.parameters)} |" for one in quality.doubt)
    fastest = ", ".join(f"{number(one.mps)} m/s from {number(one.from_m / 1000)} km on" for one in quality.fastest)
    head = ("| Doubt | When | What follows | Numbers |", "|---|---|---|---|")
    return "\n".join((*head, *rows, "", f"Nobody runs faster than: {fastest}."))


def _numbers(parameters: Mapping[str, float]) -> str:
    return ", ".join(f"{name} = {number(value)}" for name, value in parameters.items()) or "see below"


if __name__ == "__main__":
    path = Path(sys.argv[1])
    path.write_text(refresh(path.read_text("utf-8"), load_rules(), load_advice(), load_claims()), "utf-8")
