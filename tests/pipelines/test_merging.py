"""One activity told by several sources is one activity: an export's row, its file, another copy, a log, a later export."""

import csv
import io
from collections.abc import Callable
from dataclasses import astuple
from datetime import date, datetime, timedelta
from pathlib import Path
from struct import pack, unpack
from typing import Any
from zipfile import ZipFile

import pytest

from pipelines.files.importer import import_paths
from tests.homes import NOW, House, run
from warehouse.model import ActivityId, AthleteId, ShoeId
from warehouse.settings import Settings

LATER = NOW + timedelta(hours=1)
Counts = tuple[int, int, int, int]


@pytest.fixture
def house(settings: Settings) -> House:
    return House.open(settings)


@pytest.fixture
def me(house: House) -> AthleteId:
    return house.athlete("Me")


def load(house: House, athlete: AthleteId) -> Counts:
    """Load and return how many activities of the athlete were added, updated, unchanged, removed."""
    return astuple(house.warehouse.load(NOW)[athlete])


def take(house: House, athlete: AthleteId, *paths: Path, now: datetime = NOW) -> Counts:
    """Import files, load, and return the counts; all 0 when there was nothing to load."""
    import_paths(paths, settings=house.settings, athlete=athlete, timezone=None, now=now)
    changes = house.warehouse.load(now)
    return astuple(changes[athlete]) if athlete in changes else (0, 0, 0, 0)


def export_like(source: Path, target: Path, change: Callable[[list[str], list[list[str]]], None]) -> Path:
    """Write the export's table again with rows changed."""
    with ZipFile(source) as archive:
        table = next(name for name in archive.namelist() if name.endswith("activities.csv"))
        header, *rows = csv.reader(io.StringIO(archive.read(table).decode("utf-8-sig"), newline=""))
    change(header, rows)
    text = io.StringIO(newline="")
    csv.writer(text).writerows([header, *rows])
    with ZipFile(target, "w") as archive:
        archive.writestr("activities.csv", text.getvalue())
    return target


@pytest.mark.data
def test_an_export_and_its_files_are_one_activity_a_row(house: House, me: AthleteId, shared: Path) -> None:
    export = shared / "exports" / "garmin-fr255-runner_to-2024-12-31.zip"
    assert take(house, me, export) == (105, 0, 0, 0)
    assert take(house, me, export, now=LATER) == (0, 0, 0, 0)
    house.build()
    found = house.ask("select source, count(*) as n, count(heartrate_bpm) as hr, count(device) as device from activity group by all")
    assert found == [{"source": "export", "n": 105, "hr": 102, "device": 105}]


@pytest.mark.data
def test_a_garmin_original_and_its_strava_copy_are_one_run(house: House, me: AthleteId, shared: Path) -> None:
    pair = shared / "files" / "dedupe-pair"
    assert take(house, me, pair / "garmin-original") == (1, 0, 0, 0)
    assert take(house, me, pair / "strava-export.zip") == (0, 1, 0, 0)
    house.build()
    (only,) = house.ask("select source, activity_id, heartrate_bpm, device, name is not null as named from activity")
    assert only == {"source": "export", "activity_id": only["activity_id"], "heartrate_bpm": 136, "device": "Garmin Venu Sq", "named": True}
    assert only["activity_id"].startswith("strava:")


@pytest.mark.data
def test_months_of_exports_add_only_what_is_new(house: House, me: AthleteId, shared: Path) -> None:
    """The tables differ by added rows alone, though one has HTML in its header and two end their lines otherwise."""
    exports = [shared / "exports" / f"six-exports-one-athlete_{month}.zip" for month in ("2023-11", "2023-12", "2024-06")]
    assert [take(house, me, export) for export in exports] == [(878, 0, 0, 0), (27, 0, 878, 0), (143, 0, 905, 0)]


@pytest.mark.data
def test_an_older_export_imported_late_changes_nothing(house: House, me: AthleteId, shared: Path) -> None:
    exports = [shared / "exports" / f"six-exports-one-athlete_{month}.zip" for month in ("2024-06", "2023-11")]
    assert [take(house, me, export) for export in exports] == [(1048, 0, 0, 0), (0, 0, 1048, 0)]


@pytest.mark.data
def test_a_newer_export_updates_what_changed_and_removes_what_is_gone(house: House, me: AthleteId, shared: Path, tmp_path: Path) -> None:
    def edit(header: list[str], rows: list[list[str]]) -> None:
        del rows[10:13]
        rows[20][header.index("Activity Name")] = "Renamed"
        rows[21][header.index("Moving Time")] = "1234.0"

    original = shared / "exports" / "six-exports-one-athlete_2024-06.zip"
    take(house, me, original)
    assert take(house, me, export_like(original, tmp_path / "again.zip", edit), now=LATER) == (0, 2, 1043, 3)


