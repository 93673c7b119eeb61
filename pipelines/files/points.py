"""From texts of track points to a track of numbers: times parsed, the impossible blanked."""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

import numpy as np

from pipelines.files.track import Column, Track

Texts = Sequence[str | None]

BOUNDS = {
    "latitude": (-90.0, 90.0),
    "longitude": (-180.0, 180.0),
    "altitude_m": (-500.0, 9000.0),
    "distance_m": (0.0, 2e6),
    "speed_mps": (0.0, 60.0),
    "heartrate_bpm": (20.0, 250.0),
    "cadence": (0.0, 300.0),
}
"""What a body on earth can do; a value outside is a sensor's error."""

EARLIEST_S, LATEST_S = 473_385_600.0, 4_102_444_800.0
"""Unix seconds of 1985 and 2100; a time outside is damage."""

_ZULU = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z", re.ASCII)


def track_of(columns: Mapping[str, Texts], times: Texts, parts: Sequence[int]) -> Track:
    """Return the cleaned track of columns of texts; `parts` are the counts of points of each stretch."""
    unknown = np.full(len(times), np.nan)
    values = {name: numbers(columns[name], *bounds) if name in columns else unknown for name, bounds in BOUNDS.items()}
    nowhere = ~np.isfinite(values["latitude"] + values["longitude"]) | ((values["latitude"] == 0) & (values["longitude"] == 0))
    values["latitude"], values["longitude"] = (np.where(nowhere, np.nan, values[name]) for name in ("latitude", "longitude"))
    stretch = np.repeat(np.arange(len(parts), dtype=np.float64), parts)
    return Track(time_s=unix_seconds(times), stretch=stretch, **values).cleaned()


def numbers(texts: Texts, lowest: float, highest: float) -> Column:
    """Return texts as numbers; NaN for what is none or outside the bounds."""
    try:
        values = np.array(texts, dtype=np.float64)
    except ValueError:
        values = np.array([_number(text) for text in texts], dtype=np.float64)
    return np.where((values >= lowest) & (values <= highest), values, np.nan)


def _number(text: str | None) -> float:
    try:
        return float(text or "nan")
    except ValueError:
        return np.nan


def unix_seconds(texts: Texts) -> Column:
    """Return ISO times as Unix seconds, to a tenth; a time without a zone is UTC; NaN for what is no time."""
    try:
        seconds = np.array([_zulu(text) for text in texts], dtype="datetime64[ms]").astype(np.float64) / 1000
    except ValueError:
        moments = [moment(text) for text in texts]
        seconds = np.array([np.nan if at is None else at.timestamp() for at in moments], dtype=np.float64)
    known = np.where((seconds > EARLIEST_S) & (seconds < LATEST_S), seconds, np.nan)
    return np.asarray(np.round(known, 1), dtype=np.float64)


def _zulu(text: str | None) -> str:
    """Return a UTC time as numpy parses it.

    Raises:
        ValueError: it is written another way.

    """
    if text and _ZULU.fullmatch(text):
        return text[:-1]
    raise ValueError


def moment(text: str | None) -> datetime | None:
    """Return an ISO time with its zone (UTC unless told), None for what is none."""
    try:
        at = datetime.fromisoformat((text or "").strip())
    except ValueError:
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def utc_offset_s(text: str | None) -> int | None:
    """Return the seconds local time is ahead, of an ISO time that names an offset; None for UTC, which names no place."""
    at = moment(text)
    offset = at.utcoffset() if at else None
    return int(offset.total_seconds()) if offset else None
