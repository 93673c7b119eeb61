"""Which runs were in which pair: those that name none, to be ticked, and those of some days."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import dash_mantine_components as dmc
from dash import dcc, html
from dash.development.base_component import Component

from dashboard.components.base import card, more
from dashboard.context import Visit
from dashboard.pairs import Pair
from dashboard.units import day, distance
from warehouse.model import Run
from warehouse.wording import count

AS_IT_CAME = "As it came in"
BACK_WORD = "back"
ALL_NAMED = "Every run, walk and hike of the last 90 days is in a pair."
NO_PAIRS = "Add a pair first; then say which runs it did."
MANY = 8
"""A list longer than this is longer than a phone's screen and wants typing."""
WHICH = {"bare": "Only those without a pair", "all": "All of them, also those in another pair"}


def bare_form(runs: Sequence[Run], pairs: Sequence[Pair], visit: Visit) -> Component:
    """List the runs without a pair, to be put in one."""
    if not runs:
        return html.P(ALL_NAMED, className="card")
    if not pairs:
        return html.P(NO_PAIRS, className="card")
    boxes = [dmc.Checkbox(label=_label(run, visit), value=run.activity_id) for run in runs]
    every = dmc.Checkbox(id="bare-all", label=f"All {count(len(runs), 'activity')}", checked=False, className="bare-all")
    group = dmc.CheckboxGroup(html.Div(boxes, className="boxes bare"), id="bare-runs", value=[], label="Which of them")
    put = dmc.Button("Put them in this pair", id="bare-put", className="save", variant="default")
    ids = dcc.Store(id="bare-ids", data=[run.activity_id for run in runs])
    return more(
        f"Say which pair: {count(len(runs), 'activity')}",
        card(ids, every, group, shoe_choice("bare-shoe", pairs), html.P(put), class_name="editor"),
    )


def days_form(pairs: Sequence[Pair], today: date) -> Component | None:
    """Ask for days, whose runs are put in a pair or back to how they came in."""
    if not pairs:
        return None
    first, last = _day("days-first", "From", today - timedelta(days=6)), _day("days-last", "To", today)
    which = dmc.RadioGroup(
        dmc.Stack([dmc.Radio(words, value=key) for key, words in WHICH.items()], gap="xs"),
        id="days-which",
        label="Which",
        value="bare",
        size="md",
    )
    put = dmc.Button("Put the runs of these days in it", id="days-put", className="save", variant="default")
    fields = html.Div([first, last, which, shoe_choice("days-shoe", pairs, back=AS_IT_CAME)], className="fields")
    return more("Put the runs of some days in a pair", card(fields, html.P(put), class_name="editor"))


def shoe_choice(key: str, pairs: Sequence[Pair], *, back: str = "", value: str = "") -> Component:
    """Choose one of the pairs, those in use first; `back` offers to have none of one's own choice."""
    ordered = sorted(pairs, key=lambda pair: pair.retired)
    data = [{"value": pair.shoe.shoe, "label": f"{pair.shoe.name} (retired)" if pair.retired else pair.shoe.name} for pair in ordered]
    value, many = value or data[0]["value"], len(data) > MANY
    data = [{"value": BACK_WORD, "label": back}, *data] if back else data
    select: Component = dmc.Select(id=key, label="Shoe", data=data, value=value, allowDeselect=False, size="md", searchable=many)
    return select


def _label(run: Run, visit: Visit) -> str:
    sport = "" if run.sport_type == "Run" else f" ({run.sport_type})"
    return f"{day(run.local_date, visit.today)}, {distance(run.distance_km, visit.chosen.units)}, {run.name or 'no name'}{sport}"


def _day(key: str, label: str, value: date) -> Any:
    return dmc.DateInput(id=key, label=label, value=str(value), valueFormat="YYYY-MM-DD", size="md", clearable=False)
