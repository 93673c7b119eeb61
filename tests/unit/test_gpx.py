"""GPX: figures of a made run, dialects of vendors, what is no activity, and any damage."""

from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.files.activity import NotAnActivityError, ParsedActivity
from pipelines.files.gpx import read_gpx
from pipelines.files.track import climb
from tests.watch_files import GPX_HEAD, START, gpx, point, segment, track
from warehouse.errors import UnreadableError
from warehouse.landing import SAMPLES

RUN = gpx(track(segment(range(601))))


def one(content: bytes) -> ParsedActivity:
    (activity,) = read_gpx(content).activities
    return activity


def test_an_even_run() -> None:
    run = one(RUN)
    assert (run.sport, run.sport_type, run.name) == ("running", "Run", "Morning Run")
    assert run.start_utc == START.replace(tzinfo=None)
    assert run.distance_m == pytest.approx(1800, rel=1e-3)
    assert (run.moving_s, run.elapsed_s) == (600, 600)
    assert (run.timezone, run.utc_offset_s, run.indoor) == ("Europe/Berlin", None, False)
    assert (run.elevation_gain_m, run.descent_m) == (0, 0)
    assert (run.cadence, run.cadence_unit, run.heartrate_bpm) == (None, None, None)


def test_samples_have_the_columns_of_the_landing() -> None:
    samples = one(RUN).samples
    assert samples is not None
    assert set(samples) == set(SAMPLES.names) - {"source_key"}
    assert {(column.dtype, len(column)) for column in samples.values()} == {(np.dtype(np.float32), 601)}
    assert (np.diff(samples["t_s"]) > 0).all()
    assert samples["speed_mps"][5:-5] == pytest.approx(3.0, rel=1e-2)


@pytest.mark.parametrize(
    "inside",
    [
        "<extensions><gpxtpx:TrackPointExtension><gpxtpx:hr>150</gpxtpx:hr><gpxtpx:cad>84</gpxtpx:cad></gpxtpx:TrackPointExtension></extensions>",
        "<extensions><gpxdata:hr>150</gpxdata:hr><gpxdata:cadence>84</gpxdata:cadence></extensions>",
        "<extensions><heartrate>150</heartrate><cadence>84</cadence></extensions>",
        "<extensions><undeclared:HeartRate>150</undeclared:HeartRate><undeclared:Cad>84.0</undeclared:Cad></extensions>",
    ],
)
def test_heart_rate_and_cadence_of_any_vendor(inside: str) -> None:
    parsed = read_gpx(gpx(track(segment(range(60), inside=inside))))
    (run,) = parsed.activities
    assert (run.heartrate_bpm, run.max_heartrate_bpm, run.cadence, run.cadence_unit) == (150, 150, 84, None)
    assert parsed.problem is None


def test_a_pause_is_not_moving_time() -> None:
    stand = "".join(point(second, 300) for second in range(100, 200))
    run = one(gpx(track(segment(range(100)), f"<trkseg>{stand}</trkseg>")))
    assert run.elapsed_s == 199
    assert run.moving_s == pytest.approx(100, abs=8)


def test_between_segments_nothing_was_run() -> None:
    run = one(gpx(track(segment(range(101)), segment(range(1000, 1101)))))
    assert run.distance_m == pytest.approx(600, rel=1e-3)
    assert run.moving_s == pytest.approx(200, abs=3)


def test_tracks_within_the_hour_are_one_activity() -> None:
    assert one(gpx(track(segment(range(1000, 1101))), track(segment(range(101))))).distance_m == pytest.approx(600, rel=1e-3)


def test_tracks_hours_apart_are_activities_of_their_own() -> None:
    later = START + timedelta(hours=3)
    activities = read_gpx(gpx(track(segment(range(101))), track(segment(range(101), start=later), name="Second"))).activities
    assert [activity.name for activity in activities] == ["Morning Run", "Second"]


def test_tracks_of_two_sports_are_two_activities() -> None:
    activities = read_gpx(gpx(track(segment(range(101))), track(segment(range(200, 301)), sport="cycling"))).activities
    assert [activity.sport_type for activity in activities] == ["Run", "Ride"]


def test_a_leap_of_the_position_adds_nothing() -> None:
    leap = "".join(point(second, second * 3 + (20_000 if second == 50 else 0)) for second in range(101))
    assert one(gpx(track(f"<trkseg>{leap}</trkseg>"))).distance_m == pytest.approx(300, rel=0.03)


