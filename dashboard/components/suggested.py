"""A suggested week: its days, why it is this one, and the button that puts it into the plan."""

import json
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.components.base import card
from dashboard.components.grade import evidence
from dashboard.context import Visit
from dashboard.units import day, distance, in_units
from warehouse.suggestion import Session, Suggestion
from warehouse.wording import Units

SOURCE = (
    "Your own pattern, held or grown by up to a tenth, made smaller until no load check speaks: conventions of ours; "
    "longest run: Frandsen 2025, doi:10.1136/bjsports-2024-109380"
)


def suggested(found: Suggestion, visit: Visit) -> Component:
    """Show the week, with the button that uses it where it has runs."""
    units = visit.chosen.units
    use: Any = {"data-plan": json.dumps({str(one.day): round(in_units(one.km, units), 1) for one in found.sessions})}
    button = html.Button("Use this week", type="button", className="button", **use) if found.km else None
    days = html.Ol([_day(one, units, visit) for one in found.sessions], className="suggested-days") if _any(found) else None
    return card(html.P(found.explanation, className="reason"), days, button, evidence("C", SOURCE, visit.link("/methods")))


def _any(found: Suggestion) -> bool:
    return any(one.km or one.minutes for one in found.sessions)


def _day(one: Session, units: Units, visit: Visit) -> Component:
    what = distance(one.km, units) if one.km else f"{one.minutes} min cross-training" if one.minutes else "No run"
    name = "Today" if one.day == visit.today else day(one.day, visit.today)
    return html.Li([html.Span(name), html.Strong(what)], className="run-day" if one.km or one.minutes else "rest-day")
