"""All alerts: those open with their answers, the digest of the last seven days, and everything there was."""

from typing import Any

from dash import html

from dashboard.alerting import current, looked
from dashboard.components.alert_list import alert_list, history, state, title
from dashboard.components.base import card, section
from dashboard.context import Context, Visit
from dashboard.router import Page, Pages
from dashboard.units import day
from warehouse.alerts import BUDGET, BUDGET_WINDOW, SILENCE, Review

PUSHED = (
    f"At most {BUDGET} alerts within {BUDGET_WINDOW.days} days interrupt you at the top of this week's page, and a check that did so "
    f"is silent for {SILENCE.days} days. The rest waits here."
)
QUIET = "Nothing else opened in the last 7 days."
NEVER = "There has been no alert yet."


def register(pages: Pages) -> None:
    """Add the page at `/alerts`."""
    pages.add(Page("/alerts", "Alerts", layout))


def layout(context: Context, visit: Visit) -> list[Any]:
    """Lay out the alerts of the athlete shown."""
    review = looked(context, visit)
    everything = card(history(review.lives, visit.today)) if review.lives else html.P(NEVER)
    return [
        section("Open", alert_list(current(review), visit), anchor="open"),
        section("The week's digest", *_digest(review, visit), anchor="digest", note=PUSHED),
        section("All there was", everything, anchor="history"),
    ]


def _digest(review: Review, visit: Visit) -> list[Any]:
    if not review.digest:
        return [html.P(QUIET)]
    items = [
        html.Li([html.Strong(f"{title(life)}, {day(life.alert.opened_on, visit.today)} "), f"({state(life, visit.today)}). {life.message}"])
        for life in review.digest
    ]
    return [card(html.Ul(items, className="plain"))]
