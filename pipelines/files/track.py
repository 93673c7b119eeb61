"""From the columns of a track to an activity: distance, moving time, climb, samples. No file format here."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from pipelines.files.activity import ParsedActivity, Samples
from pipelines.files.sports import sport_type
from pipelines.files.zones import timezone_at
from warehouse.model import FOOT_SPORTS

Column = NDArray[np.float64]

EARTH_M = 6_371_008.8

MOVING_MPS = 0.5
LONGEST_STEP_S = 30.0
"""Moving time adds the steps faster than the one and no longer than the other (or three usual steps of a slow recorder)."""

FASTEST_MPS = 60.0
FASTEST_ON_FOOT_MPS = 12.5
SHORT_LEAP_M = 50.0
"""A step longer and faster than these is the sensor's, not the athlete's."""

SMOOTHING = 9
CLIMB_STEP_M = 2.0
"""Samples averaged, and metres from which a change of height counts: closest to Strava's gain on 23 exported tracks."""

SPEED_WINDOW_S = 10.0
ONE_JOURNEY_S = 14 * 86_400.0


@dataclass(frozen=True, slots=True)
class Track:
    """Columns of points, equal lengths, NaN where unknown: Unix seconds, degrees, metres, m/s, bpm.

    `stretch` numbers the part a point belongs to: what lies between two parts was not recorded.
    """

    time_s: Column
    latitude: Column
    longitude: Column
    altitude_m: Column
    distance_m: Column
    speed_mps: Column
    heartrate_bpm: Column
    cadence: Column
    stretch: Column

    def __len__(self) -> int:
        """Return the number of points."""
        return len(self.time_s)

    def pick(self, chosen: NDArray[np.bool_] | NDArray[np.intp]) -> "Track":
        """Return the chosen points."""
        return Track(*(getattr(self, field.name)[chosen] for field in fields(self)))

    def cleaned(self) -> "Track":
        """Return the points with a time, in the order of time, one a moment, without the odd one from another year."""
        timed = self.pick(np.isfinite(self.time_s))
        far = np.abs(timed.time_s - np.median(timed.time_s)) > ONE_JOURNEY_S if len(timed) else np.zeros(0, bool)
        if far.sum() * 100 < len(far):
            timed = timed.pick(~far)
        ordered = timed.pick(np.argsort(timed.time_s, kind="stable"))
        return ordered.pick(np.diff(ordered.time_s, prepend=-np.inf) > 0)


def join(tracks: Sequence[Track]) -> Track:
    """Return tracks as the stretches of one."""
    columns = {field.name: np.concatenate([getattr(track, field.name) for track in tracks]) for field in fields(Track)}
    parts = np.cumsum([0, *(np.nanmax(track.stretch, initial=0) + 1 for track in tracks[:-1])])
    columns["stretch"] = np.concatenate([track.stretch + part for track, part in zip(tracks, parts, strict=True)])
    return Track(**columns)


def activity(track: Track, sport: str) -> ParsedActivity:
    """Return the activity of a cleaned track of at least one point."""
    seconds = track.time_s - track.time_s[0]
    kind = sport_type(sport)
    distance = cumulative_distance(track, FASTEST_ON_FOOT_MPS if kind in FOOT_SPORTS else FASTEST_MPS)
    speed = _speed(track, seconds, distance)
    step = np.diff(seconds, prepend=seconds[0])
    recorded = np.where(step <= max(LONGEST_STEP_S, 3 * float(np.median(step))), step, 0.0)
    moving = recorded if distance is None else np.where(speed > MOVING_MPS, recorded, 0.0)
    gain, descent = climb(track.altitude_m)
    placed = np.flatnonzero(np.isfinite(track.latitude))
    return ParsedActivity(
        sport=sport,
        sport_type=kind,
        start_utc=from_unix(float(track.time_s[0])),
        timezone=timezone_at(float(track.latitude[placed[0]]), float(track.longitude[placed[0]])) if len(placed) else None,
        distance_m=None if distance is None else float(distance[-1]),
        moving_s=float(moving.sum()),
        elapsed_s=float(seconds[-1]),
        elevation_gain_m=gain,
        descent_m=descent,
        cadence=mean(track.cadence, np.where(track.cadence > 0, moving, 0.0)),
        heartrate_bpm=mean(track.heartrate_bpm, recorded),
        max_heartrate_bpm=float(np.nanmax(track.heartrate_bpm)) if np.isfinite(track.heartrate_bpm).any() else None,
        indoor=not len(placed),
        samples=_samples(track, seconds, distance, speed),
    )


