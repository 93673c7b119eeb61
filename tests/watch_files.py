"""GPX and TCX documents made for tests: a run due north at an even pace."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta

START = datetime(2026, 5, 1, 6, 30, tzinfo=UTC)
DEGREE_M = 111_195.08
BERLIN = (52.5, 13.4)

GPX_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<gpx version="1.1" creator="Test" xmlns="http://www.topografix.com/GPX/1/1"
 xmlns:gpxtpx="http://www.garmin.com/xmlschemas/TrackPointExtension/v1" xmlns:gpxdata="http://www.cluetrust.com/XML/GPXDATA/1/0">"""


def stamp(second: float, start: datetime = START) -> str:
    """Return the time of a second of the run as watches write it."""
    return (start + timedelta(seconds=second)).isoformat().replace("+00:00", "Z")


def point(second: int, metres: float, inside: str = "", start: datetime = START) -> str:
    """Return a GPX track point some metres north of Berlin."""
    return (
        f'<trkpt lat="{BERLIN[0] + metres / DEGREE_M:.8f}" lon="{BERLIN[1]}"><ele>{40 + second % 2}</ele>'
        f"<time>{stamp(second, start)}</time>{inside}</trkpt>"
    )


def segment(seconds: Iterable[int], mps: float = 3.0, inside: str = "", start: datetime = START) -> str:
    """Return a stretch of points, one for each second given."""
    return "<trkseg>" + "".join(point(second, second * mps, inside, start) for second in seconds) + "</trkseg>"


def track(*segments: str, sport: str = "running", name: str = "Morning Run") -> str:
    """Return a GPX track."""
    return f"<trk><name>{name}</name><type>{sport}</type>{''.join(segments)}</trk>"


def gpx(*tracks: str) -> bytes:
    """Return a GPX document."""
    return f"{GPX_HEAD}{''.join(tracks)}</gpx>".encode()


def tcx_point(second: int, metres: float, inside: str = "") -> str:
    """Return a TCX track point with the distance so far."""
    return f"<Trackpoint><Time>{stamp(second)}</Time><DistanceMeters>{metres}</DistanceMeters>{inside}</Trackpoint>"


def lap(seconds: Iterable[int], totals: str = "", inside: Callable[[int], str] = lambda _: "") -> str:
    """Return a TCX lap at 3 m/s."""
    points = "".join(tcx_point(second, 3.0 * second, inside(second)) for second in seconds)
    return f'<Lap StartTime="{stamp(0)}">{totals}<Track>{points}</Track></Lap>'


def tcx(*activities: str) -> bytes:
    """Return a TCX document."""
    space = "http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2"
    inside = f"<Activities>{''.join(activities)}</Activities>"
    return f'<?xml version="1.0"?>\n<TrainingCenterDatabase xmlns="{space}">{inside}</TrainingCenterDatabase>'.encode()


def tcx_activity(*laps: str, sport: str = "Running", device: str = "Forerunner 935") -> str:
    """Return a TCX activity."""
    return f'<Activity Sport="{sport}"><Id>{stamp(0)}</Id>{"".join(laps)}<Creator><Name>{device}</Name></Creator></Activity>'
