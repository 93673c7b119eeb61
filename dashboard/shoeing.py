"""Keeps what the runner says about shoes: pairs, and which run was in which; the numbers are computed anew and the page follows."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from urllib.parse import unquote

from dash import ALL, Dash, Input, Output, State, ctx, html, no_update
from dash.exceptions import PreventUpdate

from dashboard.browser import in_browser
from dashboard.checking_in import failed
from dashboard.components.saving import compute
from dashboard.components.shoe_form import FIELD, SAID, SAVE, as_settings
from dashboard.components.shoe_runs import BACK_WORD
from dashboard.context import Context, Visit, visit
from dashboard.pages.shoes import parts
from dashboard.pairs import BACK, on_foot, pairs_of, without_pair, worn_in
from dashboard.session import viewer
from warehouse.errors import PlimsollError
from warehouse.model import ActivityId, Run, ShoeId
from warehouse.wearing import put_in
from warehouse.wording import count

PATH = "/shoes"
RUN = "/runs/"
SAVED = "Saved. The numbers are being computed anew; this page follows by itself."
NO_RUNS = "No run is ticked. Tick those you did in this pair."
NOTHING = "There is no such run, walk or hike in these days. Choose other days, or all runs instead of those without a pair."
SEARCH = State("address", "search")
PARTS = Output("shoe-parts", "children", allow_duplicate=True)
JOB = Output("shoes-job", "data", allow_duplicate=True)
ASSIGNED = Output("assign-said", "children", allow_duplicate=True)
Answer = tuple[Any, Any, Any]


def register(app: Dash, context: Context) -> None:
    """Hear the forms of the shoes page and of a run's own."""
    _register_pairs(app, context)
    _register_new(app, context)
    _register_bare(app, context)
    _register_days(app, context)
    _register_run(app, context)
    for job in ("shoes-job", "run-shoe-job"):
        in_browser(app, "follow_build", Input(job, "data"), at_start=False)
    in_browser(app, "tick_all", Output("bare-runs", "value"), Input("bare-all", "checked"), State("bare-ids", "data"), at_start=False)


def _register_pairs(app: Dash, context: Context) -> None:
    @app.callback(
        PARTS,
        Output({"type": SAID, "shoe": ALL}, "children"),
        JOB,
        Input({"type": SAVE, "shoe": ALL}, "n_clicks"),
        State({"type": FIELD, "shoe": ALL, "key": ALL}, "value"),
        SEARCH,
        prevent_initial_call=True,
    )
    def save(_clicks: list[int | None], _values: list[Any], search: str | None) -> tuple[Any, list[Any], Any]:
        seen = _seen(context, PATH, search)
        shoe = ShoeId(str(ctx.triggered_id["shoe"]))
        answers = [str(part["id"]["shoe"]) for part in ctx.outputs_list[1]]
        try:
            change(context, seen, shoe, {part["id"]["key"]: part.get("value") for part in ctx.states_list[0] if part["id"]["shoe"] == shoe})
        except (PlimsollError, ValueError) as problem:
            return no_update, [failed(str(problem)) if one == shoe else no_update for one in answers], no_update
        return parts(context, seen, {shoe: kept(SAVED)}), [no_update for _ in answers], compute(context, seen.chosen.athlete)


def _register_new(app: Dash, context: Context) -> None:
    @app.callback(
        PARTS,
        Output("new-shoe-said", "children"),
        Input("new-shoe-add", "n_clicks"),
        State("new-shoe", "value"),
        SEARCH,
        prevent_initial_call=True,
    )
    def add(_clicks: int | None, name: str | None, search: str | None) -> tuple[Any, Any]:
        seen = _seen(context, PATH, search)
        try:
            context.people.shoes.add(seen.chosen.athlete, name or "")
        except PlimsollError as problem:
            return no_update, failed(str(problem))
        return parts(context, seen, {ShoeId("new"): kept(f"{name} is added. Say which runs you did in it.")}), no_update


