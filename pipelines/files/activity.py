"""What every reader of a file returns: activities in SI units, and what was wrong with the file."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Samples = Mapping[str, NDArray[np.float32]]
"""Columns of `warehouse.landing.SAMPLES` without `source_key`; equal lengths, NaN where unknown, `t_s` increasing."""


@dataclass(frozen=True, slots=True)
class ParsedActivity:
    """One activity of a file. Times are naive UTC, `utc_offset_s` is local minus UTC; unknown is None.

    `sport` is the file's own word, `sport_type` Strava's name for it ("Run", "Ride", "Swim", "Workout" when unclear).
    `cadence` is the mean over moving time as the file counts it; `cadence_unit` None means the number must decide.
    """

    sport: str
    sport_type: str
    start_utc: datetime
    name: str | None = None
    utc_offset_s: int | None = None
    timezone: str | None = None
    distance_m: float | None = None
    moving_s: float | None = None
    elapsed_s: float | None = None
    elevation_gain_m: float | None = None
    descent_m: float | None = None
    cadence: float | None = None
    cadence_unit: Literal["one_leg", "steps"] | None = None
    heartrate_bpm: float | None = None
    max_heartrate_bpm: float | None = None
    device: str | None = None
    indoor: bool | None = None
    samples: Samples | None = None


@dataclass(frozen=True, slots=True)
class ParsedFile:
    """All activities of a file. A damaged file has a `problem` in plain words and the count of records before the damage."""

    activities: tuple[ParsedActivity, ...]
    problem: str | None = None
    recovered_records: int | None = None


class NotAnActivityError(Exception):
    """A healthy file of another kind (settings, weight, workout plan); the argument says which."""
