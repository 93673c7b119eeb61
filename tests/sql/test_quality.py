"""Doubts that need samples, what counting a run set aside would change, and the laws: nothing else moves, a choice can be undone."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pyarrow as pa
import pytest

from tests.homes import NOW, House, run
from warehouse.landing import SAMPLES, Landing, Manifest
from warehouse.model import ActivityId, AthleteId
from warehouse.people import Mark
from warehouse.quality import if_counted
from warehouse.reader import Marts
from warehouse.settings import Settings

TODAY = NOW.date()
RIDE, LONG = "strava:9001", "strava:9002"


def day(ago: int, hour: int = 6) -> str:
    return str(datetime.combine(TODAY - timedelta(days=ago), datetime.min.time()) + timedelta(hours=hour))


def season() -> list[dict[str, Any]]:
    """Return 100 days of runs of 8 to 12 km, every other day, with cadence and a pair of shoes."""
    told = {"cadence": 170.0, "cadence_unit": "steps", "elevation_gain_m": 20.0, "gear_id": "strava:g1", "gear_name": "Blue"}
    return [run(f"strava:{1000 + ago}", day(ago), 8 + ago % 5, (8 + ago % 5) * 6, **told) for ago in range(0, 100, 2)]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Build a clean runner, the same with a ride saved as a run, with 40 km in an hour, and with these before a long run; and samples."""
    house = House.open(Settings(home=tmp_path_factory.mktemp("quality") / "home"))
    ride = run(RIDE, day(5, 18), 25, 75, gear_id="strava:g1", gear_name="Blue")
    flight = run(RIDE, day(20, 18), 40, 60)
    long_run = run(LONG, day(3, 18), 22, 140)
    for name, more in (("clean", []), ("rider", [ride]), ("flyer", [flight]), ("jumper", [flight, long_run])):
        house.land(house.athlete(name), "export", [*season(), *more], full=True, as_of="2026-06-30")
    with Landing(house.settings.landing).open(house.athlete("sampled"), "files", NOW) as batch:
        batch.write(*sampled(), Manifest("files", "these"))
    house.build()
    yield house
    house.people.close()


def judged(house: House, athlete: str) -> list[dict[str, Any]]:
    parts = ("daily_risk", "signal", "run_spike", "cadence_trend", "shoe_use")
    return [
        {key: value for key, value in row.items() if key != "athlete_id"}
        for part in parts
        for row in house.ask(f"from {part} where athlete_id = '{athlete}' order by all")
    ]


@pytest.mark.parametrize("doubtful", ["rider", "flyer"])
def test_a_run_set_aside_moves_no_level_of_any_day(house: House, doubtful: str) -> None:
    assert [row["set_aside"] for row in house.ask(f"from activity where athlete_id = '{doubtful}' and activity_id = '{RIDE}'")] == [True]
    assert judged(house, doubtful) == judged(house, "clean")


def test_counting_it_is_said_to_be_over_the_line(house: House) -> None:
    (found,) = Marts(house.settings).set_aside(AthleteId("rider"), TODAY)
    assert (found.doubt, found.longest_km, found.ratio, found.points, found.spares) == ("ride", 12.0, pytest.approx(25 / 12), 2, 0)
    assert if_counted(found) == "Counted, it would be 2.08 times your longest run of the 30 days before (12.0 km): over the line of 1.10."


def test_a_later_jump_that_it_would_lessen_is_named(house: House) -> None:
    (found,) = Marts(house.settings).set_aside(AthleteId("jumper"), TODAY)
    assert (found.doubt, found.spares, found.spares_on) == ("too_fast", 1, TODAY - timedelta(days=3))
    assert "your run of 27 June would be less of a jump, or none" in if_counted(found)


def test_it_is_told_for_35_days_from_its_own_on(house: House) -> None:
    marts = Marts(house.settings)
    told = {ago: len(marts.set_aside(AthleteId("flyer"), TODAY - timedelta(days=20) + timedelta(days=ago))) for ago in (-1, 0, 20)}
    assert told == {-1: 0, 0: 1, 20: 1}
    assert len(marts.set_aside(AthleteId("flyer"), TODAY - timedelta(days=20) + timedelta(days=34))) == 1
    assert not marts.set_aside(AthleteId("flyer"), TODAY - timedelta(days=20) + timedelta(days=35))