def _register_bare(app: Dash, context: Context) -> None:
    @app.callback(
        PARTS,
        ASSIGNED,
        JOB,
        Input("bare-put", "n_clicks"),
        State("bare-runs", "value"),
        State("bare-shoe", "value"),
        SEARCH,
        prevent_initial_call=True,
    )
    def put(_clicks: int | None, ticked: list[str] | None, shoe: str, search: str | None) -> Answer:
        seen = _seen(context, PATH, search)
        runs = [run for run in without_pair(context, seen.chosen.athlete, seen.today) if run.activity_id in set(ticked or ())]
        return assigned(context, seen, runs, shoe, NO_RUNS)


def _register_days(app: Dash, context: Context) -> None:
    @app.callback(
        PARTS,
        ASSIGNED,
        JOB,
        Input("days-put", "n_clicks"),
        State("days-first", "value"),
        State("days-last", "value"),
        State("days-which", "value"),
        State("days-shoe", "value"),
        SEARCH,
        prevent_initial_call=True,
    )
    def put(_clicks: int | None, first: str | None, last: str | None, which: str, shoe: str, search: str | None) -> Answer:
        seen = _seen(context, PATH, search)
        try:
            runs = on_foot(context, seen.chosen.athlete, date.fromisoformat(str(first)), date.fromisoformat(str(last)))
        except ValueError:
            return no_update, failed("Choose a first and a last day."), no_update
        return assigned(context, seen, [run for run in runs if which == "all" or not run.shoe_id], shoe, NOTHING)


def _register_run(app: Dash, context: Context) -> None:
    @app.callback(
        Output("run-shoe-said", "children"),
        Output("run-shoe-job", "data"),
        Input("run-shoe", "value"),
        State("address", "pathname"),
        SEARCH,
        prevent_initial_call=True,
    )
    def wear(shoe: str, path: str, search: str | None) -> tuple[Any, Any]:
        seen = _seen(context, RUN, search)
        run = context.marts.run(seen.chosen.athlete, ActivityId(unquote(path.removeprefix(RUN))))
        chosen = _known(context, seen, shoe)
        if run is None or (chosen or BACK) == worn_in(context, seen.chosen.athlete, run.activity_id):
            raise PreventUpdate
        put_in(context.marts, context.people, seen.chosen.athlete, [run.activity_id], chosen)
        return kept(SAVED), compute(context, seen.chosen.athlete)


def change(context: Context, seen: Visit, shoe: ShoeId, fields: Mapping[str, Any]) -> None:
    """Keep what the form says of one of the athlete's pairs; raises PlimsollError or ValueError for what cannot be."""
    units = seen.chosen.units
    pair = next((pair for pair in pairs_of(context, seen.chosen.athlete) if pair.shoe.shoe == shoe), None)
    if pair is None:
        raise PreventUpdate
    context.people.shoes.keep(seen.chosen.athlete, as_settings(pair, fields, units), seen.today, units)


def assigned(context: Context, seen: Visit, runs: Sequence[Run], shoe: str, none: str) -> Answer:
    """Put runs in a pair and say so; `none` is said when there are none."""
    if not runs:
        return no_update, failed(none), no_update
    chosen = _known(context, seen, shoe)
    number = put_in(context.marts, context.people, seen.chosen.athlete, [run.activity_id for run in runs], chosen)
    name = next((pair.shoe.name for pair in pairs_of(context, seen.chosen.athlete) if pair.shoe.shoe == chosen), "")
    where = f"in {name}" if chosen else "as they came in"
    words = f"{count(number, 'activity')} {'is' if number == 1 else 'are'} now {where}. The numbers are being computed anew."
    return parts(context, seen, {ShoeId("assigned"): kept(words)}), no_update, compute(context, seen.chosen.athlete)


def kept(words: str) -> Any:
    """Say that something was kept."""
    return html.P(words, className="said")


def _known(context: Context, seen: Visit, shoe: str) -> ShoeId | None:
    """Return one of the athlete's own pairs, None for back to how a run came in."""
    if shoe == BACK_WORD:
        return None
    if shoe not in {pair.shoe.shoe for pair in pairs_of(context, seen.chosen.athlete)}:
        raise PreventUpdate
    return ShoeId(shoe)


def _seen(context: Context, path: str, search: str | None) -> Visit:
    seen = visit(context, path, search, viewer(context))
    if not ctx.triggered[0]["value"] or seen.chosen.demo:
        raise PreventUpdate
    return seen
