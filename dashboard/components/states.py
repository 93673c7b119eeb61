"""Pages for when there is nothing to show yet, or something is in the way. Each says what happened and what to do."""

from typing import Any

import dash_mantine_components as dmc
from dash import html
from dash.development.base_component import Component

from dashboard.components.base import aria, icon, link
from warehouse.errors import PlimsollError

LEAD = (
    "Ships carry a line on the hull that shows how deep they may be loaded. Plimsoll draws such a line for your running, "
    "from your own last weeks."
)
FILES = "Drop the zip from Strava, or FIT, GPX and TCX files of your watch. Nothing leaves this machine."
DEMO = "Made-up runners, from steady to worn shoes, kept apart from real data and removable."
STRAVA = {True: "New runs arrive on their own; see what is asked for.", False: "Not configured on this installation; see what it takes."}


def button_link(text: str, href: str, *, main: bool = False) -> Component:
    """Make a link that looks like a button, because it leads to the next step."""
    return link(text, href, class_name="button button-main" if main else "button")


def first_run(*, strava: bool) -> Component:
    """Offer three ways in, to an installation that knows nobody yet."""
    ways = [
        _way("Connect with Strava", STRAVA[strava], button_link("What it asks for" if strava else "How to set it up", "/connect"), "link"),
        _way("Import your Strava export or watch files", FILES, button_link("Import files", "/import", main=True), "upload"),
        _way("Look around with demo athletes", DEMO, demo_button(), "people"),
    ]
    return html.Div([html.P(LEAD, className="lead"), html.Ul(ways, className="ways-in"), job_status("demo")])


def _way(title: str, text: str, action: Any, picture: str) -> Component:
    return html.Li([icon(picture), html.H2(title), html.P(text), html.Div(action)], className="card way")


def demo_button() -> Component:
    """Make the button that asks for demo athletes; assets/jobs.js hears it."""
    hook: Any = {"data-job": "demo", "data-to": "/demo/jobs", "data-hint": "Try again, or run “plimsoll demo” on the command line."}
    button: Component = dmc.Button("Look around", id="demo-start", variant="default", **hook)
    return button


def job_status(name: str) -> Component:
    """Keep the place where the browser shows the progress and the outcome of a job; announced to screen readers."""
    return html.Div(id=f"{name}-status", className="job-status", role="status", **aria(live="polite"))


def nothing_yet() -> list[Component]:
    """Fill an inner page of an installation without athletes."""
    return [html.P("There are no runs here yet.", className="lead"), button_link("Start on the first page", "/", main=True)]


def trouble(problem: PlimsollError, way: str = "/", words_on_it: str = "To the first page") -> Component:
    """Say what went wrong and what to do next, with a way out."""
    words = [html.P(problem.message, className="lead"), html.P(problem.next_step)]
    return html.Div([*words, html.P(button_link(words_on_it, way))], className="card", role="alert")
