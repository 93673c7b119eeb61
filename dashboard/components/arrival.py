"""A page that waits for an athlete's first runs, and the marks of pages that follow what is published or wait for it."""

from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.components.base import link
from dashboard.components.live import live
from dashboard.context import Context, Visit
from dashboard.stamp import stamp
from dashboard.standing import standing

LEAD = "The newest 200 activities come first. As soon as they are here this page shows your week; the rest follows behind it."


def arrival(context: Context, visit: Visit) -> list[Any]:
    """Say that the runs are on their way, and how far they are."""
    stand = standing(context, visit.chosen.athlete)
    ways: list[Any] = [link("Your connection", visit.link("/settings")), " · ", link("How it decides", visit.link("/methods"))]
    return [html.P(LEAD, className="lead"), live(stand, visit) if stand else None, html.P(ways)]


def follower(context: Context, visit: Visit) -> Component | None:
    """Mark a page of today for assets/following.js; an earlier day and made-up athletes do not change."""
    if visit.athlete is None or visit.athlete.demo or visit.as_of:
        return None
    hooks: Any = {"data-follow": visit.athlete.athlete, "data-stamp": stamp(context, visit.athlete.athlete)}
    return html.Div(hidden=True, **hooks)


def waiting() -> Component:
    """Mark a page that is drawn as soon as what is published can be read; assets/following.js asks."""
    hooks: Any = {"data-follow": "", "data-stamp": ""}
    return html.Div(hidden=True, **hooks)
