"""GPX: tracks of phones and watches, with the heart rate and cadence extensions of any vendor."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from lxml import etree

from pipelines.files.activity import NotAnActivityError, ParsedActivity, ParsedFile
from pipelines.files.markup import AGAIN, parse, table, text
from pipelines.files.points import track_of, utc_offset_s
from pipelines.files.track import Track, activity, join
from warehouse.errors import UnreadableError

FOLLOWS_WITHIN_S = 3600.0
"""A track that begins this soon after the one before it goes on with it."""

NAMES = {
    "ele": "altitude_m",
    "time": "time",
    "hr": "heartrate_bpm",
    "heartrate": "heartrate_bpm",
    "cad": "cadence",
    "cadence": "cadence",
    "runcadence": "cadence",
}
"""Local names of elements below a track point, whatever the vendor's namespace."""


@dataclass(frozen=True, slots=True)
class _Recording:
    sport: str
    name: str | None
    utc_offset_s: int | None
    track: Track

    def goes_on_with(self, other: "_Recording") -> bool:
        gap = float(other.track.time_s[0] - self.track.time_s[-1])
        return self.sport == other.sport and 0 < gap <= FOLLOWS_WITHIN_S

    def parsed(self) -> ParsedActivity:
        return replace(activity(self.track, self.sport), name=self.name, utc_offset_s=self.utc_offset_s)


def read_gpx(content: bytes) -> ParsedFile:
    """Read the activities of a GPX document.

    Raises:
        NotAnActivityError: it holds no track with times.
        UnreadableError: it is no XML, or damaged before its second point.

    """
    root, problem = parse(content)
    recordings = sorted(_recordings(root), key=lambda one: float(one.track.time_s[0]))
    if not recordings:
        if problem:
            raise UnreadableError("The GPX file is damaged before its second track point.", AGAIN)
        raise NotAnActivityError(_kind(root))
    activities = _merged(recordings)
    points = sum(len(one.track) for one in activities)
    return ParsedFile(tuple(one.parsed() for one in activities), problem, points if problem else None)


def _recordings(root: etree._Element) -> Iterator[_Recording]:
    for element in root.iter("{*}trk"):
        parts = [list(part.iter("{*}trkpt")) for part in element.iter("{*}trkseg")]
        points = [point for part in parts for point in part]
        columns = table(points, NAMES) | {
            "latitude": [point.get("lat") for point in points],
            "longitude": [point.get("lon") for point in points],
        }
        times = columns.pop("time")
        track = track_of(columns, times, [len(part) for part in parts])
        if len(track) > 1:
            yield _Recording(text(element, "type") or "", text(element, "name"), utc_offset_s(times[0]), track)


def _merged(recordings: Iterable[_Recording]) -> list[_Recording]:
    merged: list[_Recording] = []
    for recording in recordings:
        if merged and merged[-1].goes_on_with(recording):
            merged[-1] = replace(merged[-1], track=join([merged[-1].track, recording.track]))
        else:
            merged.append(recording)
    return merged


def _kind(root: etree._Element) -> str:
    if root.find(".//{*}trkpt/{*}time") is not None:
        return "a GPX track of a single point"
    if root.find(".//{*}trkpt") is not None:
        return "a GPX track without times, such as a planned route"
    return "a GPX route" if root.find(".//{*}rtept") is not None else "a GPX file without a track"
