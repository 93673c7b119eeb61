"""Forms about pairs of shoes: change one, make a new one. What they mean is read back by `as_settings`."""

from collections.abc import Mapping
from typing import Any

import dash_mantine_components as dmc
from dash import html
from dash.development.base_component import Component

from dashboard.components.base import aria, more
from dashboard.pairs import Pair
from dashboard.units import in_units
from warehouse.people import ShoeSettings
from warehouse.wording import KM_PER_MILE, Units

FIELD = "shoe"
SAVE = "shoe-save"
SAID = "shoe-said"
START = "On the pair before the first run known here. Empty: what Strava counts beyond these runs, else nothing."
LIMIT = "After how far you want to replace it. Empty: the usual limit."
BOXES = {
    "racing": "Racing pair: its usual limit is lower",
    "default": "Worn in runs that name no pair, from today on",
    "retired": "Retired: out of use",
}


def shoe_form(pair: Pair, units: Units, said: Any = None) -> Component:
    """Offer to change one pair; `said` is how the last change went."""
    own, name = pair.said, pair.shoe.name
    fields = [
        dmc.TextInput(id=_id(pair, "name"), label="Name", value=name, size="md", autoComplete="off"),
        _distance(_id(pair, "start_km"), f"Distance before, in {units}", START, shown(own.start_km or None, units)),
        _distance(_id(pair, "limit_km"), f"Your own limit, in {units}", LIMIT, shown(own.limit_km, units)),
    ]
    save = dmc.Button("Save", id={"type": SAVE, "shoe": own.shoe}, className="save", variant="default", **aria(label=f"Save {name}"))
    answer = html.Div(said, id={"type": SAID, "shoe": own.shoe}, role="status")
    return more("Change", html.Div([html.Div(fields, className="fields"), _boxes(pair), html.P(save), answer], className="editor"))


def new_form(said: Any = None) -> Component:
    """Offer to make a new pair."""
    name = dmc.TextInput(id="new-shoe", label="What to call it", size="md", autoComplete="off")
    add = dmc.Button("Add this pair", id="new-shoe-add", className="save", variant="default")
    answer = html.Div(said, id="new-shoe-said", role="status")
    return more("Add a new pair", html.Div([html.Div([name], className="fields"), html.P(add), answer], className="card editor"))


def as_settings(pair: Pair, fields: Mapping[str, Any], units: Units) -> ShoeSettings:
    """Return what the form says of a pair; what was left as shown stays exactly as it was. Raises ValueError for what is no number."""
    name, boxes = str(fields.get("name") or "").strip(), fields.get("is") or []
    own = pair.said
    return ShoeSettings(
        own.shoe,
        name=own.name if name == pair.shoe.name else name or None,
        start_km=_km(fields.get("start_km"), own.start_km or None, units) or 0.0,
        limit_km=_km(fields.get("limit_km"), own.limit_km, units),
        retired=own.retired if pair.retired_at_source else "retired" in boxes,
        racing="racing" in boxes,
        default="default" in boxes,
    )


def shown(km: float | None, units: Units) -> float | None:
    """Return a distance as the form shows it, None for one that was not said."""
    return None if km is None else round(in_units(km, units), 1)


def _km(value: Any, before: float | None, units: Units) -> float | None:
    if value in (None, ""):
        return None
    number = float(value)
    if number == shown(before, units):
        return before
    return number if units == "km" else number * KM_PER_MILE


def _boxes(pair: Pair) -> Component:
    ticked = {"racing": pair.said.racing, "default": pair.said.default, "retired": pair.retired}
    boxes = [dmc.Checkbox(label=_label(key, pair), value=key, disabled=key == "retired" and pair.retired_at_source) for key in BOXES]
    value = [key for key, true in ticked.items() if true]
    group: Component = dmc.CheckboxGroup(html.Div(boxes, className="boxes"), id=_id(pair, "is"), label="This pair is", value=value)
    return group


def _label(key: str, pair: Pair) -> str:
    return "Retired at Strava; take it out of retirement there" if key == "retired" and pair.retired_at_source else BOXES[key]


def _distance(key: Any, label: str, description: str, value: float | None) -> Component:
    field: Component = dmc.NumberInput(
        id=key,
        label=label,
        description=description,
        value="" if value is None else value,
        allowNegative=False,
        decimalScale=1,
        hideControls=True,
        size="md",
    )
    return field


def _id(pair: Pair, key: str) -> dict[str, str]:
    return {"type": FIELD, "shoe": pair.said.shoe, "key": key}
