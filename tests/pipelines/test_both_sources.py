"""What the Strava API tells beside exports, files and logs: one activity each, the newest words, and nothing left of it once it goes."""

from collections.abc import Mapping
from contextlib import closing
from dataclasses import astuple
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from tests.homes import NOW, House, Row, run
from tests.pipelines.test_forget import contents
from warehouse import db, loading, plan
from warehouse.errors import StaleBuildError
from warehouse.landing import Gear, Landing, Manifest
from warehouse.model import ActivityId, AthleteId, ShoeId
from warehouse.part import published
from warehouse.settings import Settings

Counts = tuple[int, int, int, int]
MORNING = "2026-06-01 06:00:00"


@pytest.fixture
def house(settings: Settings) -> House:
    return House.open(settings)


@pytest.fixture
def me(house: House) -> AthleteId:
    return house.athlete("Me")


def asked(day: int) -> str:
    """Return `Manifest.as_of` of a page asked for on this day of June."""
    return datetime(2026, 6, day, 20, tzinfo=UTC).isoformat(timespec="microseconds")


def tell(house: House, me: AthleteId, day: int, *rows: Row, gear: tuple[Gear, ...] = ()) -> None:
    """Land a page of the API."""
    house.land(me, "strava", rows, as_of=asked(day), gear=gear)


def export(house: House, me: AthleteId, *rows: Row, newest: str = "2026-06-01 06:00:00#1") -> None:
    house.land(me, "export", rows, full=True, as_of=newest)


def load(house: House, me: AthleteId) -> Counts:
    return astuple(house.warehouse.load(NOW)[me])


def activities(house: House, columns: str) -> list[tuple[Any, ...]]:
    """Load, and return columns of every activity as the marts are given it."""
    house.warehouse.load(NOW)
    with closing(db.open_reader(house.settings.warehouse)) as con:
        return db.rows(con, f"select {columns} from merged_activity order by local_date, activity_id")


def shoes(house: House) -> list[Mapping[str, Any]]:
    house.build()
    return house.ask("select shoe_id, name, distance_km, state from shoe order by shoe_id")


@pytest.mark.parametrize("export_first", [True, False])
def test_an_activity_of_export_and_api_is_one_whichever_came_first(export_first: bool, house: House, me: AthleteId) -> None:
    """Numbers of the export, filled up by the API; words of the one asked later."""
    row = run("strava:1", MORNING, 10, 50, name="Morning Run", gear_id="strava:g1", gear_name="Old")
    page = run("strava:1", MORNING, 10.02, 49, sport_type="TrailRun", name="Hills", gear_id="strava:g2", heartrate_bpm=140.0)
    more = run("strava:2", "2026-06-02 06:00:00", 5, 30)
    landings = [lambda: export(house, me, row), lambda: tell(house, me, 3, page, more)]
    for land in landings if export_first else landings[::-1]:
        land()
        load(house, me)
    assert activities(house, "activity_id, source, sources, sport_type, name, distance_m, moving_s, heartrate_bpm, shoe_id") == [
        ("strava:1", "export", "export, strava", "TrailRun", "Hills", 10_000, 3000, 140, "strava:g2"),
        ("strava:2", "strava", "strava", "Run", None, 5000, 1800, None, None),
    ]


def test_an_export_newer_than_the_api_has_the_word(house: House, me: AthleteId) -> None:
    tell(house, me, 3, run("strava:1", MORNING, 10, 50, name="Old name", device="Watch"))
    rows = [run("strava:1", MORNING, 10, 50, name="New name"), run("strava:9", "2026-06-09 06:00:00", 5, 30)]
    export(house, me, *rows, newest="2026-06-09 06:00:00#9")
    assert activities(house, "name, device, sources") == [("New name", "Watch", "export, strava"), (None, None, "export")]


