"""What if: without planned runs nothing differs from what is published, with them the same rules speak, and nothing is kept."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.homes import House
from tests.season import season, to_landing_rows
from tests.unit.test_reader import at
from tests.web import seasons
from warehouse import db
from warehouse.errors import NotFoundError
from warehouse.model import AthleteId, Level
from warehouse.reader import Marts
from warehouse.settings import Settings
from warehouse.whatif import PlannedRun, imagine, imagined

LAST = date(2023, 7, 20)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    """Build two nasty seasons side by side."""
    made = House.open(Settings(home=tmp_path_factory.mktemp("whatif") / "home"))
    for nth, name in enumerate(("Ann", "Bob"), 3):
        made.land(made.athlete(name), "export", to_landing_rows(season(nth, 200)), full=True)
    made.build(at(LAST))
    return made


@pytest.mark.parametrize("athlete", ["ann", "bob"])
def test_without_planned_runs_every_day_is_judged_as_published(house: House, athlete: str) -> None:
    published = house.tables(athlete)
    with imagined(house.settings, AthleteId(athlete), (), LAST) as (con, today):
        assert today == LAST
        for table in ("daily_risk", "day_check"):
            assert sorted(db.rows(con, f"from {table}"), key=repr) == published[table]
    assert len(published["daily_risk"]) > 150


@pytest.mark.slow
def test_without_planned_runs_the_week_is_the_published_one(house: House) -> None:
    ann, marts = AthleteId("ann"), Marts(house.settings)
    days = [LAST - timedelta(days=1), LAST]
    assert imagine(house.settings, ann, (), LAST) == tuple(replace(marts.week(ann, day), shoes=()) for day in days)


@pytest.mark.slow
def test_a_planned_run_is_judged_by_its_length_and_changes_nothing_published(settings: Settings) -> None:
    house = House.open(settings)
    anna = seasons.land(settings, house.people, "Anna", seasons.steady())
    seasons.build(settings, house.people)
    before, long_day = house.tables(), seasons.TODAY + timedelta(days=2)
    week = imagine(settings, anna, [PlannedRun(long_day, 16.5)], long_day + timedelta(days=1))
    assert [one.as_of for one in week] == [seasons.TODAY + timedelta(days=n) for n in range(-1, 4)]
    calm, told = week[2], week[3]
    assert calm.level is Level.NO_FLAG
    assert calm.ceiling_km is not None
    assert calm.ceiling_km < 16.5
    assert told.level is not Level.NO_FLAG
    assert "your run of 16.5 km" in told.reason
    within = imagine(settings, anna, [PlannedRun(long_day, int(calm.ceiling_km * 10) / 10)], long_day)
    assert within[-1].level is Level.NO_FLAG
    assert house.tables() == before


def test_whom_nothing_is_published_of_has_nothing_to_plan_with(settings: Settings, house: House) -> None:
    for home, who in ((settings, "ann"), (house.settings, "nobody")):
        with pytest.raises(NotFoundError, match=who):
            imagine(home, AthleteId(who), (), LAST)
