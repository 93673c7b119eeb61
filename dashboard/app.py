"""The Dash application: pages, callbacks, blueprints and the rules of the wire, put together."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import dash_mantine_components as dmc
from dash import Dash, dcc, html, set_props
from dash.development.base_component import Component

from dashboard import (
    alerting,
    auth,
    calendars,
    checking_in,
    deciding,
    doing,
    following,
    health,
    jobs,
    planning,
    receipts,
    router,
    security,
    session,
    settings_routes,
    shoeing,
    uploads,
    webhook,
)
from dashboard.authorizer import Authorizer
from dashboard.components import figure, frame, live, run_grid, saving
from dashboard.compression import compress
from dashboard.context import Context, UnavailableError
from dashboard.figures.template import templates
from dashboard.pages import alerts, block, cadence, check_in, connect, importing, methods, plan, receipt, run, runs, shoes, week
from dashboard.pages import settings as own
from dashboard.plotlyjs import serve_lean
from dashboard.router import Pages
from dashboard.theme import MANTINE, stylesheet
from warehouse.people import People
from warehouse.reader import Marts
from warehouse.settings import Settings

TEXTS = Path(__file__).with_name("texts")


def utc_now() -> datetime:
    """Read the clock."""
    return datetime.now(UTC)


def create_app(
    settings: Settings, marts: Marts, people: People, *, strava: Authorizer | None = None, now: Callable[[], datetime] = utc_now
) -> Dash:
    """Make the application for one installation; `strava` is its way to connect, None without an application; `now` is its clock."""
    app = Dash(
        "dashboard",
        assets_folder=str(TEXTS.with_name("assets")),
        index_string=index(),
        title="Plimsoll",
        update_title="",
        on_error=not_now,
        add_log_handler=False,
        suppress_callback_exceptions=True,  # pages come and go, so a callback's parts need not be on the first one
    )
    pages = Pages(context := Context(settings, marts, people, now, strava), login=connect.layout)
    for page in (week, block, plan, check_in, alerts, runs, run, shoes, cadence, importing, connect, methods, own, receipt):
        page.register(pages)
    app.layout = shell
    router.register(app, pages)
    for part in (figure, frame, run_grid):
        part.register(app)
    for talking in (live, saving, checking_in, deciding, doing, alerting, planning, shoeing):
        talking.register(app, context)
    for routes in (health, uploads, jobs, following, auth, webhook, settings_routes, receipts, calendars):
        app.server.register_blueprint(routes.blueprint(context))
    session.prepare(app.server, context)
    compress(app.server)
    security.protect(app, pages, inline_scripts=(first_script(),))
    serve_lean(app.server)
    return app


def not_now(error: Exception) -> None:
    """Tell whoever asked for something on an open page that it cannot be done while the tables cannot be read; other errors stay errors."""
    if not isinstance(error, UnavailableError):
        raise error
    set_props("notice", {"children": f"{error.message} What you just did was not kept: do it again in a moment."})


def index() -> str:
    """Return the page's frame: schemes and the choice between them are inside, so that nothing flashes."""
    frame_text = (TEXTS / "index.html").read_text("utf-8")
    return frame_text.replace("__SCHEMES__", stylesheet()).replace("__FIRST__", first_script())


def first_script() -> str:
    """Return the script that picks the scheme before anything is painted."""
    return (TEXTS / "first.js").read_text("utf-8")


def shell() -> Component:
    """Return what stays while pages come and go."""
    parts = [
        dcc.Location(id="address", refresh="callback-nav"),
        dcc.Store(id="title-shown"),
        dcc.Store(id="scheme-shown"),
        dcc.Store(id="templates", data=templates()),
        frame.scheme_toggle(),
        html.Div(id="page"),
    ]
    provider: Component = dmc.MantineProvider(parts, theme=MANTINE, defaultColorScheme="auto")
    return provider
