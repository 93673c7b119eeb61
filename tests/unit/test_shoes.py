"""What runners say of shoes is kept: defaults from a day on, the day of a retirement, new pairs, runs taken back under any of their ids."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import create_engine, text

from tests.homes import House, run
from warehouse.errors import PlimsollError
from warehouse.model import ActivityId, AthleteId, ShoeId
from warehouse.people import People, ShoeSettings
from warehouse.people.database import Database
from warehouse.people.migrations import MIGRATIONS, migrate
from warehouse.reader import Marts
from warehouse.settings import Settings
from warehouse.wearing import put_in

A, B = ShoeId("log:A"), ShoeId("log:B")
SPRING, SUMMER = date(2026, 3, 1), date(2026, 6, 1)


@pytest.fixture
def house(settings: Settings) -> House:
    return House.open(settings)


def test_a_default_counts_from_its_day_until_the_next(house: House) -> None:
    ada, shoes = house.athlete("Ada"), house.people.shoes
    shoes.set(ada, A, default=True, on=SPRING)
    shoes.set(ada, B, default=True, on=SUMMER)
    assert shoes.defaults(ada) == {SPRING: A, SUMMER: B}
    assert [one.shoe for one in shoes.settings(ada).values() if one.default] == [B]
    shoes.set(ada, B, default=False, on=SUMMER)
    assert shoes.defaults(ada) == {SPRING: A, SUMMER: None}
    assert not any(one.default for one in shoes.settings(ada).values())


def test_a_retirement_keeps_its_first_day(house: House) -> None:
    ada, shoes = house.athlete("Ada"), house.people.shoes
    shoes.set(ada, A, retired=True, on=SPRING)
    shoes.set(ada, A, limit_km=500, retired=True, on=SUMMER)
    assert shoes.settings(ada)[A].retired_on == SPRING
    shoes.set(ada, A, retired=False, on=SUMMER)
    assert shoes.settings(ada)[A].retired_on is None


def test_what_is_kept_replaces_all_that_was_said(house: House) -> None:
    ada, shoes = house.athlete("Ada"), house.people.shoes
    shoes.set(ada, A, name="Blue", limit_km=500, racing=True)
    shoes.keep(ada, ShoeSettings(A, start_km=20))
    assert shoes.settings(ada) == {A: ShoeSettings(A, start_km=20)}
    with pytest.raises(PlimsollError):
        shoes.keep(ada, ShoeSettings(A, start_km=-1))
    assert shoes.settings(ada)[A].start_km == 20


def test_two_new_pairs_of_one_name_are_two_pairs(house: House) -> None:
    ada = house.athlete("Ada")
    assert [house.people.shoes.add(ada, "Blue") for _ in range(3)] == ["own:Blue", "own:Blue (2)", "own:Blue (3)"]
    assert [one.name for one in house.people.shoes.settings(ada).values()] == ["Blue"] * 3


@pytest.mark.slow
def test_a_run_goes_back_whichever_of_its_ids_was_put_in_a_pair(house: House) -> None:
    ada, marts = house.athlete("Ada"), Marts(house.settings)
    house.land(ada, "log", [{**run("log:1", "2026-06-01 06:00:00", 10, 50), "start_utc": None, "local_date": SUMMER}])
    house.people.shoes.assign(ada, [ActivityId("log:1")], A)
    house.land(ada, "export", [run("strava:1", "2026-06-01 06:00:00", 10, 50, gear_id="strava:g1", gear_name="Own")], full=True)
    house.build()
    (both,) = marts.runs(ada)
    assert (both.activity_id, both.shoe_id) == ("strava:1", A)
    assert put_in(marts, house.people, ada, [both.activity_id], None) == 1
    house.build()
    assert [one.shoe_id for one in marts.runs(ada)] == ["strava:g1"]
    assert house.people.shoes.assignments(ada) == {}


def test_a_default_of_before_its_days_were_kept_counts_from_the_beginning(settings: Settings) -> None:
    settings.home.mkdir()
    database = Database(settings.people)
    database.prepare()
    migrate(database, MIGRATIONS[:3])
    engine = create_engine(settings.people)
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO athlete VALUES ('ada', 'Ada', '2026-01-01 00:00:00', 'UTC', 'km', 'monday', '', 0, 0, 0, 0)"))
        connection.execute(
            text("INSERT INTO shoe VALUES ('ada', 'log:A', 'Blue', 12, NULL, 0, 1, 1), ('ada', 'log:B', NULL, 0, 500, 1, 0, 0)")
        )
    engine.dispose()
    database.close()
    people = People.open(settings)
    ada = AthleteId("ada")
    assert people.shoes.settings(ada) == {
        A: ShoeSettings(A, "Blue", 12.0, racing=True, default=True),
        B: ShoeSettings(B, limit_km=500.0, retired=True),
    }
    assert people.shoes.defaults(ada) == {date.min: A}
    people.close()


@pytest.mark.slow
def test_a_default_pair_takes_new_runs_only(house: House) -> None:
    ada = house.athlete("Ada")
    house.people.shoes.set(ada, A, default=True, on=SUMMER)
    house.land(ada, "export", [run(f"strava:{n}", f"2026-0{n}-01 06:00:00", 10, 50) for n in (5, 6)], full=True)
    house.build(datetime(2026, 6, 2, tzinfo=UTC))
    assert [(one.local_date.month, one.shoe_id) for one in Marts(house.settings).runs(ada)] == [(6, A), (5, None)]
