"""For whoever runs the installation: how to make a Strava application, what is set, and whether Strava can call. No secret is shown."""

from typing import Any
from urllib.parse import urlsplit

from dash import html
from dash.development.base_component import Component

from dashboard.components.base import card, facts, more, outside
from dashboard.context import Context
from dashboard.standing import subscription
from warehouse.settings import Settings

SET = {True: "set", False: "not set"}


def application(context: Context) -> Component:
    """Show the state of the Strava application; the steps are unfolded while none is set."""
    settings = context.settings
    how = more("How to make a Strava application", steps(settings), opened=not settings.strava_configured)
    return card(_state(context), how)


def _state(context: Context) -> Component:
    settings = context.settings
    return facts(
        ("Client id", SET[bool(settings.strava_client_id)], html.Code("STRAVA_CLIENT_ID")),
        ("Client secret", SET[bool(settings.strava_client_secret)], html.Code("STRAVA_CLIENT_SECRET")),
        ("Public address", settings.public_url or "none", html.Code("PLIMSOLL_PUBLIC_URL")),
        ("Webhook", _webhook(context), _rhythm(context)),
    )


def _webhook(context: Context) -> str:
    if not subscription(context):
        return "no subscription known"
    return "subscribed" if context.settings.public_url else "subscribed, but without a public address Strava cannot call"


def _rhythm(context: Context) -> list[Any]:
    every = f"Strava is looked at every {context.settings.strava_poll_minutes} minutes. With a public address, "
    return [every, html.Code("plimsoll webhook create"), " makes new runs arrive at once."]


def steps(settings: Settings) -> Component:
    """List what to do, with the very words to enter."""
    domain = urlsplit(settings.public_url).hostname or "localhost"
    items: list[Any] = [
        ["Open ", outside("strava.com/settings/api", "https://www.strava.com/settings/api"), " and create an application."],
        ["As “Authorization Callback Domain” enter ", html.Code(domain), ". Name, category and website are up to you."],
        ["Copy its client id and client secret into a file ", html.Code(".env"), " in the folder Plimsoll is started from:"],
        ["Stop Plimsoll and start it again. The secret is never shown on a page."],
    ]
    lines = html.Pre(html.Code("STRAVA_CLIENT_ID=…\nSTRAVA_CLIENT_SECRET=…"), className="command")
    listed = [html.Li([*item, lines] if number == 2 else item) for number, item in enumerate(items)]  # noqa: PLR2004 -- the third step
    note = "Strava asks the owner of an application for a paid subscription, and lets a new application serve one athlete."
    return html.Div([html.Ol(listed, className="plain"), html.P(note, className="quiet")], className="help")
