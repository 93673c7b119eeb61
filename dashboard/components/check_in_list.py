"""What was said about pain before, each answer with its colour in words, to be changed or taken back; and when to ask again."""

from collections.abc import Sequence
from datetime import timedelta

import dash_mantine_components as dmc
from dash import html
from dash.development.base_component import Component

from dashboard.components.base import aria, card, icon, link, more
from dashboard.components.body_map import PLACES
from dashboard.components.states import button_link
from dashboard.context import Visit
from dashboard.units import ago, day
from warehouse.check_in import MOST_PAIN, Answer, CheckIn, with_repeats

ASK_AFTER = timedelta(days=7)
SHOWN = 10
COLOURS = {
    "green": ("clear", "Green: pain sets no limit"),
    "amber": ("flag", "Amber: shorter, easier, flat"),
    "red": ("level-stop", "Red: no run"),
}
SIDE_WORDS = {"left": "left", "right": "right", "both": "both sides"}
NOTHING = "Nothing said yet. One answer a week is enough while nothing hurts."


def prompt(check_ins: Sequence[CheckIn], visit: Visit) -> Component:
    """Ask for a check-in when the last one is older than a week; else say what the last one was, with a way to the next."""
    newest = max(check_ins, key=lambda one: one.order, default=None)
    way = visit.link("/check-in")
    if newest and visit.today - newest.local_date <= ASK_AFTER:
        words = f" Last check-in: {newest.pain} of {MOST_PAIN}, {ago(newest.local_date, visit.today)}. "
        return html.P([icon("tab-check-in"), words, link("Say how it is now", way)], className="quiet asked")
    question = html.Div([html.H2("Does anything hurt?"), html.P("Ten seconds a week.", className="quiet")])
    ask = html.Div([question, button_link("Check in", way, main=True)])
    return html.Section([icon("tab-check-in"), ask], className="card rested asks", **aria(label="Check-in"))


def check_in_list(check_ins: Sequence[CheckIn], visit: Visit) -> list[Component]:
    """List the answers, the newest first, the older ones folded."""
    answers = with_repeats(check_ins)[::-1]
    if not answers:
        return [html.P(NOTHING, className="card")]
    older = answers[SHOWN:]
    shown = card(html.Ul([_item(one, visit) for one in answers[:SHOWN]], className="said-list"))
    rest = more(f"{len(older)} older", html.Ul([_item(one, visit) for one in older], className="said-list")) if older else None
    return [part for part in (shown, rest) if part]


def _item(answer: Answer, visit: Visit) -> Component:
    one = answer.check_in
    picture, words = COLOURS[answer.colour]
    state = html.Span([icon(picture), words], className=f"state pain-{answer.colour}")
    remove = dmc.Button(
        "Delete", id={"type": "check-in-remove", "id": one.id}, variant="default", size="sm", **aria(label=f"Delete {_name(one)}")
    )
    change = html.A("Change", href=visit.link("/check-in", edit=one.id), className="button", **aria(label=f"Change {_name(one)}"))
    head = html.Div([html.Strong(f"{day(one.local_date, visit.today)}: {one.pain} of {MOST_PAIN}"), state], className="check-head")
    return html.Li([head, html.P(_details(answer), className="quiet"), html.P([change, remove], className="row")])


def _name(one: CheckIn) -> str:
    return f"the check-in of {one.local_date}, {one.pain} of {MOST_PAIN}"


def _details(answer: Answer) -> str:
    one = answer.check_in
    place = " ".join(word for word in (PLACES.get(one.site, ""), SIDE_WORDS.get(one.side, "")) if word)
    why = answer.why if answer.colour != "green" else ""
    return ". ".join(part for part in (place, why, one.note) if part)
