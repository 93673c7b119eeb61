"""Building up to a race: its day and distance, and the longest run of each week until then."""

from datetime import date
from typing import Any

import dash_mantine_components as dmc
from dash import html
from dash.development.base_component import Component

from dashboard.components.base import aria, card
from dashboard.components.grade import evidence
from dashboard.components.way_back import way_back_of
from dashboard.context import Context, Visit
from dashboard.units import day, distance, in_units
from warehouse.errors import PlimsollError
from warehouse.racing import MOST_AHEAD, RaceWeek, build_up, race_ahead
from warehouse.racing_words import SOURCE, STEPS, verdict
from warehouse.wording import KM_PER_MILE, Units

NOTE = "Give day and distance; a race day that is marked with its distance in the note is here already. Nothing is kept."
BACK_FIRST = "Your way back to running comes first; take this up when its stages are done."
ASK = "Give the race's day and distance, and the longest run of each week until then appears here."


def race_form(context: Context, visit: Visit) -> Component:
    """Ask for the race, the next one that is marked put in, and show the way to it."""
    marked = None if visit.chosen.demo else race_ahead(context.people.marks.of(visit.chosen.athlete), visit.today)
    units, km = visit.chosen.units, marked[1] if marked else None
    when: Component = dmc.DateInput(
        id="race-day", label="Race day", value=str(marked[0]) if marked else None, valueFormat="YYYY-MM-DD", size="md",
        minDate=str(visit.today), maxDate=str(visit.today + MOST_AHEAD), clearable=True,
    )  # fmt: skip
    far: Component = dmc.NumberInput(
        id="race-km", label="Distance", value=round(in_units(km, units), 1) if km else "", min=0, decimalScale=1, hideControls=True,
        debounce=500, suffix=f" {units}", size="md", inputProps={"inputMode": "decimal"},
    )  # fmt: skip
    said = html.Div(
        race_answer(context, visit, str(marked[0]) if marked else None, km and in_units(km, units)), id="race-said", role="status"
    )
    return card(html.Div([when, far], className="fields"), said)


def race_answer(context: Context, visit: Visit, when: str | None, far: Any) -> Component:
    """Show the way to a race of that day and distance in the runner's unit, or what is missing."""
    if not when or not far:
        return html.P(ASK, className="quiet")
    who, scale = visit.chosen, 1.0 if visit.chosen.units == "km" else KM_PER_MILE
    try:
        way = build_up(context.marts.outings(who.athlete, visit.today), date.fromisoformat(when[:10]), scale * float(far), visit.today)
    except (PlimsollError, ValueError) as problem:
        return html.Div(html.P(str(problem)), className="failed", role="alert")
    most = max([way.race_km, *(one.km for one in way.weeks)])
    weeks = [_week(one, most, who.units) for one in way.weeks]
    goal = html.Li([html.Span(day(way.race_day, visit.today)), _bar(way.race_km / most, "race"), _far(way.race_km, who.units, "the race")])
    rows = html.Ol([*weeks, goal], className="race-weeks") if way.ratio else None
    first = html.P(BACK_FIRST) if way_back_of(context, visit) else None
    said = html.P(verdict(way, who.units), className="reason")
    return html.Div([first, said, rows, evidence("C", SOURCE, visit.link("/methods"))], className="race-way")


def _week(one: RaceWeek, most: float, units: Units) -> Component:
    return html.Li([html.Span(day(one.day, one.day)), _bar(one.km / most, one.step), _far(one.km, units, STEPS[one.step])])


def _far(km: float, units: Units, what: str) -> Component:
    return html.Span([html.Strong(distance(km, units)), f", {what}"])


def _bar(share: float, kind: str) -> Component:
    return html.Span(html.Span(style={"width": f"{100 * share:.1f}%"}), className=f"race-bar race-{kind}", **aria(hidden="true"))
