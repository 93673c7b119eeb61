"""What to do: dose, how, when to stop, why, and how good the evidence is; grouped by kind."""

from collections.abc import Collection, Sequence
from itertools import groupby

from dash import html
from dash.development.base_component import Component

from dashboard.components.base import facts, link, more, section
from dashboard.components.done import STRIP, Done, box, strip
from dashboard.components.drawing import drawings
from dashboard.components.grade import evidence
from dashboard.context import Visit
from warehouse.model import Advice, AdviceKind, Week

KINDS: dict[AdviceKind, str] = {
    "care": "Care",
    "load": "Training load",
    "cross_training": "Cross-training",
    "strength": "Strength",
    "form": "Form",
    "footwear": "Shoes",
    "stretch": "Stretches",
    "comfort": "Comfort",
}


def what_to_do(week: Week, visit: Visit, done: Done | None) -> Component | None:
    """Show the advice of a week; with what was `done` of the last days, also boxes to tick and the ways to paper and calendar."""
    if not week.advice:
        return None
    title = "What to do, as of then" if visit.as_of else "What to do"
    if done is None:
        return section(title, advice_list(week.advice, visit), anchor="advice")
    ticked = {advice_id for day, advice_id in done if day == visit.today}
    block = html.P(link("Print this week's block, or put it in your calendar", visit.link("/block")))
    days = html.Div([html.H3("Done in the last seven days"), html.Div(strip(done, visit.today), id=STRIP)], className="done")
    return section(title, advice_list(week.advice, visit, ticked), days, block, anchor="advice")


def advice_list(advice: Sequence[Advice], visit: Visit, ticked: Collection[str] | None = None) -> Component:
    """List advice by kind, in the order it was given, each with a box when it is known what is `ticked` today."""
    groups = [(kind, list(items)) for kind, items in groupby(advice, key=lambda item: item.kind)]
    return html.Div([_group(kind, items, visit, ticked) for kind, items in groups], className="advice")


def _group(kind: AdviceKind, items: Sequence[Advice], visit: Visit, ticked: Collection[str] | None) -> Component:
    boxes = [None if ticked is None else box(item.id, item.title, ticked=item.id in ticked) for item in items]
    shown = [html.Li([_item(item, visit), asked]) for item, asked in zip(items, boxes, strict=True)]
    return html.Div([html.H3(KINDS[kind]), html.Ul(shown)], className="advice-kind")


def _item(item: Advice, visit: Visit) -> Component:
    summary = [html.Span(item.title, className="advice-title"), html.Span(item.dose, className="dose")]
    rows = facts(("How", item.how or None, ""), ("Stop when", item.stop_rule or None, ""), ("Why now", item.why or None, ""))
    return more(summary, drawings(item.id), rows, evidence(item.grade, item.source, visit.link("/methods")), class_name="card advice-item")
