"""What to do: dose, how, when to stop, why, and how good the evidence is; grouped by kind."""

from collections.abc import Collection, Sequence
from itertools import groupby

from dash import html
from dash.development.base_component import Component

from dashboard.components.base import facts, link, more, section
from dashboard.components.done import STRIP, Done, box, strip
from dashboard.components.drawing import drawings
from dashboard.components.grade import evidence, mark
from dashboard.context import Visit
from warehouse.advice import because
from warehouse.model import Advice, AdviceKind, Week
from warehouse.rules import crossed

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


FIRST = 2


def what_to_do(week: Week, visit: Visit, done: Done | None) -> Component | None:
    """Show the first advice of a week and all care in full, the rest folded.

    With what was `done` of the last days, also boxes to tick and the way to the block on paper and in a calendar.
    """
    if not week.advice:
        return None
    ticked = None if done is None else {advice_id for day, advice_id in done if day == visit.today}
    orders, first = acts(week), _first(week)
    rest = [one for one in week.advice if one not in first]
    cards = html.Ul([_card(one, orders.get(one.id, one.dose), visit, ticked) for one in first], className="advice-first")
    title = "What to do, as of then" if visit.as_of else "What to do"
    block = None if done is None else link("As a block", visit.link("/block"))
    return section(title, cards, _rest(rest, visit, ticked), _done(done, visit), anchor="advice", way=block)


def acts(week: Week) -> dict[str, str]:
    """Return what checks over their line ask for in the runner's numbers, by the first advice that each of them led to."""
    asked = {because(check): check.action for check in crossed(week.checks) if check.action}
    return {one.id: asked.pop(one.why) for one in _first(week) if one.why in asked}


def _first(week: Week) -> list[Advice]:
    return [one for n, one in enumerate(week.advice) if n < FIRST or one.kind == "care"]


def _card(one: Advice, order: str, visit: Visit, ticked: Collection[str] | None) -> Component:
    drawn = drawings(one.id)
    how = html.P(one.how)
    rows = facts(("Stop when", one.stop_rule or None, ""), ("Why now", one.why or None, ""))
    words = ["How, and why now " if drawn else "Why, and when to stop ", mark(one.grade)]
    folded = more(words, *([how, drawn] if drawn else []), rows, evidence(one.grade, one.source, visit.link("/methods")))
    asked = None if ticked is None else box(one.id, one.title, ticked=one.id in ticked)
    foot = html.Div([asked, folded], className="advice-foot")
    reason = html.P(one.why) if one.kind == "care" else None
    return html.Li([html.H3(one.title), html.P(order, className="act"), reason, None if drawn else how, foot], className="card")


def _rest(rest: Sequence[Advice], visit: Visit, ticked: Collection[str] | None) -> Component | None:
    if not rest:
        return None
    kinds = ", ".join(dict.fromkeys(KINDS[one.kind].lower() for one in rest))
    return more(f"{len(rest)} more: {kinds}", advice_list(rest, visit, ticked), class_name="fold")


def _done(done: Done | None, visit: Visit) -> Component | None:
    if done is None:
        return None
    return more("Done in the last seven days", html.Div(strip(done, visit.today), id=STRIP), class_name="done")


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