def test_neither_removes_what_only_the_other_tells(house: House, me: AthleteId) -> None:
    export(house, me, run("strava:1", MORNING, 10, 50))
    tell(house, me, 3, run("strava:2", "2026-06-02 06:00:00", 5, 30))
    assert load(house, me) == (2, 0, 0, 0)
    export(house, me, run("strava:3", "2026-06-03 06:00:00", 5, 30), newest="2026-06-03 06:00:00#3")
    assert load(house, me) == (1, 0, 1, 1)


def test_the_newest_page_that_tells_of_an_activity_is_right(house: House, me: AthleteId) -> None:
    first = run("strava:1", MORNING, 10, 50, name="Morning Run", gear_id="strava:g1")
    tell(house, me, 5, {**first, "name": "Race", "distance_m": 10_500.0, "gear_id": "strava:g2"})
    tell(house, me, 3, first)
    assert load(house, me) == (1, 0, 0, 0)
    assert activities(house, "name, distance_m, shoe_id") == [("Race", 10_500, "strava:g2")]
    tell(house, me, 6, first)
    assert load(house, me) == (0, 1, 0, 0)


def test_a_local_day_comes_from_the_api_when_the_export_knows_none(house: House, me: AthleteId) -> None:
    late = "2026-06-01 22:30:00"
    export(house, me, run("strava:1", late, 10, 50))
    tell(house, me, 3, run("strava:1", late, 10, 50, utc_offset_s=7200))
    assert activities(house, "local_date") == [(date(2026, 6, 2),)]


def test_a_watch_file_joins_a_row_of_the_api(house: House, me: AthleteId) -> None:
    house.land(me, "files", [run("file:watch", MORNING, 10, 50, heartrate_bpm=140.0)])
    tell(house, me, 3, run("strava:1", "2026-06-01 06:00:05", 10.02, 49, name="Hills"))
    columns = "activity_id, source, sources, name, distance_m, heartrate_bpm"
    assert activities(house, columns) == [("strava:1", "strava", "file, strava", "Hills", 10_020, 140)]


def test_a_log_joins_a_row_of_the_api(house: House, me: AthleteId) -> None:
    row = {"source_key": "log:1", "sport": "Run", "sport_type": "Run", "local_date": date(2026, 6, 1), "distance_m": 10_000.0, "rpe": 7.0}
    house.land(me, "log", [row])
    tell(house, me, 3, run("strava:1", MORNING, 10.02, 49))
    assert activities(house, "activity_id, sources, rpe") == [("strava:1", "log, strava", 7)]


def test_a_file_of_an_export_stays_while_the_api_lists_its_row(house: House, me: AthleteId) -> None:
    row, file = (run(key, MORNING, 10, 50) for key in ("strava:1", "file:1"))
    export(house, me, row, {**file, "linked_key": "strava:1"})
    tell(house, me, 3, row)
    export(house, me, run("strava:3", "2026-06-03 06:00:00", 5, 30), newest="2026-06-03 06:00:00#3")
    assert activities(house, "activity_id, sources") == [("strava:1", "file, strava"), ("strava:3", "export")]


def test_disconnecting_leaves_the_export_as_it_was_and_nothing_of_the_api(house: House, me: AthleteId) -> None:
    export(house, me, run("strava:1", MORNING, 10, 50, name="Morning Run", gear_id="strava:g1", gear_name="Blue"))
    house.build()
    before = house.tables()
    page = run("strava:1", MORNING, 10, 50, name="Marker name", gear_id="strava:g2")
    tell(house, me, 3, page, run("strava:2", "2026-06-02 06:00:00", 5, 30), gear=(Gear("strava:g2", "Marker shoe", 90_000.0),))
    house.build()
    assert traces(house) > {"activities.parquet", "warehouse.duckdb", "manifest.json"}
    place = published(house.settings.published)
    assert place is not None
    with closing(db.open_reader(place)) as reader:
        receipt = house.warehouse.disconnect(me, NOW)
        assert len(db.rows(reader, "from activity")) == 2, "who reads an older file reads on"
    assert (receipt.batches, receipt.activities, receipt.people_rows, receipt.published_files) == (1, 1, 0, 2)
    assert (traces(house), house.tables()) == (set(), before)
    assert [path.stem for path in house.settings.receipts.iterdir()] == [receipt.receipt]


