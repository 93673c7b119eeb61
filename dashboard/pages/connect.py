"""Connecting with Strava: how it stands, the official button, and what a runner agrees to by pressing it."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from dash import html
from dash.development.base_component import Component

from dashboard.access import hostname
from dashboard.accounts import unconnected
from dashboard.components.application import steps
from dashboard.components.base import card, link
from dashboard.components.states import button_link
from dashboard.consent import consent
from dashboard.context import Context, Visit
from dashboard.router import Page, Pages
from warehouse.people import AthleteAccount, Connection

START = "/auth/strava/start"
LEAD = "With a connection, new runs arrive on their own. It is your choice, and you can end it here or at Strava at any time."
LOGIN = "Every runner sees their own pages here, and nobody else's. Strava tells us who you are; there is no password to make."
UNSET = "No Strava application is set on this installation. Whoever runs it makes one, once, for everybody:"
LAPSED = (
    "Strava has paused this application: its owner's subscription at Strava has ended. Connecting works again when it is renewed; "
    "what is here stays until its time is over."
)
BELOW = "Read what you agree to first; the button is below it."
NEW = "Another runner: their runs are kept apart from everybody's here."


def register(pages: Pages) -> None:
    """Add the page at `/connect`."""
    pages.add(Page("/connect", "Connect with Strava", layout, needs_athlete=False))


def layout(context: Context, visit: Visit) -> list[Any]:
    """Say how it stands, show what is agreed to, then offer the button."""
    settings = context.settings
    words = consent(kept_days=settings.strava_retention_days, place=hostname(settings.public_url) or "on this machine")
    lead = html.P(LEAD if visit.viewer.known else LOGIN, className="lead")
    instead = [html.P(link("Import your Strava export instead", visit.link("/import")))] if visit.viewer.known else []
    if context.strava is None:
        return [lead, card(html.P(html.Strong("Not configured here.")), html.P(UNSET), steps(settings), *instead), words]
    ways = _ways(context, visit)
    below = [html.P(html.A(BELOW, href="#button"))] if ways else []
    return [lead, *_standing(context, visit), *below, words, html.Div([*ways, *instead], id="button")]


def _standing(context: Context, visit: Visit) -> list[Component]:
    quota = context.people.quota.read()
    lapsed = [card(html.P(LAPSED), class_name="hints")] if quota and quota.problem == "inactive" else []
    return [*lapsed, *_connected(context, visit)]


def _connected(context: Context, visit: Visit) -> list[Component]:
    names = {row.athlete: row.name for row in visit.athletes}
    there = [one for one in context.people.connections.all() if one.athlete in names]
    return [_connection(names[one.athlete], one) for one in there]


def _connection(name: str, one: Connection) -> Component:
    lost = one.state == "reconnect"
    settings = button_link("See the connection", f"/settings?{urlencode({'athlete': one.athlete})}", main=not lost)
    if lost:
        words = "Strava no longer lets Plimsoll in. Connect again with the same account there; everything that is here stays."
        return card(html.P([html.Strong(f"{name}: connection lost. "), words]), html.P(button()), html.P(settings))
    if not (one.private and one.shoes):
        words = "Not everything was granted. Press the button again and leave the ticks on Strava's page."
        return card(html.P([html.Strong(f"{name} is connected. "), words]), html.P(button()), html.P(settings))
    return card(html.P([html.Strong(f"{name} is connected. "), "New runs arrive by themselves."]), html.P(settings))


def _ways(context: Context, visit: Visit) -> Sequence[Component]:
    if context.settings.public_url:
        return [] if visit.viewer.known else [html.P(button())]
    if not context.people.athletes.all():
        return [html.P(button())]
    somebody_new = card(html.P([html.Strong("Somebody new. "), NEW]), html.P(button()))
    return [*(_choice(row) for row in unconnected(context, visit.viewer)), somebody_new]


def _choice(row: AthleteAccount) -> Component:
    words = f"These are the runs of {row.name}: what comes from Strava joins what was imported, each activity once."
    return card(html.P([html.Strong(f"{row.name}. "), words]), html.P(button(row.athlete)))


def button(athlete: str = "") -> Component:
    """Show Strava's button, the only way to its page where one agrees."""
    query = f"?{urlencode({'athlete': athlete})}" if athlete else ""
    picture = html.Img(src="/assets/connect-with-strava.svg", alt="Connect with Strava", height="48", width="237")
    return html.A(picture, href=f"{START}{query}", className="strava-button", target="_self")