def from_unix(seconds: float) -> datetime:
    """Return Unix seconds as naive UTC."""
    return datetime.fromtimestamp(seconds, UTC).replace(tzinfo=None)


def cumulative_distance(track: Track, fastest_mps: float) -> Column | None:
    """Return metres since the first point: the recorded ones, else along the great circle; None without either."""
    if _mostly_known(track.distance_m):
        steps = np.diff(_filled(track.time_s, track.distance_m, track.time_s))
        return _added_up(np.maximum(steps, 0.0))
    placed = np.flatnonzero(np.isfinite(track.latitude))
    if len(placed) < 2:  # noqa: PLR2004 -- a line has two ends
        return None
    points = track.pick(placed)
    steps = great_circle_m(points.latitude, points.longitude)
    steps[_not_travelled(points, steps, fastest_mps)] = 0.0
    return _filled(points.time_s, _added_up(steps), track.time_s)


def _not_travelled(points: Track, steps: Column, fastest_mps: float) -> NDArray[np.bool_]:
    """Return which steps are a sensor's leap or lie between two stretches; a short leap only catches up with a fix that stood still."""
    leap = (steps > SHORT_LEAP_M) & (steps > fastest_mps * np.diff(points.time_s))
    apart: NDArray[np.bool_] = leap | (np.diff(points.stretch) > 0)
    return apart


def _added_up(steps: Column) -> Column:
    total: Column = np.concatenate([[0.0], np.cumsum(steps)])
    return total


def _filled(at: Column, values: Column, wanted: Column) -> Column:
    known = np.isfinite(values)
    filled: Column = np.interp(wanted, at[known], values[known])
    return filled


def great_circle_m(latitude: Column, longitude: Column) -> Column:
    """Return the metres from each point to the next, of positions in degrees."""
    lat, lon = np.radians(latitude), np.radians(longitude)
    chord = np.sin(np.diff(lat) / 2) ** 2 + np.cos(lat[:-1]) * np.cos(lat[1:]) * np.sin(np.diff(lon) / 2) ** 2
    metres: Column = 2 * EARTH_M * np.arcsin(np.sqrt(np.minimum(chord, 1.0)))
    return metres


def climb(altitude: NDArray[np.float32] | Column) -> tuple[float | None, float | None]:
    """Return metres up and metres down of altitudes in metres; None of each when fewer than two are known.

    Altitudes are smoothed over `SMOOTHING` samples; a change counts once it exceeds `CLIMB_STEP_M`, so that noise adds nothing.
    """
    known = altitude[np.isfinite(altitude)].astype(np.float64)
    if len(known) < 2:  # noqa: PLR2004 -- a change has two ends
        return None, None
    gain = descent = 0.0
    settled = height = float(known[0])
    for height in _smoothed(known).tolist():
        change = height - settled
        if abs(change) >= CLIMB_STEP_M:
            gain, descent, settled = gain + max(change, 0.0), descent - min(change, 0.0), height
    return gain, descent


def _smoothed(values: Column) -> Column:
    width = min(SMOOTHING, len(values))
    padded = np.pad(values, (width // 2, (width - 1) // 2), mode="edge")
    return np.convolve(padded, np.full(width, 1 / width), mode="valid")


def _speed(track: Track, seconds: Column, distance: Column | None) -> Column:
    """Return the recorded speed, where unknown that over `SPEED_WINDOW_S` around each point, as a single step of GPS is mostly noise."""
    if distance is None:
        return track.speed_mps
    before = np.maximum(seconds - SPEED_WINDOW_S / 2, 0.0)
    after = np.minimum(seconds + SPEED_WINDOW_S / 2, seconds[-1])
    covered = np.interp(after, seconds, distance) - np.interp(before, seconds, distance)
    return np.where(np.isfinite(track.speed_mps), track.speed_mps, covered / np.maximum(after - before, 0.1))


def _mostly_known(values: Column) -> bool:
    return bool(np.isfinite(values).sum() * 2 > len(values))


def mean(values: Column, weights: Column) -> float | None:
    """Return the weighted mean of the known values, None when none has weight."""
    weights = np.where(np.isfinite(values) & np.isfinite(weights), weights, 0.0)
    total = float(weights.sum())
    return float(np.nansum(values * weights) / total) if total else None


def _samples(track: Track, seconds: Column, distance: Column | None, speed: Column) -> Samples:
    columns = {
        "t_s": seconds,
        "distance_m": np.full(len(seconds), np.nan) if distance is None else distance,
        "speed_mps": speed,
        "cadence": track.cadence,
        "heartrate_bpm": track.heartrate_bpm,
        "altitude_m": track.altitude_m,
    }
    return {name: values.astype(np.float32) for name, values in columns.items()}
