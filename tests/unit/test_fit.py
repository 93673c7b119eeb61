"""FIT activities from small built files: sports, sessions, cadence, clock, device, and what is no activity."""

import numpy as np
import pytest

from pipelines.files.activity import NotAnActivityError, ParsedActivity
from pipelines.files.fit import read_fit
from pipelines.files.fit_profile import name_sport
from tests.fit_files import (
    ENUM,
    FILE_ID,
    FLOAT32,
    RUN_START,
    SINT32,
    UINT8,
    UINT16,
    UINT32,
    clock,
    data,
    definition,
    fit,
    records,
    session,
    table,
    text,
)
from warehouse.errors import UnreadableError
from warehouse.landing import SAMPLES


def one(content: bytes) -> ParsedActivity:
    (activity,) = read_fit(content).activities
    return activity


def test_an_even_run() -> None:
    run = one(fit(FILE_ID, records(61), session(), clock(7200)))
    assert (run.sport, run.sport_type, str(run.start_utc)) == ("running", "Run", "2021-09-08 01:46:40")
    assert (run.distance_m, run.elapsed_s, run.moving_s, run.utc_offset_s) == (180, 60, 54, 7200)
    assert (run.cadence, run.cadence_unit, run.heartrate_bpm, run.max_heartrate_bpm) == (85, "one_leg", 150, 150)
    assert (run.elevation_gain_m, run.descent_m, run.device, run.indoor) == (0, 0, "Garmin Forerunner 255", None)


def test_samples_have_the_columns_of_landing() -> None:
    samples = one(fit(FILE_ID, records(61), session())).samples
    assert samples is not None
    assert set(samples) == set(SAMPLES.names) - {"source_key"}
    last = {name: float(column[-1]) for name, column in samples.items()}
    assert last == {"t_s": 60, "distance_m": 180, "speed_mps": 3, "cadence": 85, "heartrate_bpm": 150, "altitude_m": 100}


def test_without_a_session_the_records_tell() -> None:
    sport = table(4, 12, [(0, 1, ENUM), (1, 1, ENUM)], [(1, 3)])
    run = one(fit(FILE_ID, sport, records(61)))
    assert (run.sport_type, run.distance_m, run.elapsed_s, run.moving_s) == ("TrailRun", 180, 60, 60)


def test_a_pause_of_the_timer_is_no_moving_time() -> None:
    stop = table(5, 21, [(253, 4, UINT32), (0, 1, ENUM), (1, 1, ENUM)], [(RUN_START + 20, 0, 4)])
    paused = one(fit(FILE_ID, records(21), stop, records(11, start=RUN_START + 50)))
    assert (paused.elapsed_s, paused.moving_s) == (60, 30)


def test_each_session_has_its_own_samples() -> None:
    later = session(start=RUN_START + 30, sport=2)
    swim, ride = read_fit(fit(FILE_ID, records(61), session(sport=5), later)).activities
    assert (swim.sport_type, ride.sport_type) == ("Swim", "Ride")
    assert swim.samples is not None
    assert ride.samples is not None
    assert swim.samples["t_s"].tolist() == list(range(30))
    assert (ride.samples["t_s"][0], ride.samples["t_s"][-1], ride.samples["distance_m"][0]) == (0, 30, 0)


def test_chained_files_are_read_one_after_the_other() -> None:
    first, second = fit(FILE_ID, records(10), session()), fit(FILE_ID, records(10, start=RUN_START + 9000), session(start=RUN_START + 9000))
    assert [a.start_utc.hour for a in read_fit(first + second).activities] == [1, 4]


@pytest.mark.parametrize(("cadence", "unit"), [(88, "one_leg"), (110, "one_leg"), (172, None)])
def test_cadence_that_may_be_steps_is_left_to_the_number(cadence: int, unit: str | None) -> None:
    assert one(fit(FILE_ID, records(61, cadence=cadence), session())).cadence_unit == unit


@pytest.mark.parametrize(("unit", "count"), [("spm", "steps"), ("SPM", "steps"), ("rpm", "one_leg"), ("furlongs", None)])
def test_the_unit_of_a_developer_field_decides(unit: str, count: str | None) -> None:
    described = text(6, 206, [(0, 0), (1, 7), (2, FLOAT32)], {3: "Cadence", 8: unit})
    layout = definition(1, 20, [(253, 4, UINT32)], developer=[(7, 4, 0)])
    rows = b"".join(data(1, [UINT32, FLOAT32], (RUN_START + t, 84.5)) for t in range(61))
    run = one(fit(FILE_ID, described, layout, rows, session()))
    assert (run.cadence, run.cadence_unit) == ((84.5, count) if count else (None, None))


def test_a_cadence_of_the_watch_goes_before_one_of_an_app() -> None:
    described = text(6, 206, [(0, 0), (1, 7), (2, UINT8), (15, 4)], {8: "spm"})
    layout = definition(1, 20, [(253, 4, UINT32), (4, 1, UINT8)], developer=[(7, 1, 0)])
    rows = b"".join(data(1, [UINT32, UINT8, UINT8], (RUN_START + t, 85, 170)) for t in range(61))
    run = one(fit(FILE_ID, described, layout, rows, session()))
    assert (run.cadence, run.cadence_unit) == (85, "one_leg")


