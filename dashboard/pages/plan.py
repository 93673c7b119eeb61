"""The seven days ahead: a suggested week, and what the runs you think of would be judged as; the way back, and up to a race."""

from typing import Any

from dash import dcc, html

from dashboard.components.base import section
from dashboard.components.plan_day import plan_days, summary
from dashboard.components.race import NOTE, race_form
from dashboard.components.way_back import way_back, way_back_of
from dashboard.context import Context, Visit
from dashboard.planning import judged
from dashboard.router import Page, Pages

LEAD = "A week that fits you, and a place to try your own. Nothing here is kept."
TRY = "Put in the runs you think of, one a day. Each day shows its ceiling and what it would be judged as by then."
ASSUMED = "A planned run counts with your usual pace, no descent, and the shoes you wore last; the checks are those of this week's page."
WORKING = "Working it out \N{HORIZONTAL ELLIPSIS}"


def register(pages: Pages) -> None:
    """Add the page at `/plan`."""
    pages.add(Page("/plan", "Plan", layout))


def layout(context: Context, visit: Visit) -> list[Any]:
    """Lay out the way back if there is one, the suggested week, and the days with nothing planned yet."""
    days, units, back = judged(context, visit, []), visit.chosen.units, way_back_of(context, visit)
    proposal = html.Div(html.P(WORKING, className="quiet card"), id="plan-suggested", role="status")
    return [
        html.P(LEAD, className="lead"),
        way_back(back, visit) if back else None,
        section("A week that fits you", proposal, anchor="suggested"),
        section(
            "Try your own",
            html.Div(html.P(summary(days, visit.today, units)), id="plan-said", role="status"),
            html.P(WORKING, id="plan-working", className="plan-working", hidden=True),
            plan_days(days, visit.today, units),
            html.P(ASSUMED, className="quiet"),
            anchor="try",
            note=TRY,
        ),
        section("Up to a race", race_form(context, visit), anchor="race", note=NOTE),
        dcc.Store(id="plan-suggest-for", data=str(visit.today)),
        dcc.Store(id="plan-asked"),
        dcc.Store(id="plan-answer"),
    ]
