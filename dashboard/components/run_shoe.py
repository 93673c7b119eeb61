"""The pair one run was done in, to be changed on the run's own page."""

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.components.base import card, section
from dashboard.components.shoe_runs import AS_IT_CAME, BACK_WORD, shoe_choice
from dashboard.components.states import job_status
from dashboard.context import Context, Visit
from dashboard.pairs import pairs_of, worn_in
from warehouse.model import FOOT_SPORTS, Run

NOTE = "Put it right here when it was another pair; the source stays as it is."


def run_shoe(context: Context, visit: Visit, run: Run) -> Component | None:
    """Ask which pair the run was done in; other sports wear none, and a demo athlete's stay as they are."""
    pairs = [] if visit.chosen.demo or run.sport_type not in FOOT_SPORTS else pairs_of(context, visit.chosen.athlete)
    if not pairs:
        return None
    chosen = worn_in(context, visit.chosen.athlete, run.activity_id)
    came = AS_IT_CAME if chosen else f"{AS_IT_CAME}: {run.shoe_name or 'no pair'}"
    choice = shoe_choice("run-shoe", pairs, back=came, value=chosen or BACK_WORD)
    answer = html.Div(id="run-shoe-said", role="status")
    return section("Shoe", card(choice, answer, dcc.Store(id="run-shoe-job"), job_status("build")), anchor="shoe", note=NOTE)
