"""The checks: each with its number beside its line, what it means, how good the evidence is."""

from collections.abc import Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.components.base import icon, link, more
from dashboard.components.grade import evidence, mark
from dashboard.context import Visit
from dashboard.units import day, quantity
from warehouse.model import Check
from warehouse.wording import Units, count, side_by_side

ORIGINS = {
    "shoe_wear": ("The shoes behind it", "/shoes"),
    "cadence_fall": ("Your cadence over time", "/cadence"),
    "pain": ("What you told", "/check-in"),
    "injury_history": ("What you told", "/check-in"),
}
"""Where a check's numbers can be looked at; the others come from runs."""


def check_list(checks: Sequence[Check], visit: Visit, units: Units) -> Component:
    """List the checks that ran, those over their line first, then those that lack something."""
    ran = sorted((check for check in checks if check.level is not None), key=lambda check: -(check.level or 0))
    short = [check for check in checks if check.level is None]
    return html.Ul([*(check_card(check, visit, units) for check in ran), *map(missing_card, short)], className="checks")


def check_card(check: Check, visit: Visit, units: Units, *, told: str = "", answers: Component | None = None) -> Component:
    """Show one check that ran: number, line, sentence and action (unless `told` has them already), and the `answers` its alert takes."""
    over = bool(check.level)
    state = _state("flag" if over else "clear", outcome(check), "over" if over else "under")
    said = [html.P(words, className=look) for words, look in ((check.message, "message"), (check.action, "act")) if not _has(told, words)]
    head = html.Div([html.H3(check.title), state], className="check-head")
    parts = [head, _numbers(check, units, visit), *said, _explain(check, visit), answers]
    return html.Li(parts, className=f"card check {'over' if over else ''}", id=f"check-{check.rule}")


def missing_card(check: Check) -> Component:
    """Show one check that could not run and what it needs."""
    head = html.Div([html.H3(check.title), _state("wait", "Could not run yet", "short")], className="check-head")
    return html.Li([head, html.P(check.missing)], className="card check short", id=f"check-{check.rule}")


def outcome(check: Check) -> str:
    """Say in short how a check that ran came out; a number above its line needs more than that for a flag."""
    if check.level:
        return f"Over the line, {count(check.level, 'point')}"
    beyond = check.value is None or (check.threshold is not None and check.value > check.threshold)
    return "Clear" if beyond else "Below the line"


def _has(told: str, words: str) -> bool:
    return words.rstrip(".").lower() in told.lower()


def _numbers(check: Check, units: Units, visit: Visit) -> Component | None:
    parts: list[Any] = []
    if check.value is not None:
        value, line = quantity(check.value, check.unit, units), ""
        if check.threshold is not None:
            value, line = side_by_side(check.value, check.threshold, check.unit, units)
        parts.append(html.Span(value, className="value"))
        parts += [html.Span("line at", className="quiet"), html.Span(line, className="limit")] if line else []
    if check.level and check.active_until:
        counts = "counted" if check.active_until < visit.today else "counts"
        parts.append(html.Span(f"{counts} until {day(check.active_until, visit.today)}", className="quiet"))
    return html.P(parts, className="numbers") if parts else None


def _explain(check: Check, visit: Visit) -> Component:
    words, path = ORIGINS.get(check.rule, ("The runs behind it", "/runs"))
    parts = [
        html.P([check.meaning, " ", link(words, visit.link(path))], className="meaning"),
        evidence(check.grade, check.source, visit.link("/methods") + f"#{check.rule}"),
    ]
    return more(["Meaning and evidence ", mark(check.grade)], *parts)


def _state(picture: str, words: str, kind: str) -> Component:
    return html.Span([icon(picture), words], className=f"state {kind}")