@pytest.mark.slow
def test_an_athlete_whom_only_the_api_told_of_keeps_an_account(house: House, me: AthleteId) -> None:
    tell(house, me, 3, run("strava:1", MORNING, 10, 50))
    load(house, me)
    told = [astuple(house.warehouse.disconnect(me, NOW))[2:4] for _ in range(2)]
    assert (told, house.ask("from activity")) == ([(1, 1), (0, 0)], [])
    assert [row["athlete_id"] for row in house.ask("from athlete")] == [me]


@pytest.mark.slow
@pytest.mark.parametrize("way", ["erase", "expire", "supersede"])
def test_what_is_gone_from_the_landing_is_gone_from_every_file(way: str, house: House, me: AthleteId) -> None:
    """Also from the published file before, and from the free blocks of the writer's own."""
    page = [run(f"strava:{day}", f"2026-05-{day:02} 06:00:00", 5, 30, name=f"Marker {day}") for day in range(1, 29)]
    tell(house, me, 1, *page)
    tell(house, me, 9, run("strava:40", MORNING, 10, 50, name="Other"))
    house.build()
    assert {"warehouse.duckdb", "marts-1.duckdb", "activities.parquet"} <= traces(house)
    removals = {
        "erase": lambda landing: landing.erase(me, {row["source_key"] for row in page}),
        "expire": lambda landing: landing.expire(asked(5)),
        "supersede": lambda landing: landing.supersede(me, asked(5)),
    }
    removals[way](house.warehouse.landing)
    assert load(house, me) == (0, 0, 1, 28)
    house.build()
    assert traces(house) == set()
    assert len(list(house.settings.published.glob("marts-*.duckdb"))) == 1
    house.build()
    assert len(list(house.settings.published.glob("marts-*.duckdb"))) == 2, "nothing is wiped without a reason"


@pytest.mark.slow
def test_a_build_begun_before_a_deletion_is_thrown_away(house: House, me: AthleteId) -> None:
    tell(house, me, 1, run("strava:1", MORNING, 10, 50, name="Marker"))
    part, _ = house.warehouse.snapshot(NOW)
    house.warehouse.landing.erase(me, {"strava:1"})
    house.warehouse.load(NOW)
    with db.closing(part.connect()) as con:
        for model in plan.models("marts"):
            part.run(con, model)
    with pytest.raises(StaleBuildError):
        house.warehouse.publish(part)
    part.discard()
    house.build()
    assert traces(house) == set()


@pytest.mark.slow
def test_the_wish_to_wipe_outlives_a_build_that_failed(house: House, me: AthleteId) -> None:
    tell(house, me, 1, run("strava:1", MORNING, 10, 50, name="Marker"))
    house.build()
    house.warehouse.landing.erase(me, {"strava:1"})

    def fail(done: int, total: int, what: str) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        house.warehouse.build(NOW, fail)
    assert traces(house)
    House.open(house.settings).build()
    assert traces(house) == set()


def test_a_batch_that_goes_while_it_is_loaded_is_no_error(house: House, me: AthleteId) -> None:
    """The listing it was in is stale by the time it is read; what is read instead is what is there."""
    tell(house, me, 1, run("strava:1", MORNING, 10, 50))
    house.land(me, "log", [])

    class Vanishing(Landing):
        def batches(self, athlete: AthleteId | None = None) -> Any:
            found = super().batches(athlete)
            if athlete is None:
                self.drop(me, "strava")
            return found

    with db.closing(db.open_writer(house.settings.warehouse, "warehouse", house.settings.home / "spill")) as con:
        loading.prepare(con, empty=False)
        loading.load(con, Vanishing(house.settings.landing), house.people.facts())
        assert [source for (source,) in db.rows(con, "select source from batch")] == ["log"]


