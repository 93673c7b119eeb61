"""Say what hurts and which days were unlike others; the answer comes at once, the numbers follow."""

from typing import Any

from dash import dcc, html

from dashboard.components.base import section
from dashboard.components.check_in_form import check_in_form
from dashboard.components.check_in_list import check_in_list
from dashboard.components.marks import mark_list, marks_form
from dashboard.components.timeline import pain_timeline
from dashboard.context import Context, Visit
from dashboard.router import Page, Pages

DEMO = "A demo athlete feels nothing; choose somebody real to check in."
LEAD = "Pain counts before every number. Above 5 of 10 the answer is to stop running; with a warning sign also to have it looked at."
MARKS = "Days that were unlike others. The checks honour them after the next computing, which begins at once."


def register(pages: Pages) -> None:
    """Add the page at `/check-in`."""
    pages.add(Page("/check-in", "Check-in", layout))


def layout(context: Context, visit: Visit) -> list[Any]:
    """Lay out the question, what was said before, and the marked days."""
    if visit.chosen.demo:
        return [html.P(DEMO, className="lead")]
    athlete = visit.chosen.athlete
    check_ins, marks = context.people.check_ins.of(athlete), context.people.marks.of(athlete)
    edited = next((one for one in check_ins if one.id == visit.asked.get("edit")), None)
    return [
        html.P(LEAD, className="quiet"),
        check_in_form(visit.today, edited),
        dcc.Store(id="check-in-job"),
        section(
            "What you said",
            pain_timeline(context, visit, check_ins),
            html.Div(check_in_list(check_ins, visit), id="check-ins", className="section"),
            anchor="said",
        ),
        section("Marked days", marks_form(visit.today), html.Div(mark_list(marks, visit), id="marks"), anchor="marked", note=MARKS),
    ]
