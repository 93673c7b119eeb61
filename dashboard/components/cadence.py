"""Cadence in a line: how it changed at the same speed, or how far the collecting is."""

from dash import html
from dash.development.base_component import Component

from dashboard.components.base import card, link, section
from dashboard.context import Visit
from dashboard.figures.stepping import CHANGES
from dashboard.units import day
from warehouse.model import Cadence, Week
from warehouse.rules import load_rules


def cadence(week: Week, visit: Visit) -> Component:
    """Say the difference in steps a minute at the same speed, with the way to what it is made from."""
    said = [_changed(week.cadence) or _collecting(week.cadence), _reset(week.cadence, visit)]
    return section("Cadence", card(*said), anchor="cadence", way=link("Over time", visit.link("/cadence")))


def signed(value: float, unit: str) -> str:
    """Write a difference with its sign and unit."""
    words = f"{value:+.1f}" if round(value, 1) else "\N{PLUS-MINUS SIGN}0"
    return f"{words} {unit}".replace("-", "\N{MINUS SIGN}")


def _changed(found: Cadence) -> Component | None:
    if found.delta_spm is None or found.delta_percent is None:
        return None
    words = f" ({signed(found.delta_percent, '%')}) at the same speed: the last 21 days against the months before."
    return html.P([html.Strong(signed(found.delta_spm, "steps/min")), words])


def _collecting(found: Cadence) -> Component:
    needs = {name: f"{value:.0f}" for name, value in load_rules().about("cadence_fall").parameters.items()}
    words = "; {recent_runs} of the {min_runs} must be of the last {recent_days} days.".format_map(needs)
    return html.P([html.Strong(f"{found.runs}/{needs['min_runs']} runs"), f" collected for your baseline{words}"])


def _reset(found: Cadence, visit: Visit) -> Component | None:
    if found.reset is None:
        return None
    words = (
        f"New {CHANGES[found.reset]} on {day(found.reset_on, visit.today)}: only runs since then are compared; this is no change of form."
    )
    return html.P(words, className="quiet")
