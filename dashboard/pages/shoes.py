"""All pairs of shoes with their distance, share and forecast."""

from typing import Any

from dash import html

from dashboard.components.base import section
from dashboard.components.shoe_commands import commands
from dashboard.components.shoes import NO_SHOES, shoe_list
from dashboard.components.source import powered_by
from dashboard.context import Context, Visit
from dashboard.router import Page, Pages
from dashboard.units import distance
from warehouse.rules import load_rules


def register(pages: Pages) -> None:
    """Add the page at `/shoes`."""
    pages.add(Page("/shoes", "Shoes", layout))


def layout(context: Context, visit: Visit) -> list[Any]:
    """Lay out the pairs in use, then the retired ones."""
    units = visit.chosen.units
    pairs = context.marts.shoes(visit.chosen.athlete)
    used = [shoe for shoe in pairs if shoe.state != "retired"]
    retired = [shoe for shoe in pairs if shoe.state == "retired"]
    rule = load_rules().about("shoe_wear")
    span = f"{distance(rule.parameters['range_from_km'], units, 0)} to {distance(rule.parameters['range_to_km'], units, 0)}"
    lead = f"{rule.meaning} The usual range is {span}."
    parts: list[Any] = [html.P(lead, className="lead")]
    if used:
        parts.append(section("In use", shoe_list(used, units, visit.today), anchor="in-use"))
    if retired:
        parts.append(section("Retired", shoe_list(retired, units, visit.today), anchor="retired"))
    named = powered_by() if context.people.connections.get(visit.chosen.athlete) else None
    return [*parts, html.P(NO_SHOES, className="card") if not pairs else None, commands(used or retired, visit), named]
