"""The records of one activity as a track: in the order of time, each second once, and what can be summed up from it."""

from collections.abc import Callable, Iterable

import numpy as np
from numpy.typing import NDArray

from pipelines.files.activity import Samples
from pipelines.files.fit_messages import Message, number
from pipelines.files.fit_profile import FIRST_DATE
from pipelines.files.fit_records import Column, Columns

LONGEST_S = 14 * 86400
"""A record farther than this from the rest is damage, not exercise."""

MOVING_MPS = 0.5
LONGEST_STEP_S = 60
TIMER, STOPS = 0, (1, 4, 8, 9)


def sorted_track(columns: Columns, near: float | None) -> Columns:
    """Return the records that have a date near the session's start (or else near most others), a row a second, in order."""
    stamps = columns["timestamp"]
    dated = np.flatnonzero(stamps >= FIRST_DATE)
    close = np.empty(0, np.int64)
    for centre in (near, np.median(stamps[dated]) if len(dated) else None):
        if centre is not None and not len(close):
            close = dated[np.abs(stamps[dated] - centre) <= LONGEST_S]
    if (np.diff(stamps[close]) > 0).all():
        return {name: column[close] for name, column in columns.items()}
    seconds, second = np.unique(stamps[close], return_inverse=True)
    return {name: _first_known(column[close], second, len(seconds)) for name, column in columns.items()}


def _first_known(column: Column, second: NDArray[np.intp], seconds: int) -> Column:
    """Return a value a second: some apps spread the values of a second over several records."""
    known = np.flatnonzero(~np.isnan(column))[::-1]
    merged = np.full(seconds, np.nan)
    merged[second[known]] = column[known]
    return merged


def samples(track: Columns, start: float, *, later: bool) -> Samples:
    """Return the samples of an activity from its start; distances of a later session of a file begin at zero again."""
    distance, rates = track["distance"], track["heart_rate"]
    begin = distance[~np.isnan(distance)][:1].sum() if later else 0
    columns = {
        "t_s": track["timestamp"] - start,
        "distance_m": distance - begin,
        "speed_mps": track["speed"],
        "cadence": track["cadence"] + np.nan_to_num(track["fractional_cadence"]),
        "heartrate_bpm": np.where(rates > 0, rates, np.nan),
        "altitude_m": track["altitude"],
    }
    return {name: column.astype(np.float32) for name, column in columns.items()}


def over(column: NDArray[np.float32], summary: Callable[[NDArray[np.float32]], np.floating]) -> float | None:
    """Return a summary of what is known of a column, None when nothing is."""
    known = column[~np.isnan(column)]
    return float(summary(known)) if len(known) else None


def moving_cadence(track: Samples) -> float | None:
    """Return the median cadence while moving, in the file's own count."""
    cadence, speed = track["cadence"], track["speed_mps"]
    return over(cadence[(cadence > 0) & ~(speed <= MOVING_MPS)], np.median)


def moving_seconds(track: Samples, events: Iterable[Message], start: float) -> float | None:
    """Return the time the timer ran, or when the file does not say, the time spent faster than 0.5 m/s."""
    times, speed = track["t_s"].astype(np.float64), track["speed_mps"][1:]
    steps = np.diff(times)
    stops = [number(event, "timestamp") for event in events if event.get("event") == TIMER and event.get("event_type") in STOPS]
    counted = steps <= LONGEST_STEP_S
    if stops and len(steps):
        paused = np.searchsorted(times, [at - start for at in stops if at is not None], "right") - 1
        counted[np.clip(paused, 0, len(steps) - 1)] = False
    elif np.nanmax(speed, initial=0) > MOVING_MPS:
        counted &= speed > MOVING_MPS
    return float(steps[counted].sum()) if len(steps) else None


def position(track: Columns) -> tuple[float, float] | None:
    """Return the first position, in degrees of latitude and longitude."""
    known = np.flatnonzero(~np.isnan(track["position_lat"] + track["position_long"]))
    return (float(track["position_lat"][known[0]]), float(track["position_long"][known[0]])) if len(known) else None
