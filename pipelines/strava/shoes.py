"""Shoes as Strava tells of them: a list in the athlete's page, details by pair."""

from collections.abc import Mapping
from typing import Any

from pipelines.strava.rows import gear_key, number, text
from warehouse.landing import Gear

_LIFETIME_M = 1e9


def listed(athlete: Mapping[str, Any]) -> dict[str, Gear]:
    """Return the pairs of an athlete's page by id."""
    shoes = athlete.get("shoes")
    made = [pair(raw) for raw in shoes if isinstance(raw, dict)] if isinstance(shoes, list) else []
    return {gear.gear_id: gear for gear in made if gear is not None}


def pair(raw: Mapping[str, Any]) -> Gear | None:
    """Return a pair of shoes, None when it is none; its name is the athlete's own word for it, else brand and model."""
    key = gear_key(raw.get("id"))
    if key is None or not key.startswith("strava:g"):
        return None
    made = " ".join(filter(None, (text(raw.get("brand_name")), text(raw.get("model_name")))))
    return Gear(key, text(raw.get("name")) or made, number(raw.get("distance"), 0, _LIFETIME_M), raw.get("retired") is True)


def carried(known: Mapping[str, Gear], told: Mapping[str, Gear], worn: set[str]) -> tuple[Gear, ...]:
    """Return the pairs whose details are known and still matter, each as told last; one without a name is asked for again."""
    return tuple(told.get(key, gear) for key, gear in sorted(known.items()) if gear.name and (key in told or key in worn))
