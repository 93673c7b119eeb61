"""What Strava's rows look like: shapes taken from recorded answers, values invented."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

Json = dict[str, Any]


def activity(  # noqa: PLR0913 -- one word a fact a test cares about
    activity_id: int,
    start: datetime | str,
    km: float = 10.0,
    *,
    minutes: float | None = None,
    sport: str = "Run",
    name: str = "Morning Run",
    gear: str | None = None,
    zone: str = "Europe/Berlin",
    absent: Iterable[str] = (),
    **other: Any,
) -> Json:
    """Return a summary row; `start` is UTC, `other` overrides or adds fields, `absent` names fields to leave out."""
    begun = (datetime.fromisoformat(start) if isinstance(start, str) else start).astimezone(UTC)
    seconds = round((minutes or km * 6) * 60)
    row = {
        "resource_state": 2,
        "id": activity_id,
        "upload_id": activity_id + 1_000_000,
        "external_id": f"{activity_id}.fit",
        "name": name,
        "distance": round(km * 1000, 1),
        "moving_time": seconds,
        "elapsed_time": seconds + 20,
        "total_elevation_gain": 31.5,
        "type": sport if sport in {"Run", "Ride", "Walk", "Hike", "Swim"} else "Workout",
        "sport_type": sport,
        "workout_type": None,
        "device_name": "Garmin Forerunner 255",
        **_times(begun, zone),
        "start_latlng": [],
        "end_latlng": [],
        "map": {"id": f"a{activity_id}", "summary_polyline": "", "resource_state": 2},
        "trainer": False,
        "commute": False,
        "manual": False,
        "private": False,
        "visibility": "everyone",
        "flagged": False,
        "gear_id": gear,
        "average_speed": round(km * 1000 / seconds, 3) if seconds else 0.0,
        "max_speed": 4.4,
        "average_cadence": 84.6,
        "has_heartrate": True,
        "average_heartrate": 148.2,
        "max_heartrate": 171.0,
        "elev_high": 67.8,
        "elev_low": 56.7,
        "kudos_count": 3,
        "suffer_score": None,
        **other,
    }
    return {name: value for name, value in row.items() if name not in set(absent)}


def _times(begun: datetime, zone: str) -> Json:
    """Return the start as Strava tells it: the local one carries a `Z` that is not true."""
    offset = begun.astimezone(ZoneInfo(zone)).utcoffset()
    local = begun.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    return {
        "start_date": f"{begun.replace(tzinfo=None).isoformat(timespec='seconds')}Z",
        "start_date_local": f"{local.isoformat(timespec='seconds')}Z",
        "timezone": f"(GMT+00:00) {zone}",
        "utc_offset": offset.total_seconds() if offset else 0.0,
    }


def shoe(  # noqa: PLR0913 -- as above
    gear_id: str, name: str = "Pegasus 41", km: float = 0.0, *, retired: bool = False, brand: str = "Nike", model: str = "Pegasus 41"
) -> Json:
    """Return a pair with all that `/gear/{id}` tells; `/athlete` tells less."""
    return {
        "resource_state": 3,
        "id": gear_id,
        "primary": False,
        "name": name,
        "nickname": "",
        "retired": retired,
        "distance": round(km * 1000),
        "converted_distance": km,
        "brand_name": brand,
        "model_name": model,
        "description": None,
    }


def detail(row: Json, more: Json) -> Json:
    """Return a row as `/activities/{id}` tells it, what only that call knows included."""
    return {
        **row,
        "resource_state": 3,
        "description": None,
        "calories": 640.0,
        "perceived_exertion": None,
        "splits_metric": [],
        "laps": [],
        **more,
    }


def in_list(pair: Json) -> Json:
    """Return a pair as `/athlete` lists it."""
    return {**{key: value for key, value in pair.items() if key not in {"brand_name", "model_name", "description"}}, "resource_state": 2}
