"""All pairs of shoes with their distance, share, forecast and what is worth saying; and where all of it is put right."""

from collections.abc import Mapping, Sequence
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.components.base import card, section
from dashboard.components.shoe_form import new_form, shoe_form
from dashboard.components.shoe_note import note_list
from dashboard.components.shoe_runs import bare_form, days_form
from dashboard.components.shoes import NO_SHOES, shoe_item
from dashboard.components.source import powered_by
from dashboard.components.states import job_status
from dashboard.context import Context, Visit
from dashboard.pairs import Pair, pairs_of, without_pair
from dashboard.router import Page, Pages
from dashboard.units import distance
from warehouse.model import ShoeId
from warehouse.rules import load_rules
from warehouse.shoe_notes import ShoeNote

BARE = "Runs, walks and hikes of the last 90 days that name no pair. We ask and never guess."
Said = Mapping[ShoeId, Any]


def register(pages: Pages) -> None:
    """Add the page at `/shoes`."""
    pages.add(Page("/shoes", "Shoes", layout, follows=True))


def layout(context: Context, visit: Visit) -> list[Any]:
    """Lay out the pairs in use, the retired ones, and the runs without one."""
    named = powered_by() if context.people.connections.get(visit.chosen.athlete) else None
    status = None if visit.chosen.demo else html.Div([dcc.Store(id="shoes-job"), job_status("build")], className="toast")
    return [html.P(_lead(visit), className="lead"), html.Div(parts(context, visit), id="shoe-parts", className="section"), status, named]


def parts(context: Context, visit: Visit, said: Said | None = None) -> list[Any]:
    """Lay out all that changes when something is said; `said` is how it went, at its pair, "new" and "assigned" elsewhere."""
    pairs, notes = pairs_of(context, visit.chosen.athlete), context.marts.shoe_notes(visit.chosen.athlete)
    said = said or {}
    used, retired = ([pair for pair in pairs if pair.retired is out] for out in (False, True))
    return [
        html.P(NO_SHOES, className="card") if not pairs else None,
        section("In use", _list(used, notes, visit, said), anchor="in-use") if used else None,
        None if visit.chosen.demo else new_form(said.get(ShoeId("new"))),
        bare(context, visit, pairs, notes, said),
        section("Retired", _list(retired, notes, visit, said), anchor="retired") if retired else None,
    ]


def bare(context: Context, visit: Visit, pairs: Sequence[Pair], notes: Sequence[ShoeNote], said: Said) -> Component | None:
    """Show what runs name no pair, and ask; a demo athlete is only told."""
    said_of_none = note_list([note for note in notes if note.shoe is None], visit)
    told = card(said_of_none) if said_of_none else None
    if visit.chosen.demo:
        return section("Runs without a pair", told, anchor="without") if told else None
    runs = without_pair(context, visit.chosen.athlete, visit.today)
    answers = html.Div(said.get(ShoeId("assigned")), id="assign-said", role="status")
    return section(
        "Runs without a pair", told, bare_form(runs, pairs, visit), days_form(pairs, visit.today), answers, anchor="without", note=BARE
    )


def _list(pairs: Sequence[Pair], notes: Sequence[ShoeNote], visit: Visit, said: Said) -> Component:
    return html.Ul([_item(pair, notes, visit, said.get(pair.shoe.shoe)) for pair in pairs], className="shoes")


def _item(pair: Pair, notes: Sequence[ShoeNote], visit: Visit, said: Any) -> Component:
    units, own = visit.chosen.units, pair.said
    mine = note_list([note for note in notes if note.shoe == pair.shoe.shoe], visit)
    flags = {"Racing pair": own.racing, "worn in runs that name no pair": own.default, "your own limit": own.limit_km is not None}
    words = ", ".join(word for word, true in flags.items() if true)
    form = None if visit.chosen.demo else shoe_form(pair, units, said)
    return shoe_item(pair.shoe, units, visit.today, f"{words[:1].upper()}{words[1:]}." if words else "", mine, form)


def _lead(visit: Visit) -> str:
    rule, units = load_rules().about("shoe_wear"), visit.chosen.units
    span = f"{distance(rule.parameters['range_from_km'], units, 0)} to {distance(rule.parameters['range_to_km'], units, 0)}"
    return f"{rule.meaning} The usual range is {span}."