@pytest.mark.data
def test_two_athletes_with_the_same_files_never_merge(house: House, shared: Path) -> None:
    pair = shared / "files" / "dedupe-pair"
    for name in ("Ann", "Ben"):
        assert take(house, house.athlete(name), pair / "garmin-original", pair / "strava-export.zip") == (1, 0, 0, 0)
    house.build()
    assert house.ask("select athlete_id, count(*) as n from activity group by all order by all") == [
        {"athlete_id": "ann", "n": 1},
        {"athlete_id": "ben", "n": 1},
    ]


@pytest.mark.data
def test_sessions_of_one_file_stay_apart_however_short(house: House, me: AthleteId, shared: Path) -> None:
    """Three sessions within a minute, none of them with a distance: what follows an activity is no other copy of it."""
    assert take(house, me, shared / "files" / "sweatpy" / "96169924589_ACTIVITY.fit") == (3, 0, 0, 0)


@pytest.mark.data
def test_a_copy_of_a_file_with_several_sessions_doubles_none(house: House, me: AthleteId, shared: Path) -> None:
    take(house, me, shared / "files" / "sweatpy" / "96169924589_ACTIVITY.fit")
    copy = [
        run("file:copy", "2021-03-22 10:48:16", 0, 24.6 / 60),
        run("file:copy-2", "2021-03-22 10:48:40", 0, 11.8 / 60),
        run("file:copy-3", "2021-03-22 10:48:52", 0, 23.2 / 60),
    ]
    house.land(me, "files", copy)
    added, _, _, removed = load(house, me)
    assert (added, removed) == (0, 0)


def test_a_log_row_joins_the_watch_file_of_its_day(house: House, me: AthleteId) -> None:
    log = {"sport": "Run", "sport_type": "Run", "local_date": date(2026, 6, 1), "distance_m": 10_000.0}
    house.land(me, "files", [run("file:watch", "2026-06-01 06:00:00", 10.05, 52)])
    house.land(
        me, "log", [{**log, "source_key": "log:1", "rpe": 7.0, "gear_id": "log:Blue"}, {**log, "source_key": "log:2", "distance_m": 6000.0}]
    )
    assert load(house, me) == (2, 0, 0, 0)
    house.build()
    both = house.ask("select activity_id, distance_m, rpe, shoe_id from activity order by distance_m")
    assert [tuple(row.values()) for row in both] == [("log:2", 6000, None, None), ("file:watch", 10_050, 7, "log:Blue")]


def test_two_equal_sessions_in_a_log_are_two(house: House, me: AthleteId) -> None:
    log = {"sport": "Run", "sport_type": "Run", "local_date": date(2026, 6, 1), "distance_m": 5000.0}
    house.land(me, "files", [run("file:watch", "2026-06-01 06:00:00", 5, 26)])
    house.land(me, "log", [{**log, "source_key": f"log:{nth}"} for nth in (1, 2)])
    assert load(house, me) == (2, 0, 0, 0)


def test_a_file_and_then_its_export_keep_one_row(house: House, me: AthleteId) -> None:
    """The row changes its id to the export's; what the athlete said of it before still holds."""
    house.people.shoes.assign(me, [ActivityId("file:watch")], ShoeId("mine"))
    house.land(me, "files", [run("file:watch", "2026-06-01 06:00:00", 10, 52, heartrate_bpm=140.0)])
    assert load(house, me) == (1, 0, 0, 0)
    house.land(me, "export", [run("strava:1", "2026-06-01 06:00:05", 10.02, 51.5)], full=True)
    assert load(house, me) == (0, 1, 0, 0)
    house.build()
    (only,) = house.ask("select activity_id, distance_m, heartrate_bpm, shoe_id from activity")
    assert tuple(only.values()) == ("strava:1", 10_020, 140, "mine")


def test_an_export_without_an_activity_removes_it_for_the_export_only(house: House, me: AthleteId) -> None:
    rows = [run("strava:1", "2026-06-01 06:00:00", 10, 52), run("strava:2", "2026-06-02 06:00:00", 8, 42)]
    house.land(me, "files", [run("file:watch", "2026-06-02 06:00:02", 8, 42)])
    house.land(me, "export", rows, full=True, as_of="2026-06-02")
    assert load(house, me) == (2, 0, 0, 0)
    house.land(me, "export", [run("strava:3", "2026-06-03 06:00:00", 5, 30)], full=True, as_of="2026-06-03")
    assert load(house, me) == (1, 1, 0, 1)


