"""News from Strava that change while the page is open: shown at once, then asked for again, often while something is going on."""

from typing import Any

from dash import Dash, Input, Output, State, dcc, html
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from dashboard.components.connection import connection_news
from dashboard.components.leaving import disconnected
from dashboard.components.sync_status import sync_status
from dashboard.context import Context, UnavailableError, Visit, visit
from dashboard.session import viewer
from dashboard.standing import Standing, standing

BUSY_MS = 2_000
QUIET_MS = 60_000
DETAILED = "/settings"


def live(stand: Standing, visit: Visit) -> Component:
    """Show the news of this moment and keep them up to date."""
    return html.Div([html.Div(_news(stand, visit), id="news", className="news"), dcc.Interval(id="news-tick", interval=_pause(stand))])


def _news(stand: Standing, visit: Visit) -> list[Component]:
    return connection_news(stand, visit) if visit.path == DETAILED else [sync_status(stand, visit)]


def _pause(stand: Standing) -> int:
    return BUSY_MS if stand.under_way else QUIET_MS


def register(app: Dash, context: Context) -> None:
    """Show the news afresh at every tick, to those who may see the athlete of the page."""

    @app.callback(
        Output("news", "children"),
        Output("news-tick", "interval"),
        Input("news-tick", "n_intervals"),
        State("address", "pathname"),
        State("address", "search"),
        prevent_initial_call=True,
    )
    def tell(ticks: int | None, path: str, search: str | None) -> tuple[Any, int]:
        try:
            seen = visit(context, path, search, viewer(context))
        except UnavailableError:
            raise PreventUpdate from None
        stand = standing(context, seen.athlete.athlete) if ticks and seen.athlete else None
        if stand is None:
            raise PreventUpdate
        return _news(stand, seen), _pause(stand)

    @app.callback(Output("disconnected", "children"), Input("news", "children"), State("address", "search"), prevent_initial_call=True)
    def count(_news: Any, search: str | None) -> Component:
        return disconnected(context.marts.runs(visit(context, DETAILED, search, viewer(context)).chosen.athlete))