@pytest.mark.slow
def test_use_counts_it_and_automatic_restores_every_table(house: House) -> None:
    rider, before = AthleteId("rider"), house.tables("rider")
    house.people.choices.set(rider, ActivityId(RIDE), "use", NOW)
    house.build()
    assert house.ask(f"from run_spike where athlete_id = 'rider' and activity_id = '{RIDE}'")[0]["level"] == 2
    assert not Marts(house.settings).set_aside(rider, TODAY)
    house.people.choices.set(rider, ActivityId(RIDE), "ignore", NOW)
    house.build()
    assert judged(house, "rider") == judged(house, "clean")
    house.people.choices.set(rider, ActivityId(RIDE), "", NOW)
    house.build()
    assert house.tables("rider") == before


@pytest.mark.slow
def test_ignoring_a_good_run_and_taking_it_back_restores_every_table(house: House) -> None:
    clean, before = AthleteId("clean"), house.tables("clean")
    house.people.choices.set(clean, ActivityId("strava:1098"), "ignore", NOW)
    house.build()
    assert house.ask("select min(local_date) as first from daily_risk where athlete_id = 'clean'")[0]["first"] == TODAY - timedelta(days=96)
    house.people.choices.set(clean, ActivityId("strava:1098"), "", NOW)
    house.build()
    assert house.tables("clean") == before


def samples(key: str, speeds: list[float], jump_m: float) -> pa.Table:
    """Return a run of one sample a second whose distance jumps once by so much more than its speeds tell."""
    metres, found = 0.0, []
    for at, speed in enumerate(speeds):
        metres += speed + (jump_m if at == len(speeds) // 2 else 0)
        found.append((float(at), metres, speed))
    columns = dict(zip(("t_s", "distance_m", "speed_mps"), map(list, zip(*found, strict=True)), strict=True))
    nothing = {name: [None] * len(speeds) for name in ("cadence", "heartrate_bpm", "altitude_m")}
    return pa.Table.from_pydict({"source_key": [key] * len(speeds), **columns, **nothing}, schema=SAMPLES)


CASES: dict[str, tuple[list[float], float, dict[str, Any], bool]] = {
    "no jump": ([3.0] * 2400, 0, {}, False),
    "a jump of 700 m": ([3.0] * 2400, 700, {}, False),
    "a jump of 1500 m": ([3.0] * 2400, 1500, {}, True),
    "the same on a treadmill": ([3.0] * 2400, 1500, {"indoor": True}, False),
    "five minutes by car": ([3.0] * 2100 + [7.6] * 300, 0, {}, True),
    "hill repeats": ([3.0] * 2370 + [7.6] * 30, 0, {}, False),
    "half of it without a speed": ([3.0] * 1200, 3600, {"moving_s": 2400.0, "elapsed_s": 2400.0}, False),
}


def sampled() -> tuple[list[dict[str, Any]], pa.Table]:
    """Return a run of each case and their samples."""
    rows, tracks = [], []
    for nth, (name, (speeds, jump, more, _)) in enumerate(CASES.items()):
        key = f"file:{nth:016}"
        rows.append(run(key, f"2026-05-{nth + 1:02} 06:00:00", (sum(speeds) + jump) / 1000, len(speeds) / 60, **{"name": name, **more}))
        tracks.append(samples(key, speeds, jump))
    return rows, pa.concat_tables(tracks).unify_dictionaries()


def test_a_distance_that_speeds_do_not_explain_is_a_jump(house: House) -> None:
    found = {row["name"]: row["set_aside"] for row in house.ask("from activity where athlete_id = 'sampled'")}
    assert found == {name: expected for name, (*_, expected) in CASES.items()}
    (jump,) = house.ask("select value, line from run_quality join activity using (athlete_id, activity_id) where name = 'a jump of 1500 m'")
    assert (jump["value"], jump["line"]) == (pytest.approx(8.7), pytest.approx(3.1 * 2.4, rel=0.01))


@pytest.mark.slow
def test_marks_of_a_house_reach_the_tables(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Days not recorded are unknown and a new device starts cadence again; taken back, both are gone."""
    house = House.open(Settings(home=tmp_path_factory.mktemp("marks") / "home"))
    ada = house.athlete("ada")
    house.land(ada, "export", season(), full=True, as_of="2026-06-30")
    house.build()
    before = house.tables("ada")
    first = date(2026, 6, 29)
    ids = [
        house.people.marks.add(ada, mark, NOW)
        for mark in (Mark("unrecorded", first, first), Mark("device", date(2026, 6, 10), date(2026, 6, 10)))
    ]
    house.build()
    assert house.ask(f"select monotony from daily_load where local_date = '{first}'")[0]["monotony"] is None
    assert house.ask("from cadence_trend order by local_date desc limit 1")[0]["reset"] == "device"
    for one in ids:
        house.people.marks.remove(ada, one)
    house.build()
    assert house.tables("ada") == before
    house.people.close()
