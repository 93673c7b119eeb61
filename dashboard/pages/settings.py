"""The athlete's own settings, the connection to Strava, the installation, and the ways to leave."""

from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.components.application import application
from dashboard.components.base import card, section
from dashboard.components.connection import look_now
from dashboard.components.leaving import disconnect, forget
from dashboard.components.live import live
from dashboard.components.own_settings import own_settings
from dashboard.components.states import button_link
from dashboard.context import Context, Visit
from dashboard.router import Page, Pages
from dashboard.standing import standing

DEMO = "A demo athlete has no settings and no connection; choose somebody real to change theirs."


def register(pages: Pages) -> None:
    """Add the page at `/settings`."""
    pages.add(Page("/settings", "Settings", layout, needs_athlete=False))


def layout(context: Context, visit: Visit) -> list[Any]:
    """Lay out the settings of the athlete shown, and those of the installation."""
    installation = _installation(context) if visit.viewer.owner else None
    if visit.athlete is None:
        return [
            html.P("Nobody is here yet. Import files or connect Strava first; your settings follow.", className="lead"),
            _ways(visit),
            installation,
        ]
    if visit.athlete.demo:
        return [html.P(DEMO, className="lead"), installation]
    runs = context.marts.runs(visit.athlete.athlete)
    account, thresholds = context.people.athletes.get(visit.athlete.athlete), context.marts.thresholds(visit.athlete.athlete)
    return [
        section(
            "You", own_settings(account, thresholds), anchor="you", note="Kept as soon as you answer; all pages follow within a minute."
        ),
        section("Strava", *_strava(context, visit, runs), anchor="strava"),
        installation,
        section("Leave", card(forget(runs, visit)), anchor="leave"),
    ]


def _strava(context: Context, visit: Visit, runs: Any) -> list[Component]:
    stand = standing(context, visit.chosen.athlete)
    if stand is None:
        words = html.P("Not connected. With a connection new runs arrive by themselves; your files stay as they are.")
        return [card(words, html.P(button_link("Connect with Strava: what it asks for", visit.link("/connect"))))]
    return [live(stand, visit), look_now(stand, visit), card(disconnect(runs, visit))]


def _installation(context: Context) -> Component:
    return section("This installation", application(context), anchor="installation", note="For whoever runs it.")


def _ways(visit: Visit) -> Component:
    return html.P(
        [button_link("Import files", visit.link("/import"), main=True), " ", button_link("Connect Strava", visit.link("/connect"))]
    )
