"""The checks: each with its number beside its line, what it means, how good the evidence is."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.components.base import icon, link, more
from dashboard.components.grade import evidence, mark
from dashboard.context import Visit
from dashboard.units import count, day, side_by_side
from warehouse.model import Check
from warehouse.wording import Units

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
    return html.Div([html.Ul([_ran(check, visit, units) for check in ran], className="checks"), _short(short)])


def _ran(check: Check, visit: Visit, units: Units) -> Component:
    over = bool(check.level)
    state = _state("flag" if over else "clear", _points(check), "over" if over else "under")
    parts: list[Any] = [
        html.Div([html.H3(check.title), state], className="check-head"),
        _numbers(check, units),
        html.P(check.message, className="message"),
        html.P(check.action, className="act") if over and check.action else None,
        _until(check.active_until, visit) if over else None,
        _explain(check, visit),
    ]
    return html.Li(parts, className=f"card check {'over' if over else ''}", id=f"check-{check.rule}")


def _points(check: Check) -> str:
    if check.level:
        return f"Over the line, {count(check.level, 'point')}"
    return "Clear" if check.value is None else "Below the line"


def _numbers(check: Check, units: Units) -> Component | None:
    if check.value is None:
        return None
    value, line = side_by_side(check.value, check.threshold, check.unit, units)
    beside = [html.Span("line at", className="quiet"), html.Span(line, className="limit")] if line else []
    return html.P([html.Span(value, className="value"), *beside], className="numbers")


def _until(until: date | None, visit: Visit) -> Component | None:
    counts = "Counted" if until and until < visit.today else "Counts"
    return html.P(f"{counts} until {day(until, visit.today)}.", className="quiet") if until else None


def _explain(check: Check, visit: Visit) -> Component:
    words, path = ORIGINS.get(check.rule, ("The runs behind it", "/runs"))
    parts = [
        html.P([check.meaning, " ", link(words, visit.link(path))], className="meaning"),
        evidence(check.grade, check.source, visit.link("/methods") + f"#{check.rule}"),
    ]
    return more(["Meaning and evidence ", mark(check.grade)], *parts, opened=bool(check.level))


def _short(checks: Sequence[Check]) -> Component | None:
    return html.Ul([_missing(check) for check in checks], className="checks") if checks else None


def _missing(check: Check) -> Component:
    head = html.Div([html.H3(check.title), _state("wait", "Could not run yet", "short")], className="check-head")
    return html.Li([head, html.P(check.missing)], className="card check short")


def _state(picture: str, words: str, kind: str) -> Component:
    return html.Span([icon(picture), words], className=f"state {kind}")
