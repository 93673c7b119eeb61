"""The seven days ahead: put in what you think of running and see what it would be judged as."""

from typing import Any

from dash import dcc, html

from dashboard.components.plan_day import plan_days, summary
from dashboard.context import Context, Visit
from dashboard.planning import judged
from dashboard.router import Page, Pages

LEAD = "Put in the runs you think of, one a day. Each day shows its ceiling and what it would be judged as by then. Nothing is kept."
ASSUMED = "A planned run counts with your usual pace, no descent, and the shoes you wore last; the checks are those of this week's page."


def register(pages: Pages) -> None:
    """Add the page at `/plan`."""
    pages.add(Page("/plan", "Plan", layout))


def layout(context: Context, visit: Visit) -> list[Any]:
    """Lay out the days, nothing planned yet."""
    days, units = judged(context, visit, []), visit.chosen.units
    return [
        html.P(LEAD, className="lead"),
        html.Div(html.P(summary(days, visit.today, units)), id="plan-said", role="status"),
        html.P("Working it out \N{HORIZONTAL ELLIPSIS}", id="plan-working", className="plan-working", hidden=True),
        plan_days(days, visit.today, units),
        html.P(ASSUMED, className="quiet"),
        dcc.Store(id="plan-asked"),
        dcc.Store(id="plan-answer"),
    ]