def test_a_file_given_by_itself_outlives_the_export_that_held_it_too(house: House, me: AthleteId) -> None:
    """The same file lay in the export, linked to its row; the row's end is not the end of the file the runner gave."""
    file = run("file:watch", "2026-06-02 06:00:00", 8, 42, file_sha256="same")
    row = run("strava:2", "2026-06-02 06:00:00", 8, 42)
    house.land(me, "files", [file], as_of="2026-06-02 06:00:00")
    house.land(me, "export", [row, {**file, "linked_key": "strava:2"}], full=True, as_of="2026-06-02 06:00:00#2")
    assert load(house, me) == (1, 0, 0, 0)
    house.land(me, "export", [run("strava:3", "2026-06-03 06:00:00", 5, 30)], full=True, as_of="2026-06-03")
    assert load(house, me) == (1, 1, 0, 0)


def test_what_only_an_export_held_goes_with_its_row(house: House, me: AthleteId) -> None:
    row, file = (run(key, "2026-06-02 06:00:00", 8, 42) for key in ("strava:2", "file:2"))
    house.land(me, "export", [row, {**file, "linked_key": "strava:2"}], full=True, as_of="2026-06-02")
    load(house, me)
    house.land(me, "export", [run("strava:3", "2026-06-03 06:00:00", 5, 30)], full=True, as_of="2026-06-03")
    assert load(house, me) == (1, 0, 0, 1)


def test_a_damaged_export_removes_nothing_and_a_whole_newer_one_does(house: House, me: AthleteId) -> None:
    first, second, third = (run(f"strava:{nth}", f"2026-06-0{nth} 06:00:00", 8, 42) for nth in (1, 2, 3))
    house.land(me, "export", [first, second], full=True, as_of="2026-06-02")
    house.land(me, "export", [third], full=False, as_of="2026-06-03")
    assert load(house, me) == (3, 0, 0, 0)
    house.land(me, "export", [first], full=True, as_of="2026-06-04")
    assert load(house, me) == (0, 0, 1, 2)


def test_two_rows_of_an_export_at_the_same_minute_stay_two(house: House, me: AthleteId) -> None:
    rows = [run(f"strava:{nth}", "2026-06-01 06:00:00", 8, 42) for nth in (1, 2)]
    house.land(me, "export", rows, full=True)
    assert load(house, me) == (2, 0, 0, 0)


def test_a_row_with_a_date_but_no_clock_is_an_activity_too(house: House, me: AthleteId) -> None:
    day = date(2026, 6, 1)
    house.land(me, "export", [run("strava:1", "2026-06-01", 8, 42, start_utc=None, local_date=day)], full=True)
    assert load(house, me) == (1, 0, 0, 0)


def test_a_shoe_keeps_its_kilometres_through_a_new_name(house: House, me: AthleteId) -> None:
    worn: dict[str, Any] = {"gear_id": "strava:g10288688"}
    first = run("strava:1", "2026-06-01 06:00:00", 8, 42, gear_name="Pulse ", **worn)
    house.land(me, "export", [first], full=True, as_of="1")
    renamed = [{**first, "gear_name": "Old Pulse"}, run("strava:2", "2026-06-02 06:00:00", 5, 30, gear_name="Old Pulse", **worn)]
    house.land(me, "export", renamed, full=True, as_of="2")
    house.build()
    assert house.ask("select shoe_id, name, distance_km from shoe") == [
        {"shoe_id": "strava:g10288688", "name": "Old Pulse", "distance_km": 13}
    ]


def test_an_id_rounded_by_older_exports_is_the_same_pair(house: House, me: AthleteId) -> None:
    """Also when the pair was renamed there and back, so that both ids bear both names; and for runs assigned to the old id."""
    exact = 21_934_529_549
    old, new = f"strava:g{int(unpack('f', pack('f', exact))[0])}", f"strava:g{exact}"
    assert old != new
    worn = [(old, "Red"), (old, "Old red"), (new, "Old red"), (new, "Red")]
    for nth, (gear_id, name) in enumerate(worn, 1):
        rows = [run(f"strava:{day}", f"2026-06-0{day} 06:00:00", 5, 30, gear_id=gear_id, gear_name=name) for day in range(1, nth + 1)]
        house.land(me, "export", rows if nth < 3 else rows[-1:], full=nth < 3, as_of=str(nth))
    house.land(me, "files", [run("file:watch", "2026-06-09 06:00:00", 5, 30)])
    house.people.shoes.assign(me, [ActivityId("file:watch")], ShoeId(old))
    house.people.shoes.set(me, ShoeId(old), limit_km=500)
    house.build()
    pair = {"shoe_id": new, "name": "Red", "distance_km": 25, "limit_km": 500}
    assert house.ask("select shoe_id, name, distance_km, limit_km from shoe") == [pair]


def test_one_name_on_two_pairs_stays_two_pairs(house: House, me: AthleteId) -> None:
    rows = [run(f"strava:{day}", f"2026-06-0{day} 06:00:00", 5, 30, gear_id=f"strava:g1028868{day}", gear_name="Pulse") for day in (1, 2)]
    house.land(me, "export", rows, full=True)
    house.build()
    assert [row["distance_km"] for row in house.ask("select distance_km from shoe order by shoe_id")] == [5, 5]
