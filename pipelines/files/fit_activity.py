"""From the messages of one FIT file to its activities: one a session, each with the samples of its time."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from pipelines.files.activity import ParsedActivity, Samples
from pipelines.files.fit_devices import device_name
from pipelines.files.fit_messages import Message, Messages, number
from pipelines.files.fit_profile import ACTIVITY, DEVICE_INFO, EPOCH, EVENT, FILE_ID, FIRST_DATE, LAP, SESSION, SPORT, name_sport
from pipelines.files.fit_records import Columns
from pipelines.files.fit_track import LONGEST_S, moving_cadence, moving_seconds, over, position, samples, sorted_track
from pipelines.files.track import climb, from_unix
from pipelines.files.zones import timezone_at
from warehouse.model import FOOT_SPORTS

MOST_STRIDES = 110
"""A run whose cadence is above this counts steps already, whatever the field should hold."""

QUARTER_S, FARTHEST_ZONE_S = 900, 15 * 3600


@dataclass(frozen=True, slots=True)
class Content:
    """What a reader found in one FIT file; `steps` when cadence came from a field that counts both legs."""

    columns: Columns
    messages: Messages
    steps: bool = False

    def all(self, message: int) -> list[Message]:
        """Return the messages of a number, none when there are none."""
        return self.messages.get(message, [])


def activities(content: Content) -> Iterator[ParsedActivity]:
    """Yield the activities of a file; none when nothing in it has a date."""
    starts = sorted(((start, session) for session in content.all(SESSION) if (start := _start(session))), key=lambda pair: pair[0])
    track = sorted_track(content.columns, starts[0][0] if starts else None)
    stamps = track["timestamp"]
    if not starts and len(stamps):
        starts = [(float(stamps[0]), _made_up(content))]
    edges = [0, *np.searchsorted(stamps, [start for start, _ in starts[1:]]).tolist(), len(stamps)]
    common = _common(content, track)
    for nth, (start, session) in enumerate(starts):
        part = {name: column[edges[nth] : edges[nth + 1]] for name, column in track.items()}
        first = next(iter(part["timestamp"].tolist()), start)
        begin = start if start <= first <= start + LONGEST_S else first
        yield _activity(content, session, begin, samples(part, begin, later=nth > 0), common)


def _start(session: Message) -> float | None:
    """Return when a session began; None when that is no date."""
    start = number(session, "start_time")
    if start is None and (end := number(session, "timestamp")) is not None:
        start = end - (number(session, "total_elapsed_time") or 0)
    return start if start is not None and start >= FIRST_DATE else None


def _made_up(content: Content) -> Message:
    """Return a session for a file that was cut off before its device wrote one: only the sport is known."""
    said: Message = {}
    for message in (*content.all(LAP)[:1], *content.all(SPORT)[:1]):
        said |= message
    return {name: said[name] for name in ("sport", "sub_sport") if name in said}


def _common(content: Content, track: Columns) -> ParsedActivity:
    """Return an activity that holds only what all sessions of a file share: device, place and clock."""
    place, offset = position(track), _utc_offset(content)
    zone = timezone_at(*place) if place and not offset else None
    return ParsedActivity(
        sport="",
        sport_type="",
        start_utc=from_unix(EPOCH),
        utc_offset_s=None if zone else offset,  # some devices write UTC as local time
        timezone=zone,
        device=device_name(content.all(FILE_ID), content.all(DEVICE_INFO)),
        indoor=False if place else None,
    )


def _activity(content: Content, session: Message, start: float, track: Samples, common: ParsedActivity) -> ParsedActivity:
    sport = name_sport(number(session, "sport"), number(session, "sub_sport"))
    total, walked = number(session, "total_distance"), over(track["distance_m"], np.max)
    last = over(track["t_s"], np.max)
    activity = replace(
        common,
        sport=sport.word,
        sport_type=sport.sport_type,
        start_utc=from_unix(EPOCH + start),
        distance_m=total or walked or total,
        moving_s=number(session, "total_timer_time") or moving_seconds(track, content.all(EVENT), start),
        elapsed_s=number(session, "total_elapsed_time") or last,
        heartrate_bpm=number(session, "avg_heart_rate") or over(track["heartrate_bpm"], np.mean),
        max_heartrate_bpm=number(session, "max_heart_rate") or over(track["heartrate_bpm"], np.max),
        indoor=sport.indoor or common.indoor,
        samples=None if last is None else track,
    )
    return _with_cadence(_with_climb(activity, session, track), session, track, steps=content.steps)


def _with_climb(activity: ParsedActivity, session: Message, track: Samples) -> ParsedActivity:
    """Take metres up and down from the session; what it lacks, from the altitude."""
    up, down = number(session, "total_ascent"), number(session, "total_descent")
    if up is None or down is None:
        gained, lost = climb(track["altitude_m"])
        up, down = gained if up is None else up, lost if down is None else down
    return replace(activity, elevation_gain_m=up, descent_m=down)


def _with_cadence(activity: ParsedActivity, session: Message, track: Samples, *, steps: bool) -> ParsedActivity:
    """Take cadence from the session or the samples, and say what it counts where that is sure."""
    median, mean = moving_cadence(track), number(session, "avg_cadence")
    cadence = mean + (number(session, "avg_fractional_cadence") or 0) if mean and not steps else median
    if cadence is None or activity.sport_type not in FOOT_SPORTS:
        return replace(activity, cadence=cadence)
    if steps:
        return replace(activity, cadence=cadence, cadence_unit="steps")
    return replace(activity, cadence=cadence, cadence_unit="one_leg" if max(cadence, median or 0) <= MOST_STRIDES else None)


def _utc_offset(content: Content) -> int | None:
    """Return local time minus UTC in seconds, to the quarter of an hour; None when the file gives no plausible one."""
    for message in content.all(ACTIVITY):
        local, stamp = number(message, "local_timestamp"), number(message, "timestamp")
        if local is not None and stamp is not None and abs(local - stamp) <= FARTHEST_ZONE_S:
            return round((local - stamp) / QUARTER_S) * QUARTER_S
    return None
