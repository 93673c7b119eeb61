"""No activity for a while: the answer is about somebody who rested, which is true only when nothing is missing here."""

from datetime import date

from dash import html
from dash.development.base_component import Component

from dashboard.components.base import aria, icon
from dashboard.components.lookback import week_link
from dashboard.components.states import button_link
from dashboard.context import Visit
from warehouse.model import Week
from warehouse.rules import days_rested


def rested_note(week: Week, visit: Visit) -> Component | None:
    """Say first that the newest activity is old, with a way to the week it is of and one to newer files."""
    days, newest = days_rested(week), week.newest_activity
    if days is None or newest is None:
        return None
    words = [html.H2(f"The newest activity {'was' if visit.as_of else 'here is'} {days} days old"), html.P(_meaning(visit))]
    see = button_link(f"See the week of {_date(newest)}", week_link(visit, newest), main=True)
    more = None if visit.as_of else button_link("Import newer files", visit.link("/import"))
    return html.Section([icon("clock"), html.Div([*words, html.P([see, more])])], className="card rested", **aria(label="Old data"))


def _meaning(visit: Visit) -> str:
    if visit.as_of:
        return "So this answer is about a runner who rested until this day."
    return "So this answer is about a runner who rested since. If you did run, import newer files first: until then this is no all-clear."


def _date(when: date) -> str:
    return f"{when.day} {when:%b %Y}"
