"""Judges a plan as it is put in. Nothing of it is kept."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from dash import ALL, MATCH, Dash, Input, Output, State, ctx, html, no_update

from dashboard.browser import in_browser
from dashboard.components.plan_day import KM, LESS, MORE, TOLD, answers, summary
from dashboard.context import Context, Visit, visit
from dashboard.session import viewer
from warehouse.errors import PlimsollError
from warehouse.planning import PlannedDay, judge
from warehouse.whatif import PlannedRun
from warehouse.wording import KM_PER_MILE, Units


def register(app: Dash, context: Context) -> None:
    """Hear the distances, and the buttons beside them."""
    value = {"type": KM, "day": MATCH}
    less, more = (Input({"type": kind, "day": MATCH}, "n_clicks") for kind in (LESS, MORE))
    in_browser(app, "step", Output(value, "value"), less, more, State(value, "value"), at_start=False)

    @app.callback(
        Output({"type": TOLD, "day": ALL}, "children"),
        Output("plan-said", "children"),
        Input({"type": KM, "day": ALL}, "value"),
        State("address", "search"),
        prevent_initial_call=True,
    )
    def tell(_values: list[Any], search: str | None) -> tuple[Any, Any]:
        seen = visit(context, "/plan", search, viewer(context))
        units = seen.chosen.units
        try:
            days = judged(context, seen, _runs(ctx.inputs_list[0], units))
        except (PlimsollError, ValueError) as problem:
            return [no_update] * len(ctx.outputs_list[0]), html.Div(html.P(str(problem)), className="failed", role="alert")
        return answers(days, units), html.P(summary(days, seen.today, units))


def judged(context: Context, seen: Visit, planned: Sequence[PlannedRun]) -> tuple[PlannedDay, ...]:
    """Judge planned runs of the athlete shown; pain told since the last build counts at once."""
    who = seen.chosen
    said = [] if who.demo else context.people.check_ins.of(who.athlete)
    return judge(context.settings, who.athlete, planned, said, seen.today)


def _runs(parts: Sequence[Mapping[str, Any]], units: Units) -> list[PlannedRun]:
    scale = 1 if units == "km" else KM_PER_MILE
    return [PlannedRun(date.fromisoformat(part["id"]["day"]), scale * float(part["value"])) for part in parts if part.get("value")]
