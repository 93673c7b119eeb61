"""What to do: dose, how, when to stop, why, and how good the evidence is; grouped by kind."""

from collections.abc import Sequence
from itertools import groupby

from dash import html
from dash.development.base_component import Component

from dashboard.components.base import facts, more
from dashboard.components.drawing import drawings
from dashboard.components.grade import evidence
from dashboard.context import Visit
from warehouse.model import Advice, AdviceKind

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


def advice_list(advice: Sequence[Advice], visit: Visit) -> Component:
    """List advice by kind, in the order it was given."""
    groups = [(kind, list(items)) for kind, items in groupby(advice, key=lambda item: item.kind)]
    return html.Div([_group(kind, items, visit) for kind, items in groups], className="advice")


def _group(kind: AdviceKind, items: Sequence[Advice], visit: Visit) -> Component:
    return html.Div([html.H3(KINDS[kind]), html.Ul([html.Li(_item(item, visit)) for item in items])], className="advice-kind")


def _item(item: Advice, visit: Visit) -> Component:
    summary = [html.Span(item.title, className="advice-title"), html.Span(item.dose, className="dose")]
    rows = facts(("How", item.how or None, ""), ("Stop when", item.stop_rule or None, ""), ("Why now", item.why or None, ""))
    return more(summary, drawings(item.id), rows, evidence(item.grade, item.source, visit.link("/methods")), class_name="card advice-item")