def test_points_without_time_or_place_are_passed_over() -> None:
    holes = point(1, 3).replace(point(1, 3)[point(1, 3).index("<time>") : point(1, 3).index("</trkpt>")], "")
    zero = '<trkpt lat="0" lon="0"><time>2026-05-01T06:30:02Z</time></trkpt>'
    words = '<trkpt lat="north" lon="1e999"><ele>high</ele><time>noon</time></trkpt>'
    body = point(0, 0) + holes + zero + words + point(3, 9) + point(3, 9) + point(2, 6) + point(4, 12)
    run = one(gpx(track(f"<trkseg>{body}</trkseg>")))
    assert (run.elapsed_s, run.distance_m) == (4, pytest.approx(12, rel=1e-3))


def test_one_time_of_another_year_does_not_stretch_the_run() -> None:
    assert one(RUN.replace(b"2026-05-01T06:35:00Z", b"2036-05-01T06:35:00Z")).elapsed_s == 600


def test_a_time_with_an_offset_tells_the_local_day() -> None:
    run = one(RUN.replace(b"Z</time>", b"+02:00</time>"))
    assert (run.utc_offset_s, run.start_utc) == (7200, datetime(2026, 5, 1, 4, 30))  # noqa: DTZ001 -- the field is naive UTC


def test_without_positions_it_was_indoors() -> None:
    run = one(RUN.replace(b' lat="', b' was="'))
    assert (run.indoor, run.timezone, run.distance_m, run.moving_s) == (True, None, None, 600)


def test_at_sea_the_zone_is_unknown() -> None:
    assert one(RUN.replace(b'lat="52.', b'lat="-44.').replace(b'lon="13.4"', b'lon="-130"')).timezone is None


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (gpx(track(segment(range(9))).replace("time>", "when>")), "without times"),
        (gpx('<rte><rtept lat="1" lon="2"/></rte>'), "route"),
        (gpx('<wpt lat="1" lon="2"/>'), "without a track"),
        (gpx(track(segment(range(1)))), "single point"),
        (gpx(), "without a track"),
    ],
)
def test_what_is_no_activity(content: bytes, words: str) -> None:
    with pytest.raises(NotAnActivityError, match=words):
        read_gpx(content)


@pytest.mark.parametrize("content", [b"", b"   ", b"\x00\x01", b"hello", RUN[:400]])
def test_what_cannot_be_read(content: bytes) -> None:
    with pytest.raises(UnreadableError):
        read_gpx(content)


def test_points_before_the_damage_are_kept() -> None:
    parsed = read_gpx(RUN[: RUN.index(b"06:35:00Z")])
    assert parsed.recovered_records == 300
    assert parsed.problem is not None
    assert "damaged at line" in parsed.problem
    assert parsed.activities[0].distance_m == pytest.approx(897, rel=1e-3)


def with_entity(declared: str, name: str) -> bytes:
    body = track(segment(range(60)), name=name)
    return f"<!DOCTYPE gpx [{declared}]>{GPX_HEAD.partition('?>')[2]}{body}</gpx>".encode()


def test_a_file_named_by_an_entity_is_not_opened() -> None:
    assert one(with_entity(f'<!ENTITY secret SYSTEM "{Path(__file__).as_uri()}">', "&secret;")).name is None


def test_a_document_type_elsewhere_is_not_fetched() -> None:
    assert one(with_entity('<!ENTITY % far SYSTEM "http://192.0.2.1/x.dtd">%far;', "Run")).name == "Run"


def test_entities_within_entities_do_not_grow() -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    with pytest.raises(UnreadableError):
        read_gpx(with_entity(f'<!ENTITY l0 "ha">{laughs}', "&l9;"))


def test_climb_ignores_noise_and_counts_hills() -> None:
    hill = np.concatenate([np.linspace(0, 50, 600), np.linspace(50, 20, 600)])
    gain, descent = climb((hill + np.random.default_rng(1).normal(0, 0.5, 1200)).astype(np.float32))
    assert gain == pytest.approx(50, abs=3)
    assert descent == pytest.approx(30, abs=3)
    assert climb(np.full(3, np.nan, np.float32)) == (None, None)


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 3000), st.binary(min_size=1, max_size=12), st.integers(0, 40))
def test_any_damage_is_read_or_refused(place: int, junk: bytes, cut: int) -> None:
    whole = gpx(track(segment(range(20))))
    damaged = whole[: place % len(whole)] + junk + whole[place % len(whole) + cut :]
    try:
        parsed = read_gpx(damaged)
    except (NotAnActivityError, UnreadableError):
        return
    for activity in parsed.activities:
        assert activity.elapsed_s is not None
        assert activity.samples is not None
        assert (np.diff(activity.samples["t_s"]) > 0).all()
