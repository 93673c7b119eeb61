"""Strava's word on an activity as a landing row: real answers, old ones, odd ones, nonsense."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.strava.rows import row, rows
from pipelines.strava.shoes import carried, listed, pair
from pipelines.strava.streams import samples
from tests.strava import activity, shoe
from warehouse.landing import ACTIVITIES, SAMPLES, Gear

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


def made(**facts: Any) -> dict[str, Any]:
    """Return the landing row of a run of which these facts are told."""
    found = row(activity(7, "2026-11-20T06:00:00+00:00", 10, **facts))
    assert found is not None
    return found


def test_a_run_becomes_a_row() -> None:
    found = made(gear="g12", average_cadence=84.6, device_name="Garmin Forerunner 255")
    assert found == {
        "source_key": "strava:7",
        "sport": "Run",
        "sport_type": "Run",
        "name": "Morning Run",
        "start_utc": datetime(2026, 11, 20, 6),  # noqa: DTZ001 -- landing rows are naive UTC
        "utc_offset_s": 3600,
        "timezone": "Europe/Berlin",
        "distance_m": 10_000,
        "moving_s": 3600,
        "elapsed_s": 3620,
        "elevation_gain_m": 31.5,
        "cadence": 84.6,
        "cadence_unit": "one_leg",
        "heartrate_bpm": 148.2,
        "max_heartrate_bpm": 171,
        "rpe": None,
        "device": "Garmin Forerunner 255",
        "indoor": False,
        "gear_id": "strava:g12",
    }
    assert found.keys() <= set(ACTIVITIES.names)


@pytest.mark.data
def test_every_recorded_answer_is_read(shared: Path) -> None:
    found, skipped = rows(_recorded(shared))
    assert skipped == 0
    assert len(found) == 2
    assert {one["sport_type"] for one in found} == {"Run", "Hike"}
    assert all(one["timezone"] == "America/Los_Angeles" and one["utc_offset_s"] == -8 * 3600 for one in found)
    assert pa.Table.from_pylist(found, schema=ACTIVITIES).num_rows == len(found)


def _recorded(shared: Path) -> Iterator[Any]:
    for path in (shared / "api" / "stravalib").glob("activity*.json"):
        yield json.loads(path.read_text("utf-8"))


def test_old_rows_have_only_a_type() -> None:
    assert made(absent=["sport_type"], type="Hike")["sport_type"] == "Hike"
    assert made(sport="TrailRun")["sport_type"] == "TrailRun"
    assert made(sport="MoonWalk")["sport_type"] == "Workout"
    assert made(sport="MoonWalk")["sport"] == "MoonWalk"


def test_a_hidden_start_keeps_its_day() -> None:
    found = row(activity(7, "2026-11-20T00:00:01+00:00", 10, zone="UTC"))
    assert found is not None
    assert found["start_utc"] == datetime(2026, 11, 20, 0, 0, 1)  # noqa: DTZ001 -- naive UTC


@pytest.mark.parametrize("zone", ["(GMT+05:30) Nowhere/Land", "Factory", "(GMT+00:00) ../etc/passwd", "", None, 7, {}])
def test_an_unknown_zone_leaves_the_offset_of_the_local_start(zone: object) -> None:
    found = made(timezone=zone)
    assert (found["timezone"], found["utc_offset_s"]) == (None, 3600)


def test_a_local_start_that_cannot_be_is_no_offset() -> None:
    assert made(start_date_local="2020-01-01T00:00:00Z")["utc_offset_s"] is None
    assert made(start_date_local=None)["utc_offset_s"] is None


@pytest.mark.parametrize("nonsense", [None, "12", True, [], {}, -1, 10**400, float("nan"), float("inf"), 1e12])
@pytest.mark.parametrize(
    ("field", "column"),
    [
        ("distance", "distance_m"),
        ("moving_time", "moving_s"),
        ("elapsed_time", "elapsed_s"),
        ("total_elevation_gain", "elevation_gain_m"),
        ("average_cadence", "cadence"),
        ("average_heartrate", "heartrate_bpm"),
        ("max_heartrate", "max_heartrate_bpm"),
        ("perceived_exertion", "rpe"),
    ],
)
def test_a_number_that_cannot_be_is_unknown(field: str, column: str, nonsense: object) -> None:
    assert made(**{field: nonsense})[column] is None


def test_what_only_the_detail_tells_is_read() -> None:
    assert made(perceived_exertion=7)["rpe"] == 7
    assert made(trainer=True)["indoor"] is True
    assert made(trainer="yes")["indoor"] is None


def test_cadence_of_a_ride_is_not_of_one_leg() -> None:
    assert made(sport="Ride")["cadence_unit"] is None


@pytest.mark.parametrize("gear", [None, "", "x1", "g", "g1; drop table", 12, "g" + "1" * 30])
def test_gear_that_is_none_is_unknown(gear: object) -> None:
    assert made(gear_id=gear)["gear_id"] is None


def test_a_name_no_table_can_hold_is_cleaned() -> None:
    found = made(name="  Früh\0lauf \ud800 " + "x" * 400)
    assert found["name"].startswith("Frühlauf")
    assert len(found["name"]) == 300
    pa.Table.from_pylist([found], schema=ACTIVITIES)


@pytest.mark.parametrize(
    "raw",
    [
        None,
        [],
        "run",
        {},
        {"id": 7},
        {"start_date": "2026-11-20T06:00:00Z"},
        {"id": "7", "start_date": "2026-11-20T06:00:00Z"},
        {"id": True, "start_date": "2026-11-20T06:00:00Z"},
        {"id": -7, "start_date": "2026-11-20T06:00:00Z"},
        {"id": 10**30, "start_date": "2026-11-20T06:00:00Z"},
        {"id": 7, "start_date": "yesterday"},
        {"id": 7, "start_date": 1763618400},
        {"id": 7, "start_date": "0001-01-01T00:00:00+14:00"},
        {"id": 7, "start_date": "9999-12-31T23:59:59Z"},
    ],
)
def test_a_row_without_id_or_start_is_left_out_and_counted(raw: object) -> None:
    good = activity(1, datetime(2026, 11, 20, tzinfo=UTC))
    found, skipped = rows([raw, good])
    assert ([one["source_key"] for one in found], skipped) == (["strava:1"], 1)


def test_an_activity_told_twice_on_a_page_is_one_row() -> None:
    twice = [activity(1, "2026-11-20T06:00:00+00:00", name=name) for name in ("a", "b")]
    assert [one["name"] for one in rows(twice)[0]] == ["b"]


@given(st.dictionaries(st.sampled_from(sorted(activity(1, "2026-11-20T06:00:00+00:00"))), JSON))
def test_whatever_a_field_holds_the_landing_takes_it(odd: dict[str, Any]) -> None:
    found, _ = rows([{**activity(1, "2026-11-20T06:00:00+00:00"), **odd}])
    pa.Table.from_pylist(found, schema=ACTIVITIES)


def test_shoes_are_named_by_their_owner_else_by_their_maker() -> None:
    assert pair(shoe("g1", "Old faithful", 300)) == Gear("strava:g1", "Old faithful", 300_000, retired=False)
    assert pair(shoe("g1", "", brand="Nike", model="Pegasus 41", retired=True)) == Gear("strava:g1", "Nike Pegasus 41", 0, retired=True)
    assert pair({"id": "b1", "name": "Bike"}) is None
    assert listed({"shoes": [shoe("g1"), "g2", {"id": 3}]}).keys() == {"strava:g1"}
    assert listed({"shoes": None}) == {}


def test_shoes_are_carried_on_while_they_are_listed_or_worn() -> None:
    known = {f"strava:g{n}": Gear(f"strava:g{n}", name) for n, name in enumerate(["a", "b", "c", ""])}
    told = {"strava:g0": Gear("strava:g0", "new", 5)}
    assert carried(known, told, {"strava:g1", "strava:g3"}) == (told["strava:g0"], known["strava:g1"])


def test_streams_become_samples() -> None:
    told = {"time": [0, 1, 1, 3, "x"], "distance": [0, 2.5, 3], "heartrate": [None, 150, 1, 999], "velocity_smooth": [2, 2, 2, 2, 2]}
    table = samples("strava:1", told)
    assert table is not None
    assert table.schema == SAMPLES
    assert table.column("t_s").to_pylist() == [0, 1, 3]
    assert table.column("distance_m").to_pylist() == [0, 2.5, None]
    assert table.column("heartrate_bpm").to_pylist() == [None, 150, None]
    assert set(table.column("source_key").to_pylist()) == {"strava:1"}


def test_streams_without_a_time_are_none() -> None:
    assert samples("strava:1", {}) is None
    assert samples("strava:1", {"time": [None], "distance": [1]}) is None
