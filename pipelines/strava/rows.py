"""Strava's word on an activity, summary or detail, as a row of the landing.

What is missing, null, of another type or cannot be true is unknown. A start hidden by its runner comes as one second past midnight and
stays so: the day is right. Nothing here asks Strava or writes.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any
from zoneinfo import available_timezones

from pipelines.files.sports import sport_type

Row = dict[str, Any]

ON_FOOT = {"Run", "TrailRun", "VirtualRun", "Walk", "Hike"}
_YEARS = range(1970, 2101)
_FARTHEST = timedelta(hours=15)
_GEAR = re.compile(r"[gb][0-9]{1,20}", re.ASCII)
_PLACE = re.compile(r"[A-Z]\w*(/[\w+-]+)+", re.ASCII)
_LONGEST = 300
_LARGEST_ID = 1 << 63
_MONTH_S = 31 * 86400.0


def rows(raws: Iterable[Any]) -> tuple[list[Row], int]:
    """Return a landing row for each activity, one a key, and how many were left out because they have no id or no start."""
    made = [row(raw) for raw in raws]
    kept = {one["source_key"]: one for one in made if one is not None}
    return list(kept.values()), made.count(None)


def row(raw: Any) -> Row | None:
    """Return an activity as a row of `warehouse.landing.ACTIVITIES`, None when it has no id or no start."""
    known: Mapping[str, Any] = raw if isinstance(raw, dict) else {}
    identity, start = known.get("id"), moment(known.get("start_date"))
    if type(identity) is not int or not 0 < identity < _LARGEST_ID or start is None:
        return None
    word = text(known.get("sport_type")) or text(known.get("type"))
    sport = sport_type(word or "")
    return {
        "source_key": f"strava:{identity}",
        "sport": word,
        "sport_type": sport,
        "name": text(known.get("name")),
        "start_utc": start,
        "utc_offset_s": _offset(start, known.get("start_date_local")),
        "timezone": _timezone(known.get("timezone")),
        "cadence_unit": "one_leg" if sport in ON_FOOT else None,
        "device": text(known.get("device_name")),
        "indoor": known["trainer"] if isinstance(known.get("trainer"), bool) else None,
        "gear_id": gear_key(known.get("gear_id")),
        **_measures(known),
    }


def _measures(known: Mapping[str, Any]) -> Row:
    def read(name: str, least: float, most: float) -> float | None:
        return number(known.get(name), least, most)

    return {
        "distance_m": read("distance", 0, 1e7),
        "moving_s": read("moving_time", 0, _MONTH_S),
        "elapsed_s": read("elapsed_time", 0, _MONTH_S),
        "elevation_gain_m": read("total_elevation_gain", 0, 1e5),
        "cadence": read("average_cadence", 1, 300),
        "heartrate_bpm": read("average_heartrate", 20, 260),
        "max_heartrate_bpm": read("max_heartrate", 20, 260),
        "rpe": read("perceived_exertion", 1, 10),
    }


def number(value: Any, least: float, most: float) -> float | None:
    """Return a number between two bounds, None for everything else."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if least <= value <= most else None


def text(value: Any) -> str | None:
    """Return words without what no table can hold, at most 300 letters; None for nothing."""
    if not isinstance(value, str):
        return None
    return value.encode("utf-8", "replace").decode().replace("\0", "").strip()[:_LONGEST] or None


def moment(value: Any) -> datetime | None:
    """Return a moment such as 2026-11-23T06:00:00Z as naive UTC, None when it is none."""
    try:
        found = datetime.fromisoformat(value)
        naive = found.astimezone(UTC).replace(tzinfo=None) if found.tzinfo else found
    except (TypeError, ValueError, OverflowError):
        return None
    return naive if naive.year in _YEARS else None


def gear_key(value: Any) -> str | None:
    """Return the landing's word for a pair of shoes (g…) or a bike (b…), None when it is neither."""
    return f"strava:{value}" if isinstance(value, str) and _GEAR.fullmatch(value) else None


def _offset(start: datetime, local: Any) -> int | None:
    """Return local time minus UTC in seconds; Strava writes the local time as if it were UTC."""
    shown = moment(local)
    if shown is None or abs(shown - start) > _FARTHEST:
        return None
    return round((shown - start).total_seconds())


def _timezone(value: Any) -> str | None:
    """Return the zone of words such as (GMT+01:00) Europe/Berlin, None when nobody knows it."""
    name = str(value).rpartition(" ")[2]
    return name if _PLACE.fullmatch(name) and name in _zones() else None


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())
