"""Judges a plan as it is put in. Nothing of it is kept."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from dash import ALL, MATCH, Dash, Input, Output, State, html

from dashboard.browser import in_browser
from dashboard.components.plan_day import KM, LESS, MORE, TOLD, answers, summary
from dashboard.components.race import race_answer
from dashboard.components.suggested import suggested
from dashboard.context import Context, Visit, visit
from dashboard.session import viewer
from warehouse.check_in import CheckIn
from warehouse.errors import PlimsollError
from warehouse.planning import PlannedDay, judge
from warehouse.suggesting import suggest
from warehouse.suggestion import Suggestion
from warehouse.whatif import PlannedRun
from warehouse.wording import KM_PER_MILE, Units


def register(app: Dash, context: Context) -> None:
    """Hear the distances, and the buttons beside them; the browser asks once they have settled, and never twice at a time."""
    value, told = {"type": KM, "day": MATCH}, {"type": TOLD, "day": ALL}
    less, more = (Input({"type": kind, "day": MATCH}, "n_clicks") for kind in (LESS, MORE))
    in_browser(app, "step", Output(value, "value"), less, more, State(value, "value"), at_start=False)
    in_browser(app, "ask", Input({"type": KM, "day": ALL}, "value"), at_start=False)
    outputs = Output(told, "children"), Output("plan-said", "children")
    in_browser(app, "hear", *outputs, Input("plan-answer", "data"), State(told, "id"), at_start=False)

    @app.callback(Output("plan-answer", "data"), Input("plan-asked", "data"), State("address", "search"), prevent_initial_call=True)
    def tell(asked: dict[str, Any], search: str | None) -> dict[str, Any]:
        seen = visit(context, "/plan", search, viewer(context))
        units = seen.chosen.units
        try:
            days = judged(context, seen, _runs(asked["planned"], units))
        except (PlimsollError, ValueError) as problem:
            return {"nth": asked["nth"], "told": [], "said": html.Div(html.P(str(problem)), className="failed", role="alert")}
        return {"nth": asked["nth"], "told": answers(days, units), "said": html.P(summary(days, seen.today, units))}

    _hear_of_more(app, context)


def _hear_of_more(app: Dash, context: Context) -> None:
    """Answer what comes after the page: the suggested week, and the way to a race."""

    @app.callback(Output("plan-suggested", "children"), Input("plan-suggest-for", "data"), State("address", "search"))
    def propose(_day: str, search: str | None) -> Any:
        seen = visit(context, "/plan", search, viewer(context))
        try:
            return suggested(suggestion_of(context, seen), seen)
        except PlimsollError as problem:
            return html.Div(html.P(str(problem)), className="failed", role="alert")

    @app.callback(
        Output("race-said", "children"),
        Input("race-day", "value"),
        Input("race-km", "value"),
        State("address", "search"),
        prevent_initial_call=True,
    )
    def build_up_to(when: str | None, far: Any, search: str | None) -> Any:
        return race_answer(context, visit(context, "/plan", search, viewer(context)), when, far)


def suggestion_of(context: Context, seen: Visit) -> Suggestion:
    """Suggest a week to the athlete shown."""
    who = seen.chosen
    return suggest(
        context.settings, who.athlete, context.marts.outings(who.athlete, seen.today), _said(context, seen), seen.today, who.units
    )


def judged(context: Context, seen: Visit, planned: Sequence[PlannedRun]) -> tuple[PlannedDay, ...]:
    """Judge planned runs of the athlete shown; pain told since the last build counts at once."""
    return judge(context.settings, seen.chosen.athlete, planned, _said(context, seen), seen.today)


def _said(context: Context, seen: Visit) -> Sequence[CheckIn]:
    return [] if seen.chosen.demo else context.people.check_ins.of(seen.chosen.athlete)


def _runs(planned: Mapping[str, Any], units: Units) -> list[PlannedRun]:
    scale = 1 if units == "km" else KM_PER_MILE
    return [PlannedRun(date.fromisoformat(day), scale * float(distance)) for day, distance in planned.items()]
