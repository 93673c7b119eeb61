"""A day of a plan: how far its run may be, the distance thought of with - and +, and what the day would be judged as."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import dash_mantine_components as dmc
from dash import html
from dash.development.base_component import Component

from dashboard.components.base import aria
from dashboard.components.level import WORDS, word
from dashboard.units import day, distance, in_units
from warehouse.model import Level
from warehouse.planning import MOST_KM, PlannedDay
from warehouse.wording import Units, at_most, count

KM, LESS, MORE, TOLD = "plan-km", "plan-less", "plan-more", "plan-told"
ORDER = tuple(Level)
CALM = {Level.NO_FLAG, Level.NOT_ENOUGH_HISTORY}
SAME = "For the same reason as the day before."


def plan_days(days: Sequence[PlannedDay], today: date, units: Units) -> Component:
    """Lay out the days with their inputs; `answers` are in them."""
    rows = zip(days, answers(days, units), strict=True)
    return html.Ol([_day(one, told, today, units) for one, told in rows], className="plan", **aria(label="The days ahead"))


def answers(days: Sequence[PlannedDay], units: Units) -> list[list[Component]]:
    """Say for each day what it would be judged as; a reason that goes on is not told twice."""
    before = [None, *(one.reason for one in days)]
    return [_answer(one, units, same=one.reason == reason) for one, reason in zip(days, before, strict=False)]


def summary(days: Sequence[PlannedDay], today: date, units: Units) -> str:
    """Sum up the plan in one sentence."""
    runs, km = sum(one.km > 0 for one in days), sum(one.km for one in days)
    worst = max(days, key=lambda one: ORDER.index(one.level))
    plan = f"{count(runs, 'run')} planned, {distance(km, units)}" if runs else "No run planned"
    if all(one.level is worst.level for one in days):
        return f"{plan}. Level on all of these days: {WORDS[worst.level]}."
    return f"{plan}. Highest level of these days: {WORDS[worst.level]}, first on {day(worst.day, today)}."


def _day(one: PlannedDay, told: list[Component], today: date, units: Units) -> Component:
    name = "Today" if one.day == today else day(one.day, today)
    return html.Li(
        [html.H3(name), _stepper(one, name, units), html.Div(told, id=_id(TOLD, one.day), className="plan-told")], className="card plan-day"
    )


def _stepper(one: PlannedDay, name: str, units: Units) -> Component:
    field = dmc.NumberInput(
        id=_id(KM, one.day),
        value=round(in_units(one.km, units), 1),
        min=0,
        max=round(in_units(MOST_KM, units)),
        decimalScale=1,
        hideControls=True,
        suffix=f" {units}",
        size="md",
        inputProps={"inputMode": "decimal"},
        **aria(label=f"Planned distance, {name}, in {units}"),
    )
    less, more = _step(LESS, "\N{MINUS SIGN}", "Less", one.day, name), _step(MORE, "+", "More", one.day, name)
    return html.Div([less, field, more], className="plan-step", role="group", **aria(label=f"Planned for {name}"))


def _step(kind: str, sign: str, spoken: str, when: date, name: str) -> Component:
    return html.Button(sign, id=_id(kind, when), type="button", className="button", **aria(label=f"{spoken}, {name}"))


def _answer(one: PlannedDay, units: Units, *, same: bool) -> list[Component]:
    reason = one.reason.removeprefix(f"{WORDS[one.level]}: ")
    because = "" if same and one.level in CALM else SAME if same else f"{reason[:1].upper()}{reason[1:]}"
    parts: list[Any] = [html.P(_ceiling(one, units), className="plan-ceiling"), html.P(word(one.level))]
    return [*parts, html.P(because, className="quiet")] if because else parts


def _ceiling(one: PlannedDay, units: Units) -> str:
    if one.ceiling_km is None:
        return "No run for now" if one.level is Level.STOP else "No ceiling yet"
    over = ", and this is above it" if one.km > one.ceiling_km + 1e-6 else ""
    return f"Ceiling {at_most(one.ceiling_km, units)}{over}"


def _id(kind: str, when: date) -> dict[str, str]:
    return {"type": kind, "day": str(when)}
