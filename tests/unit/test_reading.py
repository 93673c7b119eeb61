"""The one door: formats told by content, packed files unpacked with care, real files of many makers."""

import csv
import gzip
import zlib
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from statistics import median
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.files import packing
from pipelines.files.activity import NotAnActivityError, ParsedFile
from pipelines.files.reading import read_file
from tests.watch_files import gpx, lap, segment, tcx, tcx_activity, track
from warehouse.errors import UnreadableError

RUN = gpx(track(segment(range(601))))
LAPS = tcx(tcx_activity(lap(range(60))))


@pytest.mark.parametrize(
    ("name", "content", "distance"),
    [
        ("run.gpx", RUN, 1800),
        ("RUN.GPX", gzip.compress(RUN), 1800),
        ("wrong.fit", RUN, 1800),
        ("none", b"\xef\xbb\xbf  \n" + RUN, 1800),
        ("run.tcx", b"          " + LAPS, 177),
        ("old.gpx", RUN.decode().replace("UTF-8", "UTF-16").encode("utf-16"), 1800),
        ("doctype.gpx", RUN.replace(b"?>", b"?><!-- <kml> --><!DOCTYPE gpx [<!ENTITY a '>'>]>", 1), 1800),
        ("prefix.tcx", LAPS.replace(b"<", b"<t:").replace(b"<t:/", b"</t:").replace(b"<t:?", b"<?").replace(b"xmlns=", b"xmlns:t="), 177),
        ("two.gpx.gz", gzip.compress(RUN[:900]) + gzip.compress(RUN[900:]) + b"\x00" * 64, 1800),
    ],
)
def test_the_content_decides(name: str, content: bytes, distance: float) -> None:
    parsed = read_file(name, content)
    assert parsed.problem is None
    assert parsed.activities[0].distance_m == pytest.approx(distance, rel=1e-3)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "run.gpx is empty"),
        (gzip.compress(b"", mtime=0), "run.gpx is empty"),
        (b"hello", "run.gpx is not a FIT, GPX or TCX file"),
        (b"<kml/>", "run.gpx is not a FIT, GPX or TCX file"),
        (b"\xff\xfe", "run.gpx is not a FIT, GPX or TCX file"),
        (b"\xff\xfe<\x00\xd8", "run.gpx is not a FIT, GPX or TCX file"),
        (b"<gpx", "GPX|XML"),
    ],
)
def test_other_files_are_named_and_refused(content: bytes, words: str) -> None:
    with pytest.raises(UnreadableError, match=words) as refusal:
        read_file("some/folder\\run.gpx", content)
    assert refusal.value.next_step


def test_a_watch_that_did_not_know_the_day_is_named() -> None:
    unset = RUN.replace(b"2026-05-01", b"1989-12-31")
    with pytest.raises(UnreadableError, match="clock was not set: an activity is dated 31 December 1989"):
        read_file("run.gpx", unset)


@pytest.mark.parametrize("harm", ["cut", "checksum", "stream"])
def test_a_damaged_gzip_keeps_what_could_be_unpacked(harm: str) -> None:
    packed = bytearray(gzip.compress(RUN))
    if harm == "cut":
        packed = packed[: len(packed) // 2]
    else:
        packed[-6 if harm == "checksum" else -len(packed) // 3] ^= 0xFF
    parsed = read_file("run.gpx.gz", bytes(packed))
    assert parsed.problem is not None
    assert "compressed" in parsed.problem
    assert parsed.recovered_records is not None
    assert parsed.recovered_records > 100


def test_a_bomb_is_refused_before_it_has_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packing, "BOMB_BYTES", 1 << 20)
    bomb = gzip.compress(b" " * (32 << 20))
    with pytest.raises(UnreadableError, match="far more than an activity"):
        packing.gunzip(bomb)


def test_markup_larger_than_any_activity_is_refused() -> None:
    with pytest.raises(UnreadableError, match="64 MB"):
        read_file("run.gpx", RUN + b" " * (64 << 20))


def quietly(name: str, content: bytes) -> ParsedFile | None:
    try:
        return read_file(name, content)
    except (NotAnActivityError, UnreadableError):
        return None


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_any_bytes_are_read_or_refused(data: st.DataObject) -> None:
    whole = data.draw(st.sampled_from([RUN[:4000], LAPS, gzip.compress(RUN), zlib.compress(RUN)]))
    place = data.draw(st.integers(0, len(whole) - 1))
    quietly("run", whole[:place] + data.draw(st.binary(max_size=20)) + whole[place + data.draw(st.integers(0, 20)) :])
    quietly("run", data.draw(st.binary(max_size=200)))


@pytest.mark.data
def test_real_tracks_of_sweatpy(shared: Path) -> None:
    paths = [path for path in (shared / "files" / "sweatpy").iterdir() if ".fit" not in path.name]
    read = {path.name: read_file(path.name, path.read_bytes()) for path in paths}
    assert len(read) == 8
    assert all(one.problem is None and len(one.activities) == 1 for one in read.values())
    garmin = read["activity_94499413855.tcx.gz"].activities[0]
    strava = read["94499413855_strava.gpx.gz"].activities[0]
    assert strava.start_utc == garmin.start_utc
    assert strava.distance_m == pytest.approx(garmin.distance_m, rel=0.005)


def exported(folder: Path) -> Iterator[tuple[str, bytes, dict[str, str]]]:
    """Yield each track of an export with its row; of columns that occur twice the later, exact one."""
    for path in (folder / "french-gpx-watch_2024-08.zip", folder / "old-header-gpx-2018.zip"):
        with ZipFile(path) as archive:
            table = next(name for name in archive.namelist() if name.endswith("activities.csv"))
            for row in csv.DictReader(StringIO(_unique(archive.read(table).decode()))):
                if name := row.get("Filename") or row.get("filename"):
                    member = next(one for one in archive.namelist() if one.endswith(name))
                    yield name, archive.read(member), row


def _unique(text: str) -> str:
    header, _, rest = text.partition("\n")
    names = header.strip().split(",")
    return ",".join(f"{name}-display" if name in names[n + 1 :] else name for n, name in enumerate(names)) + "\n" + rest


@pytest.mark.data
@pytest.mark.slow
def test_real_distances_agree_with_the_rows_of_their_export(shared: Path) -> None:
    apart = []
    for name, content, row in exported(shared / "exports"):
        (activity,) = read_file(name, content).activities
        told = float(row.get("Distance") or row.get("distance") or 0)
        assert activity.distance_m is not None
        apart.append(abs(activity.distance_m / told - 1))
    assert len(apart) == 138
    assert median(apart) < 0.002
    # What is left are recordings with leaps, rides in a car and pauses Strava cut out: no track tells these from running.
    assert sum(share > 0.03 for share in apart) <= 8
