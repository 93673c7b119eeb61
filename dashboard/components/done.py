"""What was done of the advice: a box to tick beside each piece, and the last seven days in a row."""

from collections.abc import Collection
from datetime import date, timedelta

import dash_mantine_components as dmc
from dash import html
from dash.development.base_component import Component

from dashboard.components.base import aria
from warehouse.wording import count

BOX = "advice-done"
STRIP = "done-strip"
DAYS = 7

Done = Collection[tuple[date, str]]


def box(advice_id: str, title: str, *, ticked: bool) -> Component:
    """Ask whether this was done today."""
    asked: Component = dmc.Checkbox(
        id={"type": BOX, "id": advice_id}, label="Done today", checked=ticked, className="done-box", **aria(label=f"Done today: {title}")
    )
    return asked


def strip(done: Done, today: date) -> Component:
    """Show how much was done on each of the last seven days."""
    days = [today - timedelta(days=ago) for ago in reversed(range(DAYS))]
    return html.Ol([_day(day, sum(when == day for when, _ in done)) for day in days], className="done-days", **aria(label="Done, by day"))


def _day(day: date, times: int) -> Component:
    words = f"{day:%A}: {count(times, 'thing')} done" if times else f"{day:%A}: nothing ticked"
    marks = [html.Span(f"{day:%a}"), html.Span(str(times) if times else "–", className="done-count" if times else "done-none")]  # noqa: RUF001 -- a dash for none
    return html.Li([html.Span(words, className="visually-hidden"), html.Span(marks, className="done-day", **aria(hidden="true"))])
