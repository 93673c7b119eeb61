"""Days that the checks should know about: marked, listed and taken back on one page."""

from collections.abc import Sequence
from datetime import date

import dash_mantine_components as dmc
from dash import html
from dash.development.base_component import Component

from dashboard.components.base import aria, card
from dashboard.context import Visit
from dashboard.units import day
from warehouse.mark import Mark, MarkKind

FIELD = "mark"
KINDS: dict[MarkKind, tuple[str, str]] = {
    "unrecorded": ("Not recorded", "You ran, or may have, and it is not here: these days are unknown, not rest."),
    "ill": ("Ill", "Kept as the reason of a quiet week; these days count as rest."),
    "race": ("Race day", "Its alerts open acknowledged, with the race as reason; the level stays what it is."),
    "device": ("New device", "Cadence starts again from that day, because another sensor counts differently."),
    "knee_injury": ("Knee injury", "Counts for 12 months from its last day, when a load check is over its line."),
}


def marks_form(today: date) -> Component:
    """Ask which days, and what about them."""
    options = [{"value": kind, "label": title} for kind, (title, _) in KINDS.items()]
    kind = dmc.Select(id=_id("kind"), label="What", data=options, value="unrecorded", allowDeselect=False, size="md")
    days = [_date("first_day", "First day", today), _date("last_day", "Last day", today)]
    note = dmc.TextInput(id=_id("note"), label="Note", size="md", autoComplete="off")
    meanings = html.Ul([html.Li([html.Strong(title), f": {meaning}"]) for title, meaning in KINDS.values()], className="plain quiet")
    add = html.P(dmc.Button("Mark these days", id="mark-add", variant="default"))
    return card(meanings, html.Div([kind, *days, note], className="fields"), add, html.Div(id="mark-said", role="status"))


def mark_list(marks: Sequence[Mark], visit: Visit) -> Component:
    """List the marks, the newest first, each with a button that takes it back."""
    if not marks:
        return html.P("Nothing is marked.", className="quiet")
    return card(html.Ul([_item(one, visit.today) for one in marks], className="said-list"))


def _item(one: Mark, today: date) -> Component:
    title = KINDS[one.kind][0]
    period = day(one.first_day, today) if one.first_day == one.last_day else f"{day(one.first_day, today)} to {day(one.last_day, today)}"
    label = aria(label=f"Delete the mark {title}, {period}")
    remove = dmc.Button("Delete", id={"type": "mark-remove", "id": one.id}, variant="default", size="sm", **label)
    note = html.P(one.note, className="quiet") if one.note else None
    return html.Li([html.Div([html.Strong(f"{title}, {period}"), remove], className="check-head"), note])


def _date(key: str, label: str, today: date) -> Component:
    field: Component = dmc.DateInput(id=_id(key), label=label, value=str(today), valueFormat="YYYY-MM-DD", size="md", clearable=False)
    return field


def _id(key: str) -> dict[str, str]:
    return {"type": FIELD, "key": key}
