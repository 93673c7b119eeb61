"""Keeps what the runner says about pain and about days, answers at once, and has the numbers computed anew."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from dash import ALL, Dash, Input, Output, State, ctx, html
from dash.exceptions import PreventUpdate

from dashboard.browser import in_browser
from dashboard.components.check_in_answer import check_in_answer
from dashboard.components.check_in_form import FIELD, as_check_in, same
from dashboard.components.check_in_list import check_in_list
from dashboard.components.marks import FIELD as MARK
from dashboard.components.marks import mark_list
from dashboard.components.saving import compute
from dashboard.context import Context, Visit, visit
from dashboard.session import viewer
from dashboard.this_week import this_week
from warehouse.check_in import CheckIn
from warehouse.errors import PlimsollError
from warehouse.mark import Mark

PATH = "/check-in"
NO_NUMBER = "Choose a number from 0 to 10 first; 0 is no pain."
SEARCH = State("address", "search")
JOB = Output("check-in-job", "data", allow_duplicate=True)
ANSWER = Output("check-in-answer", "children", allow_duplicate=True)
LIST = Output("check-ins", "children", allow_duplicate=True)
MARKS = Output("marks", "children", allow_duplicate=True)
SAID = Output("mark-said", "children", allow_duplicate=True)


def register(app: Dash, context: Context) -> None:
    """Hear the buttons of the page."""
    _register_check_ins(app, context)
    _register_marks(app, context)
    in_browser(app, "follow_build", Input("check-in-job", "data"), at_start=False)
    pain = Input({"type": FIELD, "key": ALL}, "value")
    in_browser(app, "unfold", Output("check-in-answer", "title"), pain, at_start=False)


def _register_check_ins(app: Dash, context: Context) -> None:
    @app.callback(
        ANSWER,
        LIST,
        JOB,
        Input("check-in-save", "n_clicks"),
        State({"type": FIELD, "key": ALL}, "value"),
        SEARCH,
        prevent_initial_call=True,
    )
    def save(clicks: int | None, _values: list[Any], search: str | None) -> tuple[Any, Any, str]:
        seen = _seen(context, search, clicks)
        try:
            said = as_check_in(_said(ctx.states_list[0]))
            if said is None:
                return failed(NO_NUMBER), _listed(context, seen), ""
            keep(context, seen, said)
        except (PlimsollError, ValueError) as problem:
            return failed(str(problem)), _listed(context, seen), ""
        return _answer(context, seen), _listed(context, seen), compute(context, seen.chosen.athlete)

    @app.callback(LIST, JOB, Input({"type": "check-in-remove", "id": ALL}, "n_clicks"), SEARCH, prevent_initial_call=True)
    def remove(clicks: list[int | None], search: str | None) -> tuple[Any, str]:
        seen = _seen(context, search, any(clicks))
        context.people.check_ins.remove(seen.chosen.athlete, str(ctx.triggered_id["id"]))
        return _listed(context, seen), compute(context, seen.chosen.athlete)


def _register_marks(app: Dash, context: Context) -> None:
    @app.callback(
        SAID, MARKS, JOB, Input("mark-add", "n_clicks"), State({"type": MARK, "key": ALL}, "value"), SEARCH, prevent_initial_call=True
    )
    def add(clicks: int | None, _values: list[Any], search: str | None) -> tuple[Any, Any, str]:
        seen = _seen(context, search, clicks)
        try:
            context.people.marks.add(seen.chosen.athlete, as_mark(_said(ctx.states_list[0])), context.now())
        except (PlimsollError, ValueError) as problem:
            return failed(str(problem)), _marked(context, seen), ""
        return html.P("Marked.", className="said"), _marked(context, seen), compute(context, seen.chosen.athlete)

    @app.callback(SAID, MARKS, JOB, Input({"type": "mark-remove", "id": ALL}, "n_clicks"), SEARCH, prevent_initial_call=True)
    def remove(clicks: list[int | None], search: str | None) -> tuple[Any, Any, str]:
        seen = _seen(context, search, any(clicks))
        context.people.marks.remove(seen.chosen.athlete, str(ctx.triggered_id["id"]))
        return html.P("Deleted.", className="said"), _marked(context, seen), compute(context, seen.chosen.athlete)


def keep(context: Context, seen: Visit, said: CheckIn) -> None:
    """Keep an answer, in place of the one being changed; the same answer twice is one."""
    athlete, answers = seen.chosen.athlete, context.people.check_ins
    known = answers.of(athlete)
    if not any(same(one, said) for one in known):
        answers.add(athlete, said, context.now())
    changed = [one for one in known if one.id == seen.asked.get("edit") and not same(one, said)]
    for one in changed:
        answers.remove(athlete, one.id)


def as_mark(said: Mapping[str, Any]) -> Mark:
    """Return the answers of the form as a mark; without a last day it is one day. Raises ValueError for what is no day."""
    first = date.fromisoformat(str(said.get("first_day")))
    return Mark(said["kind"], first, date.fromisoformat(str(said.get("last_day") or first)), str(said.get("note") or ""))


def failed(words: str) -> Any:
    """Say what is wrong with an answer."""
    return html.Div(html.P(words), className="failed", role="alert")


def _seen(context: Context, search: str | None, clicks: object) -> Visit:
    seen = visit(context, PATH, search, viewer(context))
    if not clicks or seen.chosen.demo:
        raise PreventUpdate
    return seen


def _said(parts: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    return {str(part["id"]["key"]): part.get("value") for part in parts}


def _answer(context: Context, seen: Visit) -> list[Any]:
    return check_in_answer(this_week(context, seen), seen, seen.chosen.units)


def _listed(context: Context, seen: Visit) -> list[Any]:
    return list(check_in_list(context.people.check_ins.of(seen.chosen.athlete), seen))


def _marked(context: Context, seen: Visit) -> Any:
    return mark_list(context.people.marks.of(seen.chosen.athlete), seen)
