"""Keeps which advice was done today, and shows the row of days anew."""

from typing import Any

from dash import ALL, Dash, Input, Output, State, ctx
from dash.exceptions import PreventUpdate

from dashboard.components.done import BOX, STRIP, strip
from dashboard.context import Context, visit
from dashboard.session import viewer
from dashboard.this_week import recent
from warehouse.advice import load_advice


def register(app: Dash, context: Context) -> None:
    """Hear the boxes beside pieces of advice."""

    @app.callback(
        Output(STRIP, "children"), Input({"type": BOX, "id": ALL}, "checked"), State("address", "search"), prevent_initial_call=True
    )
    def tick(_ticked: list[bool], search: str | None) -> Any:
        seen = visit(context, "/", search, viewer(context))
        known = {text.id for text in load_advice().advice}
        if not ctx.triggered_id or seen.chosen.demo or seen.as_of or ctx.triggered_id["id"] not in known:
            raise PreventUpdate
        done = bool(ctx.triggered[0]["value"])
        context.people.done.toggle(seen.chosen.athlete, seen.today, str(ctx.triggered_id["id"]), done, context.now())
        return strip(recent(context, seen), seen.today)