def test_values_of_one_second_in_two_records_are_joined() -> None:
    speeds = table(1, 20, [(253, 4, UINT32), (6, 2, UINT16)], [(RUN_START + t, 3000) for t in range(10)])
    rates = table(1, 20, [(253, 4, UINT32), (3, 1, UINT8)], [(RUN_START + t, 150) for t in range(10)])
    samples = one(fit(FILE_ID, speeds, rates, session())).samples
    assert samples is not None
    assert (len(samples["t_s"]), set(samples["speed_mps"]), set(samples["heartrate_bpm"])) == (10, {3.0}, {150.0})


def test_a_record_years_away_is_damage() -> None:
    samples = one(fit(FILE_ID, records(10), records(1, start=RUN_START + 10**9), session())).samples
    assert samples is not None
    assert len(samples["t_s"]) == 10


def test_a_session_that_begins_years_before_its_records_begins_with_them() -> None:
    run = one(fit(FILE_ID, records(61), session(start=RUN_START - 10**8)))
    assert run.samples is not None
    assert (str(run.start_utc), run.samples["t_s"].tolist()) == ("2021-09-08 01:46:40", list(range(61)))


def test_a_local_time_days_away_is_no_time_zone() -> None:
    assert one(fit(FILE_ID, records(10), session(), clock(3 * 86400))).utc_offset_s is None


def test_a_position_names_the_zone_where_local_time_says_nothing() -> None:
    berlin = (int(52.5 / 180 * 2**31), int(13.4 / 180 * 2**31))
    places = table(1, 20, [(253, 4, UINT32), (0, 4, SINT32), (1, 4, SINT32)], [(RUN_START + t, *berlin) for t in range(10)])
    outdoors = one(fit(FILE_ID, places, session(), clock(0)))
    assert (outdoors.timezone, outdoors.utc_offset_s, outdoors.indoor) == ("Europe/Berlin", None, False)
    assert one(fit(FILE_ID, places, session(), clock(7200))).utc_offset_s == 7200


@pytest.mark.parametrize(
    ("sport", "sub_sport", "expected", "indoor"),
    [
        (1, 0, "Run", None),
        (1, 3, "TrailRun", None),
        (1, 1, "Run", True),
        (1, 45, "Run", True),
        (1, 58, "VirtualRun", True),
        (2, 0, "Ride", None),
        (2, 58, "VirtualRide", True),
        (2, 8, "MountainBikeRide", None),
        (4, 15, "Elliptical", True),
        (5, 17, "Swim", True),
        (10, 20, "WeightTraining", True),
        (11, 0, "Walk", None),
        (17, 0, "Hike", None),
        (21, 0, "EBikeRide", None),
        (3, 0, "Workout", None),
        (None, None, "Workout", None),
        (250, 250, "Workout", None),
    ],
)
def test_sports(sport: int | None, sub_sport: int | None, expected: str, *, indoor: bool | None) -> None:
    assert name_sport(sport, sub_sport)[1:] == (expected, indoor)


@pytest.mark.parametrize(
    ("maker", "product", "name", "expected"),
    [
        (1, 3992, "", "Garmin Forerunner 255"),
        (1, 65000, "", "Garmin"),
        (294, 802, "COROS PACE 2", "COROS PACE 2"),
        (32, 28, "ELEMNT", "Wahoo ELEMNT"),
        (265, 102, "", "Strava app"),
        (60000, 1, "", None),
    ],
)
def test_devices(maker: int, product: int, name: str, expected: str | None) -> None:
    file_id = table(0, 0, [(0, 1, ENUM), (1, 2, UINT16), (2, 2, UINT16)], [(4, maker, product)])
    creator = text(6, 23, [(0, 0)], {27: name})
    assert one(fit(file_id, creator, records(10), session())).device == expected


@pytest.mark.parametrize(("kind", "word"), [(2, "settings"), (9, "body weights"), (5, "workout plan"), (32, "monitoring"), (6, "course")])
def test_files_of_another_kind_say_which(kind: int, word: str) -> None:
    with pytest.raises(NotAnActivityError, match=word):
        read_fit(fit(table(0, 0, [(0, 1, ENUM)], [(kind,)]), records(3)))


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"<gpx/>", "not a FIT file"),
        (fit(FILE_ID), "no records"),
        (fit(FILE_ID, records(10, start=5000)), "no date"),
        (fit(FILE_ID, b"\x0b" * 9), "damaged at byte"),
    ],
)
def test_what_cannot_be_read_has_a_plain_reason(content: bytes, reason: str) -> None:
    with pytest.raises(UnreadableError, match=reason) as caught:
        read_fit(content)
    assert caught.value.next_step


def test_a_treadmill_run_without_distance_is_a_run() -> None:
    rows = [(RUN_START + t, 140) for t in range(61)]
    run = one(fit(FILE_ID, table(1, 20, [(253, 4, UINT32), (3, 1, UINT8)], rows), session(metres=0, sub_sport=1)))
    assert (run.sport_type, run.indoor, run.distance_m, run.cadence) == ("Run", True, 0, None)
    assert run.samples is not None
    assert np.isnan(run.samples["distance_m"]).all()
