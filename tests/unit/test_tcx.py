"""TCX: the watch's own totals, laps without points, several activities, and any damage."""

from datetime import datetime

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.files.activity import NotAnActivityError, ParsedActivity
from pipelines.files.tcx import read_tcx
from tests.watch_files import START, lap, tcx, tcx_activity
from warehouse.errors import UnreadableError

TOTALS = (
    "<TotalTimeSeconds>250</TotalTimeSeconds><DistanceMeters>905</DistanceMeters>"
    "<AverageHeartRateBpm><Value>140</Value></AverageHeartRateBpm><MaximumHeartRateBpm><Value>171</Value></MaximumHeartRateBpm>"
    "<Extensions><LX><AvgRunCadence>83</AvgRunCadence></LX></Extensions>"
)


def one(*laps: str) -> ParsedActivity:
    (activity,) = read_tcx(tcx(tcx_activity(*laps))).activities
    return activity


def sensors(second: int) -> str:
    return (
        f"<Position><LatitudeDegrees>52.5</LatitudeDegrees><LongitudeDegrees>13.4</LongitudeDegrees></Position>"
        f"<HeartRateBpm><Value>{150 + second % 2}</Value></HeartRateBpm>"
        f"<Extensions><TPX><Speed>3.0</Speed><RunCadence>85</RunCadence></TPX></Extensions>"
    )


def test_points_alone_make_an_activity() -> None:
    run = one(lap(range(301), inside=sensors))
    assert (run.sport, run.sport_type, run.device) == ("Running", "Run", "Forerunner 935")
    assert (run.start_utc, run.timezone, run.indoor) == (START.replace(tzinfo=None), "Europe/Berlin", False)
    assert (run.distance_m, run.moving_s, run.elapsed_s) == (900, 300, 300)
    assert run.heartrate_bpm == pytest.approx(150.5, abs=0.01)
    assert (run.max_heartrate_bpm, run.cadence, run.cadence_unit) == (151, 85, None)


def test_the_watchs_totals_go_before_ours() -> None:
    run = one(lap(range(151), TOTALS), lap(range(151, 301), TOTALS))
    assert run.distance_m == 1810
    assert one(lap(range(301), TOTALS)).moving_s == 250


def test_totals_fill_in_what_the_points_lack() -> None:
    run = one(lap(range(301), TOTALS))
    assert (run.heartrate_bpm, run.max_heartrate_bpm, run.cadence, run.indoor) == (140, 171, 83, True)


def test_laps_without_points_are_an_activity() -> None:
    run = one(lap((), TOTALS), lap((), TOTALS))
    assert (run.start_utc, run.distance_m, run.moving_s, run.samples) == (datetime(2026, 5, 1, 6, 30), 1810, 500, None)  # noqa: DTZ001 -- naive UTC


def test_a_lap_counter_that_starts_again_loses_nothing() -> None:
    run = one(lap(range(101)), lap(range(101, 201)).replace("<DistanceMeters>", "<DistanceMeters>0"))
    assert run.distance_m == 600
    again = lap(range(1, 102)).replace("T06:30", "T06:40").replace("T06:31", "T06:41")
    assert one(lap(range(101)), again).distance_m == pytest.approx(600, abs=3)


def test_several_activities_of_one_file() -> None:
    both = read_tcx(tcx(tcx_activity(lap(range(60))), tcx_activity(lap(range(60)), sport="Biking"))).activities
    assert [activity.sport_type for activity in both] == ["Run", "Ride"]


@pytest.mark.parametrize("content", [tcx(), tcx("<Course><Name>x</Name></Course>"), tcx(tcx_activity(lap(())))])
def test_what_is_no_activity(content: bytes) -> None:
    with pytest.raises(NotAnActivityError, match="course or a workout"):
        read_tcx(content)


def test_points_before_the_damage_are_kept() -> None:
    whole = tcx(tcx_activity(lap(range(301))))
    parsed = read_tcx(whole[: whole.index(b"06:31:40Z")])
    assert parsed.recovered_records == 100
    assert parsed.problem is not None
    with pytest.raises(UnreadableError):
        read_tcx(whole[:300])


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 5000), st.binary(min_size=1, max_size=12), st.integers(0, 40))
def test_any_damage_is_read_or_refused(place: int, junk: bytes, cut: int) -> None:
    whole = tcx(tcx_activity(lap(range(12), TOTALS, sensors)))
    damaged = whole[: place % len(whole)] + junk + whole[place % len(whole) + cut :]
    try:
        parsed = read_tcx(damaged)
    except (NotAnActivityError, UnreadableError):
        return
    for activity in parsed.activities:
        assert activity.moving_s is not None
        assert activity.samples is None or (np.diff(activity.samples["t_s"]) > 0).all()
