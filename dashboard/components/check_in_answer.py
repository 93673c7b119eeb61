"""The answer to a check-in, at once: the level now, why, and what to do."""

from dash import html
from dash.development.base_component import Component

from dashboard.components.advice import advice_list
from dashboard.components.base import link
from dashboard.components.level import WORDS, word
from dashboard.context import Visit
from warehouse.model import Week
from warehouse.wording import Units, at_most


def check_in_answer(week: Week, visit: Visit, units: Units) -> list[Component]:
    """Say what follows from the check-ins so far; after red that is care alone, no exercise and no number to run."""
    reason = week.reason.removeprefix(f"{WORDS[week.level]}: ")
    number = f"Next run: up to {at_most(week.ceiling_km, units)}. " if week.ceiling_km is not None else ""
    todo = [html.H2("What to do"), advice_list(week.advice, visit)] if week.advice else [html.P("Nothing special: run as planned.")]
    return [
        html.P(["Saved. Your level now: ", word(week.level)], className=f"now level-edge-{week.level}"),
        html.P(f"{reason[:1].upper()}{reason[1:]}"),
        html.P(f"{number}{week.ceiling_reason}"),
        *todo,
        html.P(link("Back to this week", visit.link("/"))),
    ]