def test_shoes_bear_the_apis_name_end_and_starting_mileage(house: House, me: AthleteId) -> None:
    """Strava counts 500 km, 15 km of them are runs known here when it was asked; what came since adds to them."""
    worn = {"gear_id": "strava:g1", "gear_name": "Export's name"}
    export(house, me, run("strava:1", MORNING, 10, 50, **worn))
    tell(house, me, 3, run("strava:2", "2026-06-02 06:00:00", 5, 30, gear_id="strava:g1"), gear=(Gear("strava:g1", " Pulse ", 500_000.0),))
    tell(house, me, 5, run("strava:3", "2026-06-05 06:00:00", 8, 42, gear_id="strava:g1"))
    assert shoes(house) == [{"shoe_id": "strava:g1", "name": "Pulse", "distance_km": 508, "state": "plan"}]
    tell(house, me, 6, gear=(Gear("strava:g1", "Pulse II", 508_000.0, retired=True),))
    assert shoes(house) == [{"shoe_id": "strava:g1", "name": "Pulse II", "distance_km": 508, "state": "retired"}]


@pytest.mark.slow
def test_a_runners_word_on_a_pair_goes_before_the_apis(house: House, me: AthleteId) -> None:
    tell(house, me, 3, run("strava:1", MORNING, 10, 50, gear_id="strava:g1"), gear=(Gear("strava:g1", "Pulse", 500_000.0),))
    house.people.shoes.set(me, ShoeId("strava:g1"), name="Mine", limit_km=900)
    assert shoes(house) == [{"shoe_id": "strava:g1", "name": "Mine", "distance_km": 500, "state": "ok"}]
    house.people.shoes.set(me, ShoeId("strava:g1"), start_km=100)
    assert [pair["distance_km"] for pair in shoes(house)] == [110]


@pytest.mark.slow
def test_a_run_put_in_another_pair_here_does_not_move_the_starting_mileage(house: House, me: AthleteId) -> None:
    rows = [run(f"strava:{day}", f"2026-06-0{day} 06:00:00", 10, 50, gear_id="strava:g1") for day in (1, 2)]
    tell(house, me, 3, *rows, gear=(Gear("strava:g1", "Pulse", 20_000.0),))
    house.people.shoes.assign(me, [ActivityId("strava:2")], ShoeId("mine"))
    assert [(pair["shoe_id"], pair["distance_km"]) for pair in shoes(house)] == [("mine", 10), ("strava:g1", 10)]


def test_a_pair_an_export_knew_by_name_alone_is_the_apis(house: House, me: AthleteId) -> None:
    """Only while one pair bears that name; what the runner said of it follows."""
    rows = [run(f"strava:{day}", f"2026-06-0{day} 06:00:00", 10, 50, gear_id="strava:Pulse", gear_name="Pulse") for day in (1, 2)]
    export(house, me, *rows)
    house.people.shoes.set(me, ShoeId("strava:Pulse"), limit_km=600)
    gear = Gear("strava:g1", "pulse")
    tell(house, me, 3, run("strava:1", MORNING, 10, 50, gear_id="strava:g1"), gear=(gear,))
    house.build()
    assert house.ask("select shoe_id, distance_km, limit_km from shoe") == [{"shoe_id": "strava:g1", "distance_km": 20, "limit_km": 600}]
    tell(house, me, 4, gear=(gear, Gear("strava:g2", "Pulse")))
    assert [(pair["shoe_id"], pair["distance_km"]) for pair in shoes(house)] == [("strava:Pulse", 10), ("strava:g1", 10)]


def test_samples_and_empty_pages_are_no_activities(house: House, me: AthleteId) -> None:
    tell(house, me, 3, run("strava:1", MORNING, 10, 50))
    with house.warehouse.landing.open(me, "strava", NOW + timedelta(hours=1)) as pending:
        pending.write([], None, Manifest("strava", "none", as_of=asked(4), samples_of="strava:1"))
    tell(house, me, 4)
    assert load(house, me) == (1, 0, 0, 0)


def traces(house: House) -> set[str]:
    """Return the names of the files in which a marker stands."""
    return {path.name for path, content in contents(house.settings.home) if b"Marker" in content}
