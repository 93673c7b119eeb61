"""What a connection to Strava asks for and what it is used for; this version reads files only."""

from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.components.base import card, section
from dashboard.components.states import button_link
from dashboard.context import Context, Visit
from dashboard.router import Page, Pages

LEAD = "With a connection, new runs arrive on their own. It is your choice, and you can end it on either side."
ASKED = (
    ("Your profile", "name, units and shoes, to label what you see."),
    (
        "Your activities",
        "date, distance, time, elevation, heart rate and cadence; activities only you can see are a separate choice.",
    ),
)
NEVER = (
    "Write to your Strava account, or post anything.",
    "Show your activities to anybody else, unless you say so.",
    "Keep anything after you disconnect and delete: a receipt says what was removed.",
)


def register(pages: Pages) -> None:
    """Add the page at `/connect`."""
    pages.add(Page("/connect", "Connect with Strava", layout, needs_athlete=False))


def layout(context: Context, visit: Visit) -> list[Any]:
    """Say whether a connection is set up, and what it will ask for."""
    asked = html.Ul([html.Li([html.Strong(what), f": {why}"]) for what, why in ASKED], className="plain")
    never = html.Ul([html.Li(words) for words in NEVER], className="plain")
    return [
        html.P(LEAD, className="lead"),
        _state(configured=bool(context.settings.strava_client_id), visit=visit),
        section("What it will ask for", card(asked), anchor="asked"),
        section("What it will never do", card(never), anchor="never"),
    ]


def _state(*, configured: bool, visit: Visit) -> Component:
    instead = html.P(button_link("Import your Strava export instead", visit.link("/import"), main=True))
    if configured:
        return card(html.P([html.Strong("Prepared. "), "Your Strava application is set; connecting comes with a later version."]), instead)
    steps: list[Any] = [
        "The person who runs this installation registers an application at ",
        html.Code("strava.com/settings/api"),
        ", puts ",
        html.Code("STRAVA_CLIENT_ID"),
        " and ",
        html.Code("STRAVA_CLIENT_SECRET"),
        " into its environment or .env file, and starts Plimsoll again. Connecting itself comes with a later version.",
    ]
    return card(html.P(html.Strong("Not configured here.")), html.P(steps), instead)
