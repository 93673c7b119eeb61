"""Looking back: the day shown, the weeks beside it, and the way back to today."""

from datetime import date, timedelta

from dash import html
from dash.development.base_component import Component

from dashboard.components.base import aria, link
from dashboard.context import Visit
from dashboard.units import day

WEEK = timedelta(days=7)


def week_link(visit: Visit, when: date) -> str:
    """Return the address of the week as of a day."""
    return visit.link("/", as_of=when.isoformat())


def week_steps(visit: Visit, shown: date) -> Component:
    """Show which day this is, with steps of a week as far as there are days."""
    return html.Nav(html.Ul([html.Li(item) for item in _steps(visit, shown)]), className="steps", **aria(label="Weeks"))


def _steps(visit: Visit, shown: date) -> list[Component]:
    first, back = visit.chosen.first_date, visit.as_of
    before = link("← Week before", week_link(visit, shown - WEEK)) if first and shown - first >= WEEK else None
    here = html.Strong(f"as of {day(shown)}") if back else None
    after = link("Week after →", week_link(visit, shown + WEEK)) if back and shown + WEEK < visit.today else None
    today = link("Back to today", visit.link("/")) if back else None
    return [step for step in (before, here, after, today) if step]
