"""What is worth saying of a pair of shoes: the sentence and what to do; why and how good the evidence is are folded away."""

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashboard.components.base import icon, more
from dashboard.components.grade import evidence, mark
from dashboard.context import Visit
from warehouse.shoe_notes import ShoeNote


def note_list(notes: Sequence[ShoeNote], visit: Visit) -> Component | None:
    """List notes, the most pressing first; none says nothing."""
    return html.Ul([html.Li(_note(note, visit), className="shoe-note") for note in notes], className="shoe-notes") if notes else None


def _note(note: ShoeNote, visit: Visit) -> list[Component]:
    end = "" if note.title.endswith("?") else "."
    said = html.P([icon("flag" if note.important else "wait"), html.Strong(f"{note.title}{end} "), note.message])
    proof = evidence(note.grade, note.source, visit.link("/methods") + "#shoe_wear")
    return [said, html.P(note.action, className="act"), more(["Why ", mark(note.grade)], html.P(note.why), proof)]
