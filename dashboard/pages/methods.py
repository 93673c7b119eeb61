"""How it decides: every rule with its line, its meaning, its evidence; every suggestion; what is often said; honest limits."""

from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.components.base import card, cited, facts, section
from dashboard.components.grade import LONG, WORDS, badge, mark
from dashboard.components.level import word
from dashboard.components.popular import all_advice, popular
from dashboard.context import Context, Visit
from dashboard.router import Page, Pages
from dashboard.units import quantity
from warehouse.model import Grade, Level
from warehouse.quality import load_quality
from warehouse.rules import Rule, RuleLevel, Rules, load_rules
from warehouse.wording import Units, count


def register(pages: Pages) -> None:
    """Add the page at `/methods`."""
    pages.add(Page("/methods", "How it decides", layout, needs_athlete=False))


def layout(_context: Context, visit: Visit) -> list[Any]:
    """Lay out the rules as they are in force, from the same data the checks use."""
    rules, units = load_rules(), visit.athlete.units if visit.athlete else "km"
    return [
        html.P(
            "Guardrails, not predictions. Each check compares you with your own last weeks and with a line from a study or a convention.",
            className="lead",
        ),
        section("Levels", _levels(rules), anchor="levels"),
        section("The checks", *[_rule(rule, units) for rule in rules.rule], anchor="checks"),
        section("What it suggests", all_advice(), anchor="suggestions"),
        section("Doubtful runs", _doubts(), anchor="doubts", note=DOUBTS),
        section("What is often said", popular(), anchor="claims"),
        section("How good is the evidence?", card(_grades()), anchor="grades"),
        section("Shown, not scored", card(*[html.P(words) for words in NOT_SCORED]), anchor="context"),
        section("Honest limits", card(html.Ul([html.Li(words) for words in LIMITS], className="plain")), anchor="limits"),
    ]


DOUBTS = (
    "Wrong data must not raise an alert or hide one without a word. Such runs are set aside, this week's page lists them, and you decide. "
    "The lines are ours (grade C), chosen on the data of real runners."
)
NOT_SCORED = (
    "ATL, CTL and TSB, the acute-to-chronic workload ratio (ACWR), monotony and strain are shown in grey on the week page.",
    (
        "In the largest study so far (Frandsen 2025, 5205 runners) the ratio of one week to the three before did not point to injury, "
        "and its statistics are disputed (Impellizzeri 2020; Lolli 2017). They describe training; they do not judge it here."
    ),
)
LIMITS = (
    "Most injuries happen in weeks without a flag. A week without one is no promise.",
    "The studies found links between groups of runners. They do not say what caused one runner's injury.",
    "Sleep, stress, illness, strength and what you feel are not in your files. You know them better than any check.",
    "A race day, a GPS error, a treadmill, a split upload or a dog walk logged as a run can raise a flag that means nothing.",
    "Plimsoll does not diagnose. Pain that stays, swelling, locking or giving way belong to a clinician.",
)


def _levels(rules: Rules) -> Component:
    items = [html.Li([word(Level(level.id)), html.P([level.meaning, _score(level.score)])]) for level in rules.level]
    return html.Ul(items, className="levels card")


def _score(score: int | None) -> Component | None:
    return None if score is None else html.Small(f" From a score of {score}.", className="quiet")


def _rule(rule: Rule, units: Units) -> Component:
    active = (
        f"Each counts for {rule.active_days} days, its own day included" if rule.active_days > 1 else "Counts on every day it is crossed"
    )
    rows = facts(
        ("Line", "; ".join(_line(level, rule.unit, units) for level in rule.levels), active),
        ("Evidence", badge(rule.grade), ""),
        ("Source", html.Span(cited(rule.source)), ""),
        ("Can mislead", ", ".join(rule.confounders) or None, ""),
    )
    return html.Article([html.H3(rule.title), html.P(rule.meaning), rows], className="card rule", id=rule.id)


def _line(level: RuleLevel, unit: str, units: Units) -> str:
    return f"{'from' if level.inclusive else 'above'} {quantity(level.above, unit, units, 0)}: {count(level.points, 'point')}"


def _doubts() -> Component:
    items = [html.Li([html.Strong(one.title), html.P(f"{one.when} {one.effect}")]) for one in load_quality().doubt]
    return card(html.Ul(items, className="plain"))


def _grades() -> Component:
    return html.Dl([_grade(grade, words) for grade, words in LONG.items()], className="grades")


def _grade(grade: Grade, words: str) -> Component:
    return html.Div([html.Dt(mark(grade)), html.Dd([html.Strong(WORDS[grade].capitalize()), html.P(words)])])
