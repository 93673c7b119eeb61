"""The way back to running: six stages as steps, the current one marked, with the earliest days of those to come."""

from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.components.base import aria, card, link, section
from dashboard.components.grade import evidence
from dashboard.context import Context, Visit
from dashboard.units import day, distance
from warehouse.returning import RUN_WALK, SESSION_MINUTES, ReturnPlan, return_plan
from warehouse.returning_words import CAUSES, SOURCE, next_step, stage_title, standing_of

ANCHOR = "return"


def way_back_of(context: Context, visit: Visit) -> ReturnPlan | None:
    """Return the way back that the athlete shown is on, if any."""
    who = visit.chosen
    said = [] if who.demo else context.people.check_ins.of(who.athlete)
    return return_plan(context.marts.outings(who.athlete, visit.today), said, visit.today)


def way_back(plan: ReturnPlan, visit: Visit) -> Component:
    """Show all stages and what to do next."""
    stages = html.Ol([_stage(nth, plan, visit) for nth in range(len(RUN_WALK))], className="stages")
    ask = html.P(link("Check in now", visit.link("/check-in"), class_name="button"))
    parts = [html.P(next_step(plan), className="reason"), stages, ask, evidence("C", SOURCE, visit.link("/methods"))]
    return section("Your way back to running", card(*parts), anchor=ANCHOR, note=f"Six sessions {CAUSES[plan.cause]}, a rest day between.")


def way_back_note(plan: ReturnPlan | None, visit: Visit) -> Component | None:
    """Name the way back on another page, in a line that leads to it."""
    if plan is None:
        return None
    words: list[Any] = [html.Strong("Your way back to running"), f", {standing_of(plan)}. "]
    return card(html.P([*words, link("See its stages", f"{visit.link('/plan')}#{ANCHOR}")]), class_name="way-back-note")


def _stage(nth: int, plan: ReturnPlan, visit: Visit) -> Component:
    state = "done" if nth < plan.stage else "now" if nth == plan.stage else "later"
    here: Any = aria(current="step") if state == "now" else {}
    word = {"done": "Done", "now": "Waiting for green" if plan.waiting else "Next", "later": "Later"}[state]
    when = next((one for one in plan.sessions if one.nth == nth), None)
    far = distance(when.ceiling_km, visit.chosen.units) if when else ""
    told = f"{day(when.day, visit.today)} or later; about {far} in all at your pace" if when else ""
    head = html.Div([html.Strong(stage_title(nth)), html.Span(word, className="stage-word")], className="stage-head")
    return html.Li([head, _bar(nth), html.Span(told, className="quiet") if told else None], className=f"stage stage-{state}", **here)


def _bar(nth: int) -> Component:
    """Draw the 30 minutes: filled while running, pale while walking."""
    run, walk = RUN_WALK[nth]
    share = {
        name: f"{100 * min(minutes, SESSION_MINUTES) / SESSION_MINUTES:.2f}%" for name, minutes in (("run", run), ("turn", run + walk))
    }
    return html.Span(className="stage-bar", style={f"--{name}": part for name, part in share.items()}, **aria(hidden="true"))
