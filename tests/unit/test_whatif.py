"""What if: without planned runs nothing differs from what is published, with them the same rules speak, and nothing is kept."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.homes import House, run
from tests.samples import samples
from tests.season import season, to_landing_rows
from tests.unit.test_reader import at
from tests.web import seasons
from warehouse import db
from warehouse.errors import NotFoundError
from warehouse.model import AthleteId, Lasting, Level, LoadContext, ShoeId, Week
from warehouse.reader import Marts
from warehouse.settings import Settings
from warehouse.whatif import PlannedRun, imagine, imagined

pytestmark = pytest.mark.slow

LAST = date(2023, 7, 20)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    """Build two nasty seasons, and beside them one of a runner whose steps are known and whose pair was told of."""
    made = House.open(Settings(home=tmp_path_factory.mktemp("whatif") / "home"))
    for nth, name in enumerate(("Ann", "Bob"), 3):
        runs = season(nth, 200)
        sampled = samples({act.activity_id: (act.beats, act.speeds) for act in runs})
        made.land(made.athlete(name), "export", to_landing_rows(runs), sampled, full=True)
    hard = made.athlete("Dora", threshold_hr="160")
    runs = [run(f"strava:{99000 + ago}", f"{LAST - timedelta(days=ago)} 06:00:00", 8, 50) for ago in range(1, 60, 2)]
    made.land(hard, "export", runs, samples({row["source_key"]: ({165: 600, 130: 2400}, None) for row in runs}), full=True)
    cleo = made.athlete("Cleo")
    made.people.shoes.set(cleo, ShoeId("strava:Old"), name="Old", start_km=300.0)
    told = {"gear_id": "strava:Old", "elevation_gain_m": 10.0, "gear_name": "Old", "cadence_unit": "steps"}
    days = [LAST - timedelta(days=n) for n in range(0, 180, 2)]
    runs = [run(f"r{day}", f"{day} 06:00:00", 8.0, 45.0, cadence=165.0 + day.toordinal() % 7, **told) for day in days]
    made.land(cleo, "export", runs, full=True)
    made.build(at(LAST))
    return made


@pytest.mark.parametrize("athlete", ["ann", "bob"])
def test_without_planned_runs_every_day_is_judged_as_published(house: House, athlete: str) -> None:
    published = house.tables(athlete)
    with imagined(house.settings, AthleteId(athlete), [()], LAST) as (con, today):
        assert today == LAST
        for table in ("daily_risk", "day_check"):
            assert sorted(db.rows(con, f"from {table}"), key=repr) == published[table]
    assert len(published["daily_risk"]) > 150


def test_without_planned_runs_the_week_is_the_published_one(house: House) -> None:
    ann, marts = AthleteId("ann"), Marts(house.settings)
    days = [LAST - timedelta(days=1), LAST]
    found = [replace(week, advice=()) for week in imagine(house.settings, ann, [()], LAST)[0]]
    assert found == [replace(marts.week(ann, day), shoes=(), lasting=Lasting(), advice=()) for day in days]


def test_what_is_taken_as_published_would_come_out_the_same(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    plans = [[PlannedRun(LAST + timedelta(days=n), 5.0 * (n + 1)) for n in range(0, 7, step)] for step in (2, 3)]
    quick = imagine(house.settings, AthleteId("cleo"), plans, LAST + timedelta(days=6))
    monkeypatch.setattr("warehouse.whatif.UNTOUCHED", ())
    assert imagine(house.settings, AthleteId("cleo"), plans, LAST + timedelta(days=6)) == quick
    assert {week.cadence.runs for week in quick[0]} == {15}
    assert all(check.level is not None for week in quick[0] for check in week.checks if check.rule == "cadence_fall")


def test_plans_judged_together_are_judged_as_each_alone(house: House) -> None:
    ann, until = AthleteId("ann"), LAST + timedelta(days=6)
    plans = [[], [PlannedRun(LAST + timedelta(days=2), 40.0)], [PlannedRun(LAST + timedelta(days=n), 6.0) for n in (1, 3, 5)]]
    together = [[_judged(week) for week in weeks] for weeks in imagine(house.settings, ann, plans, until)]
    assert together == [[_judged(week) for week in imagine(house.settings, ann, [one], until)[0]] for one in plans]
    assert together[0] != together[1] != together[2]


def _judged(week: Week) -> Week:
    """Leave out the load figures: sums of decimals differ in their last digit with the order they are added in."""
    return replace(week, context=LoadContext(None, None, None, None, None, None, None))


def test_a_planned_run_is_easy_and_leaves_the_check_of_hard_minutes_running(house: House) -> None:
    """Ten hard minutes every other day: the planned runs of six days add none to what is left of them in the week."""
    days = [LAST + timedelta(days=n) for n in range(6)]
    with imagined(house.settings, AthleteId("dora"), [[PlannedRun(day, 8.0) for day in days]], days[-1]) as (con, _):
        found = db.rows(con, "select last_7_s from hard_window where local_date >= ? order by local_date", [LAST])
        assert [seconds / 60 for (seconds,) in found] == [30, 30, 20, 20, 10, 10]
        assert not db.rows(con, "from day_check where local_date >= ? and not hard_ran", [LAST])


def test_a_planned_run_is_judged_by_its_length_and_changes_nothing_published(settings: Settings) -> None:
    house = House.open(settings)
    anna = seasons.land(settings, house.people, "Anna", seasons.steady())
    seasons.build(settings, house.people)
    before, long_day = house.tables(), seasons.TODAY + timedelta(days=2)
    week = imagine(settings, anna, [[PlannedRun(long_day, 16.5)]], long_day + timedelta(days=1))[0]
    assert [one.as_of for one in week] == [seasons.TODAY + timedelta(days=n) for n in range(-1, 4)]
    calm, told = week[2], week[3]
    assert calm.level is Level.NO_FLAG
    assert calm.ceiling_km is not None
    assert calm.ceiling_km < 16.5
    assert told.level is not Level.NO_FLAG
    assert "your run of 16.5 km" in told.reason
    within = imagine(settings, anna, [[PlannedRun(long_day, int(calm.ceiling_km * 10) / 10)]], long_day)[0]
    assert within[-1].level is Level.NO_FLAG
    assert house.tables() == before


def test_whom_nothing_is_published_of_has_nothing_to_plan_with(settings: Settings, house: House) -> None:
    for home, who in ((settings, "ann"), (house.settings, "nobody")):
        with pytest.raises(NotFoundError, match=who):
            imagine(home, AthleteId(who), [()], LAST)
