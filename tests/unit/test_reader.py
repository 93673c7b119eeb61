"""What a reader of the published tables gets: on an empty home, for unknown people, for days gone by, while others publish."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.homes import NOW, House, run
from tests.season import season, to_landing_rows
from warehouse.asking import Published
from warehouse.errors import NotFoundError
from warehouse.model import ActivityId, AthleteId, Level, ShoeId
from warehouse.pattern import Outing
from warehouse.reader import Marts
from warehouse.settings import Settings

ANN = AthleteId("ann")
FIRST, LAST = date(2023, 1, 2), date(2023, 7, 20)


def at(day: date) -> datetime:
    """Return noon of a day."""
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    """Build a nasty season of 200 days on its last."""
    made = House.open(Settings(home=tmp_path_factory.mktemp("reader") / "home"))
    made.land(made.athlete("Ann"), "export", to_landing_rows(season(3, 200)), full=True)
    made.people.shoes.set(ANN, ShoeId("strava:g101"), start_km=400.0)
    made.build(at(LAST))
    return made


@pytest.fixture(scope="module")
def marts(house: House) -> Marts:
    return Marts(house.settings)


def test_an_empty_home_has_nobody_and_says_so(settings: Settings) -> None:
    marts = Marts(settings)
    assert marts.built_at() is None
    assert marts.out_of_date(NOW)
    assert marts.athletes() == ()
    assert marts.runs(ANN) == ()
    assert marts.run(ANN, ActivityId("strava:1")) is None
    for ask in (marts.week, marts.bars, marts.shoes):
        with pytest.raises(NotFoundError, match="ann"):
            ask(ANN)
    assert not settings.home.exists()


def test_unknown_athletes_are_not_found(marts: Marts) -> None:
    for ask in (marts.week, marts.bars, marts.shoes):
        with pytest.raises(NotFoundError):
            ask(AthleteId("x' or true --"))
    assert marts.runs(AthleteId("nobody")) == ()


def test_an_athlete_without_activities_has_a_week_without_history(settings: Settings) -> None:
    house = House.open(settings)
    house.athlete("Ann", timezone="Pacific/Kiritimati")
    house.build()
    week = Marts(settings).week(ANN)
    assert (week.as_of, week.level, week.score, week.incomplete, week.ceiling_km) == (date(2026, 7, 1), "not_enough_history", 0, True, None)
    assert (week.checks_ran, week.checks_total, week.newest_activity, week.week.runs) == (0, 5, None, 0)
    assert (Marts(settings).bars(ANN), Marts(settings).shoes(ANN)) == ((), ())


def test_before_the_first_activity_there_is_no_history(marts: Marts) -> None:
    week = marts.week(ANN, FIRST - timedelta(days=1))
    assert (week.level, week.newest_activity, week.week.distance_km, week.shoes) == (Level.NOT_ENOUGH_HISTORY, None, 0, ())
    assert all(check.level is None for check in week.checks)


def test_a_day_to_come_is_refused(marts: Marts) -> None:
    with pytest.raises(NotFoundError, match="has not been judged yet"):
        marts.week(ANN, LAST + timedelta(days=1))
    assert marts.week(ANN).as_of == LAST


@pytest.mark.slow
@pytest.mark.parametrize("ago", [160, 33, 6])
def test_looking_back_gives_the_answer_of_that_day(ago: int, marts: Marts, settings: Settings) -> None:
    """A build made on a day, from what there was then, says what today's build says of that day; only load figures may differ."""
    day = LAST - timedelta(days=ago)
    then = House.open(settings)
    rows = [act for act in season(3, 200) if act.local_date <= day]
    then.land(then.athlete("Ann"), "export", to_landing_rows(rows), full=True)
    then.people.shoes.set(ANN, ShoeId("strava:g101"), start_km=400.0)
    then.build(at(day))
    said, says = Marts(settings).week(ANN), marts.week(ANN, day)
    scale = {"context": says.context, "load_scale": says.load_scale, "built_at": says.built_at}
    assert replace(said, **scale) == says  # type: ignore[arg-type]  # each is of its field's type
    assert Marts(settings).bars(ANN) == marts.bars(ANN, day)
    assert Marts(settings).runs(ANN) == marts.runs(ANN, day)
    assert Marts(settings).shoes(ANN) == marts.shoes(ANN, day)


