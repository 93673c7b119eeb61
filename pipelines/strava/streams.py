"""The streams of an activity as samples of the landing: equal lengths, time increasing, unknown is null."""

from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

from pipelines.strava.rows import number
from warehouse.landing import SAMPLES

_COLUMNS = {
    "distance_m": ("distance", 0, 1e7),
    "speed_mps": ("velocity_smooth", 0, 100),
    "cadence": ("cadence", 0, 300),
    "heartrate_bpm": ("heartrate", 20, 260),
    "altitude_m": ("altitude", -1000, 10_000),
}
_LONGEST_S = 31 * 86400.0


def samples(key: str, streams: Mapping[str, Sequence[Any]]) -> pa.Table | None:
    """Return the samples of the activity `key`, None when its streams tell no time."""
    places = _increasing([number(value, 0, _LONGEST_S) for value in streams.get("time", ())])
    if not places:
        return None
    columns: dict[str, list[Any]] = {"source_key": [key] * len(places), "t_s": [streams["time"][place] for place in places]}
    for name, (stream, least, most) in _COLUMNS.items():
        told = streams.get(stream, ())
        columns[name] = [number(told[place], least, most) if place < len(told) else None for place in places]
    return pa.Table.from_pydict(columns, schema=SAMPLES)


def _increasing(times: Sequence[float | None]) -> list[int]:
    """Return the places of the times that are later than all before them."""
    kept: list[int] = []
    latest = -1.0
    for place, time in enumerate(times):
        if time is not None and time > latest:
            kept.append(place)
            latest = time
    return kept
