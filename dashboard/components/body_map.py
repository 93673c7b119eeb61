"""Where it hurts: a leg from the side and a knee from the front, with a button on every place; the picture is only a picture."""

from typing import Any

import dash_mantine_components as dmc
from dash import html
from dash.development.base_component import Component

from dashboard.components.base import aria
from dashboard.components.own_settings import UNSAID
from warehouse.check_in import Site

SITES: dict[Site, str] = {
    "hip": "Hip",
    "knee_back": "Back of the knee",
    "shin": "Shin",
    "calf": "Calf",
    "achilles": "Achilles",
    "foot": "Foot",
    "kneecap": "Kneecap",
    "knee_inside": "Inside",
    "knee_outside": "Outside",
    "knee_below": "Below the kneecap",
    "other": "Somewhere else",
}
"""The words on the picture, in the order of the keyboard; `PLACES` names them where there is no picture."""
PLACES = {**SITES, "knee_inside": "Inside of the knee", "knee_outside": "Outside of the knee", "other": "Elsewhere"}


def body_map(name: Any, chosen: str) -> Component:
    """Ask for the place by a picture with one button a place; reachable by keyboard, each with its name."""
    spots = [dmc.Radio(label=word, value=site, className=f"spot spot-{site}") for site, word in SITES.items()]
    unsaid = dmc.Radio(label="Not said", value=UNSAID, className="spot spot-unsaid")
    picture = html.Div(className="body-picture", **aria(hidden="true"))
    group: Component = dmc.RadioGroup(
        html.Div([picture, *spots, unsaid], className="pick body-map"), id=name, label="Where", value=chosen, size="md"
    )
    return group
