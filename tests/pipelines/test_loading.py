"""What makes an athlete's activities due at a load, and what leaves them alone."""

from datetime import timedelta

from tests.homes import NOW, House
from warehouse.check_in import CheckIn
from warehouse.loading import Changes
from warehouse.settings import Settings

EARLIER = NOW.replace(tzinfo=None) - timedelta(days=9)


def run(key: str) -> dict[str, object]:
    return {"source_key": key, "sport_type": "Run", "start_utc": NOW.replace(tzinfo=None), "distance_m": 8000.0, "moving_s": 2400.0}


def test_what_another_load_found_first_is_still_told(settings: Settings) -> None:
    house = House.open(settings)
    ann = house.athlete("Ann")
    batch = house.land(ann, "export", [run("strava:1")], full=True)
    house.warehouse.load(NOW)
    assert house.warehouse.load(NOW, awaited=[batch]) == {ann: Changes(added=1)}
    later = house.land(ann, "export", [run("strava:1"), {**run("strava:2"), "start_utc": EARLIER}], full=True, now=NOW + timedelta(hours=1))
    assert house.warehouse.build(NOW, awaited=[later]) == {ann: Changes(added=1, unchanged=1)}
    assert house.warehouse.build(NOW, awaited=[later]) == {ann: Changes(added=1, unchanged=1)}


def test_activities_are_read_again_only_for_what_the_load_reads(settings: Settings) -> None:
    house = House.open(settings)
    ann, load = house.athlete("Ann"), house.warehouse.load
    house.land(ann, "export", [run("strava:1")], full=True)
    assert load(NOW)[ann].added == 1
    assert load(NOW) == {}
    house.people.check_ins.add(ann, CheckIn(NOW.date(), 4), NOW)
    assert load(NOW) == {}
    house.people.athletes.set(ann, "timezone", "Pacific/Kiritimati")
    assert load(NOW)[ann].updated == 1
    house.build()
    assert [row["pain"] for row in house.ask("from check_in")] == [4]
    assert str(house.ask("select local_date from activity")[0]["local_date"]) == "2026-07-01"
