"""The block of this week on paper and as a calendar file: days with boxes to tick, how each exercise goes, when to stop."""

from collections.abc import Sequence
from datetime import date, time, timedelta
from itertools import groupby
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.components.base import card, link, section
from dashboard.components.drawing import drawings
from dashboard.components.grade import badge
from dashboard.context import Context, Visit
from dashboard.router import Page, Pages
from dashboard.this_week import recent, this_week
from dashboard.units import day as worded
from warehouse.block import SESSIONS, Session, sessions
from warehouse.model import Advice, Week

NONE = "No exercise in this block. Do what is written below, and tell of your pain again when it changes."
HOURS = [time(hour, minute) for hour in range(6, 22) for minute in (0, 30)]


def register(pages: Pages) -> None:
    """Add the page at `/block`."""
    pages.add(Page("/block", "This week's block", layout))


def layout(context: Context, visit: Visit) -> list[Any]:
    """Lay out the next seven days of the chosen athlete."""
    week = this_week(context, visit)
    planned = sessions(week.advice, visit.today, recent(context, visit))
    return [
        html.P(_whose(week, visit.today), className="quiet subtitle"),
        html.P(week.reason, className="reason"),
        section("Day by day", _days(planned) if planned else html.P(NONE), anchor="days"),
        _ways(visit) if planned else html.P(link("Back to this week", visit.link("/")), className="not-printed"),
        section("How, and when to stop", html.Div([_item(one) for one in _in_order(week.advice)], className="block-items"), anchor="how"),
    ]


def _whose(week: Week, today: date) -> str:
    until = today + timedelta(days=6)
    return f"{week.athlete_name}, {worded(today, today)} to {worded(until, today)}. Stop an exercise above 2 of 10 pain at the kneecap."


def _days(planned: Sequence[Session]) -> Component:
    days = [(day, list(found)) for day, found in groupby(planned, key=lambda session: session.day)]
    return html.Ol(
        [html.Li([html.Strong(worded(day, day)), html.Ul([_box(one) for one in found])]) for day, found in days],
        className="block-days card",
    )


def _box(session: Session) -> Component:
    return html.Li([html.Span(className="pen-box"), session.advice.title])


def _in_order(advice: Sequence[Advice]) -> list[Advice]:
    """Return the exercises last, for they take the room."""
    return sorted(advice, key=lambda one: one.kind in SESSIONS)


def _item(one: Advice) -> Component:
    text = [html.P(one.how), html.P(["Stop rule: ", one.stop_rule]), html.P([one.why, " Evidence: ", badge(one.grade)], className="quiet")]
    return card(html.H3([one.title, html.Span(one.dose, className="dose")]), drawings(one.id), *text, class_name="block-item")


def _ways(visit: Visit) -> Component:
    """Offer the calendar file, with a time of day or without, and the printer."""
    options = [html.Option("All day", value=""), *[html.Option(f"{at:%H:%M}", value=f"{at:%H:%M}") for at in HOURS]]
    whose = dcc.Input(type="hidden", name="athlete", value=visit.chosen.athlete)
    choose = html.Label(["Time of day ", html.Select(options, name="at", className="at")])
    form = html.Form([whose, choose, html.Button("Download for my calendar", type="submit", className="button")], action="/block.ics")
    return html.Div([form, html.Button("Print", type="button", className="button print-page")], className="block-ways not-printed")
