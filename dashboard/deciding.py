"""Keeps whether a runner wants a run counted or left out, whatever its data looks like, and has the numbers computed anew."""

from datetime import timedelta
from typing import Any

from dash import ALL, Dash, Input, Output, State, ctx
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from dashboard.browser import in_browser
from dashboard.components.run_doubt import JOB, SAID, choices, doubt_card, say
from dashboard.components.saving import compute
from dashboard.context import Context, Visit, visit
from dashboard.session import viewer
from warehouse.model import ActivityId, Run
from warehouse.people.choices import Choice
from warehouse.quality import if_counted

ACTIVE = timedelta(days=30)
"""So long a run can be the longest before a later one."""
ACTS: dict[str, Choice] = {"use": "use", "ignore": "ignore", "automatic": ""}


def register(app: Dash, context: Context) -> None:
    """Hear the buttons beside a run."""

    @app.callback(
        Output(SAID, "children"),
        Output(JOB, "data"),
        Input({"type": "run-choice", "activity": ALL, "act": ALL}, "n_clicks"),
        State("address", "search"),
        prevent_initial_call=True,
    )
    def choose(clicks: list[int | None], search: str | None) -> tuple[list[Any], str]:
        seen = visit(context, "/runs", search, viewer(context))
        if not any(clicks) or not ctx.triggered_id or seen.chosen.demo:
            raise PreventUpdate
        run = context.marts.run(seen.chosen.athlete, ActivityId(str(ctx.triggered_id["activity"])))
        act = ACTS.get(str(ctx.triggered_id["act"]))
        if run is None or act is None:
            raise PreventUpdate
        return keep(context, seen, run, act), compute(context, seen.chosen.athlete)

    in_browser(app, "follow_build", Input(JOB, "data"), at_start=False)


def keep(context: Context, seen: Visit, run: Run, choice: Choice) -> list[Component | None]:
    """Keep what the runner chose and say it; raise PreventUpdate for a choice that this run does not have."""
    athlete = seen.chosen.athlete
    doubts = context.marts.doubts(athlete, run.activity_id)
    if choice not in choices(run, doubts, chosen(context, seen, run), seen):
        raise PreventUpdate
    context.people.choices.set(athlete, run.activity_id, choice, context.now(), known_as=run.recordings)
    return say(run, doubts, choice, seen)


def chosen(context: Context, seen: Visit, run: Run) -> Choice:
    """Return what the runner chose for a run, also since the last computing; nothing for a made-up athlete."""
    if seen.chosen.demo:
        return run.choice or ""
    said = context.people.choices.of(seen.chosen.athlete)
    return next((said[one] for one in run.recordings if one in said), "")


def card_of(context: Context, seen: Visit, run: Run) -> Component | None:
    """Show what is doubted of a run, what counting it would change, and the runner's say."""
    athlete = seen.chosen.athlete
    aside = context.marts.set_aside(athlete, min(seen.today, run.local_date + ACTIVE)) if run.set_aside else ()
    change = next((if_counted(one, seen.chosen.units) for one in aside if one.activity_id == run.activity_id), "")
    return doubt_card(run, context.marts.doubts(athlete, run.activity_id), chosen(context, seen, run), seen, change)
