"""Shoes: how far they have come, how much of your running they carry, and when they may need replacing."""

from collections.abc import Sequence
from datetime import date
from math import floor
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.components.base import aria, icon
from dashboard.units import day, distance
from warehouse.model import Shoe, ShoeState
from warehouse.wording import Units

NO_SHOES = "No run says which shoes you wore. Say it on the Shoes page, on Strava, or in the shoe column of a training log."
STATES: dict[ShoeState, str] = {"ok": "In good time", "plan": "Plan a new pair", "replace": "Check or replace", "retired": "Retired"}


def shoe_list(shoes: Sequence[Shoe], units: Units, today: date) -> Component:
    """Show each pair with its distance against its limit."""
    return html.Ul([shoe_item(shoe, units, today) for shoe in shoes], className="shoes")


def shoe_item(shoe: Shoe, units: Units, today: date, flags: str = "", *rest: Any) -> Component:
    """Show one pair; `flags` is what its runner says of it, `rest` comes below."""
    state = html.Span([icon(f"shoe-{shoe.state}"), STATES[shoe.state]], className=f"state shoe-{shoe.state}")
    parts = [
        html.Div([html.H3(shoe.name), state], className="check-head"),
        wear(shoe, units),
        _told(flags),
        _told(_sentence(shoe, units, today)),
    ]
    return html.Li([*parts, *rest], className="card shoe")


def wear(shoe: Shoe, units: Units) -> Component:
    """Draw distance against limit as a bar with its numbers in words."""
    share = shoe.distance_km / shoe.limit_km if shoe.limit_km else 0
    whole = floor(100 * share + 1e-6)
    words: list[Any] = [html.Strong(distance(shoe.distance_km, units, 0)), f" of {distance(shoe.limit_km, units, 0)} ({whole}%)"]
    bar = html.Div(html.Span(style={"width": f"{min(share, 1):.1%}"}), className=f"wear wear-{shoe.state}", **aria(hidden="true"))
    return html.Div([html.P(words, className="wear-words"), bar])


def _told(words: str) -> Component | None:
    return html.P(words, className="quiet") if words else None


def _sentence(shoe: Shoe, units: Units, today: date) -> str:
    parts = [
        f"carried {shoe.share_90d:.0%} of your distance on foot in the last 90 days" if shoe.share_90d is not None else "",
        f"first used {day(shoe.first_used, today)}" if shoe.first_used else "not worn in any run here yet",
        f"last used {day(shoe.last_used, today)}" if shoe.last_used else "",
        f"{distance(shoe.start_km, units, 0)} of it before that" if shoe.start_km >= 1 and shoe.first_used else "",
        forecast(shoe, today),
    ]
    text = "; ".join(part for part in parts if part)
    return f"{text[:1].upper()}{text[1:]}."


def forecast(shoe: Shoe, today: date) -> str:
    """Say when the pair may reach 483 to 805 km, or its own limit, at its recent use; empty when there is no forecast."""
    if shoe.replace_from is None or shoe.replace_to is None or shoe.state == "retired":
        return ""
    if shoe.replace_to <= today:
        return "at its recent use it is past the usual range"
    end = f"{shoe.replace_to:%B %Y}"
    if shoe.replace_from <= today:
        return f"at its recent use it reaches the end of the usual range by about {end}"
    return f"at its recent use, time to look at it comes between {shoe.replace_from:%B %Y} and {end}"