@pytest.mark.slow
def test_real_and_demo_athletes_are_read_from_their_own_homes(settings: Settings) -> None:
    for home, name in ((settings, "Zoe"), (settings.demo, "demo-Ann")):
        house = House.open(home)
        house.land(house.athlete(name), "export", [run("strava:1", "2026-06-29 06:00:00", 5, 30)], full=True)
        house.build()
    marts = Marts(settings)
    assert [(row.name, row.demo, row.activities) for row in marts.athletes()] == [("Zoe", False, 1), ("demo-Ann", True, 1)]
    assert marts.week(AthleteId("demo-ann")).athlete_name == "demo-Ann"
    assert marts.week(AthleteId("zoe")).week.runs == 1


@pytest.mark.slow
def test_a_new_publish_is_seen_by_the_next_question(settings: Settings) -> None:
    house, marts = House.open(settings), Marts(settings)
    house.athlete("Ann")
    for nth in (1, 2):
        house.land(ANN, "files", [run(f"file:{nth}", f"2026-06-0{nth} 06:00:00", 5, 30)])
        house.build(NOW + timedelta(minutes=nth))
        assert len(marts.runs(ANN)) == nth
        assert marts.built_at() == (NOW + timedelta(minutes=nth)).replace(tzinfo=None)
    assert not marts.out_of_date(NOW)
    assert marts.out_of_date(NOW + timedelta(days=1))


@pytest.mark.slow
def test_many_threads_ask_at_once(marts: Marts) -> None:
    days = [LAST - timedelta(days=ago) for ago in range(0, 160, 8)]
    alone = [marts.week(ANN, day).score for day in days]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda day: marts.week(ANN, day).score, days))
    assert together == alone
    assert len(set(alone)) > 1


def test_one_run_is_found_by_its_id(marts: Marts) -> None:
    newest = marts.runs(ANN)[0]
    assert marts.run(ANN, newest.activity_id) == newest
    assert marts.run(ANN, ActivityId("strava:0")) is None


@pytest.mark.slow
def test_what_was_asked_before_a_publish_is_not_kept_beyond_it(settings: Settings) -> None:
    house, folder = House.open(settings), Published(settings.published)
    house.athlete("Ann")
    house.land(ANN, "files", [run("file:1", "2026-06-01 06:00:00", 5, 30)])
    house.build()
    with folder.cursor() as before:
        house.land(ANN, "files", [run("file:2", "2026-06-02 06:00:00", 5, 30)])
        house.build()
        assert len(folder.ask("outings", athlete=ANN, as_of=NOW.date())) == 2
        assert len(before("outings", athlete=ANN, as_of=NOW.date())) == 1
        assert len(before.records(Outing, "outings", athlete=ANN, as_of=NOW.date())) == 1
        assert before.once(("runs", ANN), lambda: 1) == 1
    assert len(folder.records(Outing, "outings", athlete=ANN, as_of=NOW.date())) == 2
    with folder.cursor() as after:
        assert after.once(("runs", ANN), lambda: 2) == 2


@pytest.mark.slow
def test_what_is_kept_belongs_to_one_athlete_and_one_day(settings: Settings) -> None:
    house, marts = House.open(settings), Marts(settings)
    for name, km in (("Ann", 5), ("Bob", 9)):
        house.land(house.athlete(name), "files", [run("file:1", "2026-06-29 06:00:00", km, 60)])
    house.build()
    for _ in range(2):
        weeks = [marts.week(AthleteId(name)) for name in ("ann", "bob")]
        assert [(week.athlete_name, week.week.distance_km) for week in weeks] == [("Ann", 5), ("Bob", 9)]
        assert [marts.runs(AthleteId(name))[0].distance_km for name in ("ann", "bob")] == [5, 9]
        assert marts.week(ANN, date(2026, 6, 28)).week.distance_km == 0
    assert marts.week(ANN) is marts.week(ANN)


def test_no_more_is_kept_of_a_file_than_agreed(marts: Marts, house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("warehouse.asking.KEPT_ROWS", 1)
    fresh = Marts(house.settings)
    assert fresh.runs(ANN) == marts.runs(ANN)
    assert fresh.runs(ANN) is not fresh.runs(ANN)
    assert marts.runs(ANN) is marts.runs(ANN)
