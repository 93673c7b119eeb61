"""Drawings of stretches and exercises: our own SVG files, shown as masks so that they take the colour of the text around them."""

import re
from collections.abc import Mapping
from functools import cache
from html import unescape
from pathlib import Path

from dash import html
from dash.development.base_component import Component

from dashboard.components.base import aria

FOLDER = Path(__file__).parents[1] / "assets" / "figures"
DRAWINGS: Mapping[str, tuple[str, ...]] = {
    "warm_up": ("leg_swing", "walking_lunge"),
    "strength_hip": ("side_lying_raise", "clam", "band_walk", "bridge"),
    "strength_knee": ("wall_sit", "squat"),
    "strength_upkeep": ("side_lying_raise", "band_walk", "bridge", "squat", "step_down"),
    "aqua_jog": ("aqua_jog",),
    "swim": ("swim",),
    "cycle_or_elliptical": ("cycle",),
    "uphill_walk": ("uphill_walk",),
    "stretch_itb": ("stretch_itb",),
    "stretch_quadriceps": ("stretch_quadriceps",),
    "stretch_hip_flexor": ("stretch_hip_flexor",),
    "stretch_hamstring": ("stretch_hamstring",),
    "stretch_calf": ("stretch_calf_straight", "stretch_calf_bent"),
    "stretch_piriformis": ("stretch_piriformis",),
}
"""Which drawings belong to a piece of advice; what is not an exercise has none."""


def drawings(advice_id: str) -> Component | None:
    """Show how a piece of advice is done, None for advice without a drawing."""
    names = DRAWINGS.get(advice_id, ())
    return html.Div([_drawing(name) for name in names], className="drawings") if names else None


@cache
def words(name: str) -> tuple[str, str]:
    """Return the title and the description that a drawing's file holds."""
    content = (FOLDER / f"{name}.svg").read_text("utf-8")
    found = re.search(r"<title[^>]*>(.+?)</title>\s*<desc[^>]*>(.+?)</desc>", content, re.DOTALL)
    return (unescape(found[1]), unescape(found[2])) if found else (name, "")


def _drawing(name: str) -> Component:
    title, description = words(name)
    picture = html.Div(
        className="drawing", role="img", style={"--drawing": f"url(/assets/figures/{name}.svg)"}, **aria(label=f"{title}: {description}")
    )
    return html.Figure([picture, html.Figcaption(title)])
