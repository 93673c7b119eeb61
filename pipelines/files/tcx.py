"""TCX: activities as laps of track points, with totals the watch has computed itself."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from lxml import etree

from pipelines.files.activity import NotAnActivityError, ParsedActivity, ParsedFile
from pipelines.files.markup import AGAIN, parse, table, text
from pipelines.files.points import BOUNDS, numbers, track_of, unix_seconds, utc_offset_s
from pipelines.files.sports import sport_type
from pipelines.files.track import Column, activity, from_unix, mean
from warehouse.errors import UnreadableError

NAMES = {
    "time": "time",
    "latitudedegrees": "latitude",
    "longitudedegrees": "longitude",
    "altitudemeters": "altitude_m",
    "distancemeters": "distance_m",
    "value": "heartrate_bpm",
    "cadence": "cadence",
    "runcadence": "cadence",
    "speed": "speed_mps",
}
"""Local names of elements below a track point; the only `Value` there is that of the heart rate."""


def read_tcx(content: bytes) -> ParsedFile:
    """Read the activities of a TCX document.

    Raises:
        NotAnActivityError: it holds a course or a workout plan.
        UnreadableError: it is no XML, or damaged before its first figures.

    """
    root, problem = parse(content)
    activities = tuple(one for element in root.iter("{*}Activity") if (one := _activity(element)))
    if activities:
        points = sum(len(one.samples["t_s"]) for one in activities if one.samples)
        return ParsedFile(activities, problem, points if problem else None)
    if problem:
        raise UnreadableError("The TCX file is damaged before its first track point.", AGAIN)
    raise NotAnActivityError("a TCX file without a recorded activity, such as a course or a workout plan")


def _activity(element: etree._Element) -> ParsedActivity | None:
    laps = element.findall("{*}Lap")
    points = list(element.iter("{*}Trackpoint"))
    columns = table(points, NAMES)
    times = columns.pop("time")
    track = track_of(columns, times, [len(points)])
    sport, device = element.get("Sport") or "", text(element, "Creator/Name")
    base = activity(track, sport) if len(track) > 1 else _by_hand(element, laps, sport)
    offset = utc_offset_s(times[0] if times else None)
    return _with_totals(replace(base, device=device, utc_offset_s=offset), laps) if base else None


def _by_hand(element: etree._Element, laps: Sequence[etree._Element], sport: str) -> ParsedActivity | None:
    """Return what is known of an activity without points, None when that is not even its start and duration."""
    start = unix_seconds([laps[0].get("StartTime") if laps else None, text(element, "Id")])
    seconds = float(_column(laps, "TotalTimeSeconds", 0, 1e7).sum())
    if not np.isfinite(start).any() or not seconds > 0:
        return None
    first = from_unix(float(start[np.isfinite(start)][0]))
    return ParsedActivity(sport=sport, sport_type=sport_type(sport), start_utc=first, moving_s=seconds, elapsed_s=seconds, indoor=True)


def _with_totals(one: ParsedActivity, laps: Sequence[etree._Element]) -> ParsedActivity:
    """Prefer the watch's distance and its timer, which stops at a pause; fill in what the points lack."""
    seconds = _column(laps, "TotalTimeSeconds", 0, 1e7)
    distance = float(_column(laps, "DistanceMeters", *BOUNDS["distance_m"]).sum())
    heartrate = _column(laps, "AverageHeartRateBpm/Value", *BOUNDS["heartrate_bpm"])
    highest = _column(laps, "MaximumHeartRateBpm/Value", *BOUNDS["heartrate_bpm"])
    cadence = _column(laps, "Extensions/LX/AvgRunCadence", *BOUNDS["cadence"])
    if not np.isfinite(cadence).any():
        cadence = _column(laps, "Cadence", *BOUNDS["cadence"])
    timer = float(seconds.sum())
    return replace(
        one,
        distance_m=distance if distance > 0 else one.distance_m,
        moving_s=min(one.moving_s, timer) if one.moving_s is not None and timer > 0 else one.moving_s,
        heartrate_bpm=one.heartrate_bpm or mean(heartrate, seconds),
        max_heartrate_bpm=one.max_heartrate_bpm or (float(np.nanmax(highest)) if np.isfinite(highest).any() else None),
        cadence=one.cadence or mean(cadence, seconds),
    )


def _column(laps: Sequence[etree._Element], path: str, lowest: float, highest: float) -> Column:
    return numbers([text(lap, path) for lap in laps], lowest, highest)
