"""Ways to leave: end the connection, or delete everything. Each says exactly what goes and what stays before it is done."""

from collections.abc import Sequence
from typing import Any

import dash_mantine_components as dmc
from dash import html
from dash.development.base_component import Component

from dashboard.components.base import more
from dashboard.components.connection import job_button
from dashboard.components.source import STRAVA, sources
from dashboard.components.states import job_status
from dashboard.context import Visit
from warehouse.model import Run
from warehouse.wording import count


def disconnect(runs: Sequence[Run], visit: Visit) -> Component:
    """Fold out what ending the connection deletes, and the button that does it."""
    button = job_button("Disconnect and delete", "disconnect", "/settings/disconnect", visit, color="red", variant="filled")
    told = html.Div(disconnected(runs), id="disconnected")
    return more("Disconnect Strava …", told, html.P(button), job_status("disconnect"), class_name="leave")


def disconnected(runs: Sequence[Run]) -> Component:
    """Say exactly what ending the connection deletes and what stays."""
    only = sum(sources(run) == [STRAVA] for run in runs)
    rest = len(runs) - only
    gone = [
        f"{count(only, 'activity')} known only from Strava, with everything computed from them",
        "what Strava told about your other activities and your shoes",
        "the keys to your Strava account; Strava is told that they are void",
    ]
    stays = [
        f"{count(rest, 'activity')} of your own export, files and log" if rest else "nothing else is here but your settings",
        "your account here, its settings and what you said about your shoes",
        "your account at Strava, untouched",
    ]
    return _lists(gone, stays)


def forget(runs: Sequence[Run], visit: Visit) -> Component:
    """Fold out what deleting everything deletes; the name has to be typed, because it cannot be undone."""
    name = visit.chosen.name
    gone = [
        f"all {count(len(runs), 'activity')} from every source, with the original files and everything computed from them",
        "settings, shoes, consent, the connection and its keys",
        "older copies of the computed tables",
    ]
    stays = [
        "a receipt with counts and a random number, nothing about you",
        "backups and exports you made yourself: these are yours to delete",
    ]
    typed = dmc.TextInput(id="forget-name", label=f"Type {name} to confirm", autoComplete="off", size="md", maw=360)
    hook: Any = {"data-with": "forget-name"}
    button = job_button("Delete everything", "forget", "/settings/forget", visit, color="red", variant="filled", **hook)
    words = html.P("This cannot be undone.", className="act")
    return more(
        f"Delete everything about {name} …", _lists(gone, stays), words, typed, html.P(button), job_status("forget"), class_name="leave"
    )


def _lists(gone: Sequence[str], stays: Sequence[str]) -> Component:
    columns = (("Deleted at once", gone), ("Stays", stays))
    return html.Div(
        [html.Div([html.H3(title), html.Ul([html.Li(item) for item in items], className="plain")]) for title, items in columns],
        className="two",
    )
