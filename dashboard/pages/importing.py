"""Drop files: the browser streams them to this machine, a worker imports them, the page says what became of each."""

from typing import Any

import dash_mantine_components as dmc
from dash import html
from dash.development.base_component import Component

from dashboard.components.base import aria, card, icon, more
from dashboard.components.states import job_status
from dashboard.context import Context, Visit
from dashboard.router import Page, Pages

LEAD = "A Strava export zip, FIT, GPX or TCX files, a folder of them, or a training log as CSV. They stay on this machine."
STRAVA = (
    "On strava.com open Settings, My Account, “Download or Delete Your Account”, Get Started.",
    "Under “Download Request” ask for your archive. Strava sends a mail with a link, often within the hour.",
    "Drop the zip here as it is. Messages, contacts and photos in it are never read.",
)
WATCH = (
    "Garmin, Coros, Polar, Suunto and most apps export single activities as FIT, GPX or TCX. "
    "Heart rate, cadence and the device come along; FIT knows most."
)
LOG = "date,sport,distance_km,minutes,rpe,average_heartrate,cadence_spm,elevation_gain_m,shoe"


def register(pages: Pages) -> None:
    """Add the page at `/import`."""
    pages.add(Page("/import", "Import your runs", layout, needs_athlete=False))


def layout(_context: Context, visit: Visit) -> list[Any]:
    """Lay out the drop zone, whose runs they are, and where the report will appear."""
    return [html.P(LEAD, className="lead"), card(whose(visit), drop_zone(), job_status("import"), class_name="import"), _help()]


def drop_zone() -> Component:
    """Make a place to drop files or to pick them; assets/picking.js brings it to life."""
    words = html.P("Drop files or a folder here", className="drop-words")
    pick = html.Div(
        [_picker("Choose files", "files", "button button-main"), _picker("Choose a folder", "folder", "button")], className="buttons"
    )
    return html.Div([icon("upload"), words, pick], id="drop", className="drop", role="group", **aria(label="Files to import"))


def _picker(words: str, what: str, look: str) -> Component:
    """Label a file field, which the browser's script puts inside, because Dash has none that takes several files or a folder."""
    hook: Any = {"data-pick": what}
    return html.Label(words, className=f"{look} picker", **hook)


def whose(visit: Visit) -> Component:
    """Ask whose runs the files hold: one of the athletes here, or a new name; at a public address they are the visitor's own."""
    if not visit.viewer.owner:
        return html.P(["These are the runs of ", html.Strong(visit.chosen.name), "."])
    own = [row.name for row in visit.athletes if not row.demo]
    current = visit.athlete.name if visit.athlete and not visit.athlete.demo else [*own, "Me"][0]
    description = "One of the athletes here, or a new name."
    field: Component = dmc.Autocomplete(
        id="whose", label="Whose runs are these?", description=description, data=own, value=current, maw=360, size="md"
    )
    return field


def _help() -> Component:
    log: list[Any] = ["A spreadsheet saved as CSV works too: ", html.Code(LOG), ". Only date and sport are required."]
    return html.Div(
        [
            more("How to get your Strava export", html.Ol([html.Li(step) for step in STRAVA])),
            more("Files from a watch", html.P(WATCH)),
            more("A training log", html.P(log)),
        ],
        className="help",
    )
