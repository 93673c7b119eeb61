"""Keeps what the athlete says about themselves, and has the numbers computed anew when it changed."""

from typing import Any

from dash import ALL, Dash, Input, Output, State, ctx, no_update
from dash.exceptions import PreventUpdate

from dashboard.browser import in_browser
from dashboard.components.own_settings import as_said
from dashboard.context import Context, visit
from dashboard.session import viewer
from warehouse.errors import PlimsollError
from warehouse.model import AthleteId

FIELD = "setting"
SAID = "setting-said"
SAVED = "Saved."


def register(app: Dash, context: Context) -> None:
    """Keep every answer as soon as it is given; the browser follows the computing that it leads to."""

    @app.callback(
        Output({"type": FIELD, "key": ALL}, "error"),
        Output({"type": SAID, "key": ALL}, "children"),
        Output("settings-job", "data"),
        Input({"type": FIELD, "key": ALL}, "value"),
        State("address", "search"),
        prevent_initial_call=True,
    )
    def save(_values: list[Any], search: str | None) -> tuple[list[Any], list[Any], Any]:
        seen = visit(context, "/settings", search, viewer(context)).chosen
        if seen.demo or not ctx.triggered_id:
            raise PreventUpdate
        keys = [str(part["id"]["key"]) for part in ctx.outputs_list[0]]
        key = str(ctx.triggered_id["key"])
        problem, job = keep(context, seen.athlete, key, as_said(ctx.triggered[0]["value"]))
        errors = [problem if one == key else no_update for one in keys]
        return errors, [SAVED if one == key and job else "" for one in keys], job or no_update

    in_browser(app, "follow_build", Input("settings-job", "data"), at_start=False)


def keep(context: Context, athlete: AthleteId, key: str, value: str) -> tuple[str, str | None]:
    """Change one setting; return what is wrong with it in words, and the job that computes the numbers anew if it changed."""
    before = context.people.athletes.get(athlete)
    try:
        after = context.people.athletes.set(athlete, key, value)
    except PlimsollError as problem:
        return str(problem), None
    return "", None if after == before else compute(context, athlete)


def compute(context: Context, athlete: AthleteId) -> str:
    """Ask for the numbers to be computed anew; return the job, one that still waits rather than a second."""
    waiting = [job.id for job in context.people.jobs.about([athlete]) if job.kind == "build" and job.state == "waiting"]
    return waiting[0] if waiting else context.people.jobs.add("build", path="", name="settings", athlete=athlete, now=context.now())
