"""The people database: accounts, shoes, facts, forgetting; on a real SQLite file and with real processes."""

import subprocess
import sys
from dataclasses import asdict
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect

from warehouse.errors import NotFoundError, PlimsollError, SettingsError
from warehouse.model import ActivityId, AthleteId, ShoeId
from warehouse.people import CheckIn, Mark, People, PeopleFacts, ShoeSettings, tables
from warehouse.people.database import Database
from warehouse.people.migrations import MIGRATIONS, migrate
from warehouse.settings import Settings

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
SHOE = ShoeId("strava:g1")

OPEN_AND_ENSURE = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from warehouse.people import People
from warehouse.settings import Settings
people = People.open(Settings(home=Path(sys.argv[1])))
print(people.athletes.ensure("Ada", now=datetime(2026, 11, 23, tzinfo=UTC)).athlete)
"""

FORK_IN_A_READ = """
import os, sys
from datetime import UTC, datetime
from pathlib import Path
from warehouse.people import People
from warehouse.settings import Settings
people = People.open(Settings(home=Path(sys.argv[1])))
ada = people.athletes.ensure("Ada", now=datetime(2026, 11, 23, tzinfo=UTC)).athlete
with people._database.read() as ours:
    held = ours.connection.driver_connection
    if not os.fork():
        people.athletes.set(ada, "units", "mi")
        with people._database.read() as theirs:
            os._exit(theirs.connection.driver_connection is held)
    assert os.wait()[1] == 0
print(people.athletes.get(ada).units)
"""


@pytest.fixture
def ada(people: People) -> AthleteId:
    return people.athletes.ensure("Ada", now=NOW, timezone="Europe/Berlin").athlete


def test_home_and_file_are_for_their_owner_only(settings: Settings, people: People, ada: AthleteId) -> None:
    assert settings.home.stat().st_mode & 0o777 == 0o700
    assert (settings.home / "people.sqlite").stat().st_mode & 0o777 == 0o600


def test_an_open_home_is_tightened_but_a_shared_folder_is_not(settings: Settings) -> None:
    settings.home.mkdir(mode=0o755)
    People.open(settings).close()
    assert settings.home.stat().st_mode & 0o777 == 0o700
    settings.home.chmod(0o1777)
    People.open(settings).close()
    assert settings.home.stat().st_mode & 0o7777 == 0o1777


@pytest.mark.slow
def test_processes_starting_at_once_all_succeed_and_agree(tmp_path: Path) -> None:
    command = [sys.executable, "-c", OPEN_AND_ENSURE, str(tmp_path / "home")]
    children = [subprocess.Popen(command, stdout=-1, stderr=-1, text=True) for _ in range(4)]
    answers = [child.communicate() for child in children]
    assert [error for _, error in answers] == [""] * 4
    assert len({answer for answer, _ in answers}) == 1


def test_migrations_make_the_tables_that_the_code_expects(settings: Settings, people: People) -> None:
    made = inspect(create_engine(settings.people))
    assert set(made.get_table_names()) == set(tables.metadata.tables)
    for table in tables.metadata.tables.values():
        columns = {column["name"]: column["nullable"] for column in made.get_columns(table.name)}
        assert columns == {column.name: column.nullable for column in table.columns}
        assert made.get_pk_constraint(table.name)["constrained_columns"] == [column.name for column in table.primary_key]


def test_a_failing_migration_leaves_nothing_behind(settings: Settings, people: People) -> None:
    def broken(connection: object) -> None:
        connection.exec_driver_sql("create table half (x integer)")  # type: ignore[attr-defined]
        raise RuntimeError

    database = Database(settings.people)
    with pytest.raises(RuntimeError):
        migrate(database, (*MIGRATIONS, broken))
    assert "half" not in inspect(create_engine(settings.people)).get_table_names()
    migrate(database)


def test_a_database_of_a_newer_version_is_refused(settings: Settings, people: People) -> None:
    database = Database(settings.people)
    migrate(database, (*MIGRATIONS, lambda _: None))
    with pytest.raises(PlimsollError, match="newer Plimsoll"):
        People.open(settings)


def test_ensure_is_idempotent_by_name_and_keeps_settings(people: People, ada: AthleteId) -> None:
    people.athletes.set(ada, "units", "mi")
    again = people.athletes.ensure("  Ada ", now=NOW, timezone="Asia/Tokyo")
    assert (again.athlete, again.units, again.timezone, again.created_at) == (ada, "mi", "Europe/Berlin", NOW)
    assert ada[0] == "a"
    assert len(ada) == 13


def test_a_demo_athlete_keeps_the_id_it_is_given(people: People) -> None:
    for _ in range(2):
        assert people.athletes.ensure("Steady", now=NOW, athlete_id="demo-steady").athlete == "demo-steady"


def test_find_takes_the_id_or_the_exact_name(people: People, ada: AthleteId) -> None:
    for word in (ada, "Ada"):
        found = people.athletes.find(word)
        assert found is not None
        assert found.athlete == ada
    assert people.athletes.find("ada") is None


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("name", " "),
        ("name", "a\nb"),
        ("name", "x" * 101),
        ("timezone", "Europe/Atlantis"),
        ("timezone", "../etc/passwd"),
        ("timezone", ""),
        ("units", "furlong"),
        ("week_start", "tuesday"),
        ("sex", "x"),
        ("hr_max", "999"),
        ("hr_max", "fast"),
        ("hr_rest", "-5"),
        ("hr_rest", "1e2"),
        ("colour", "blue"),
    ],
)
def test_nonsense_is_refused_with_a_next_step_and_changes_nothing(people: People, ada: AthleteId, key: str, value: str) -> None:
    before = people.athletes.get(ada)
    with pytest.raises(PlimsollError) as caught:
        people.athletes.set(ada, key, value)
    assert caught.value.next_step
    assert people.athletes.get(ada) == before


def test_settings_are_kept_and_can_be_cleared(people: People, ada: AthleteId) -> None:
    given = {"timezone": "America/New_York", "week_start": "Sunday", "sex": "female", "hr_max": "188", "hr_rest": "48"}
    for key, value in given.items():
        people.athletes.set(ada, key, value)
    account = people.athletes.get(ada)
    assert (account.timezone, account.week_start, account.sex) == ("America/New_York", "sunday", "female")
    assert (account.hr_max, account.hr_rest) == (188, 48)
    assert people.athletes.set(ada, "sex", "").sex is None
    assert people.athletes.set(ada, "hr_max", "").hr_max is None


def test_resting_heart_rate_stays_below_the_maximum(people: People, ada: AthleteId) -> None:
    people.athletes.set(ada, "hr_rest", "110")
    with pytest.raises(PlimsollError, match="below the maximum"):
        people.athletes.set(ada, "hr_max", "105")
    assert people.athletes.get(ada).hr_max is None


def test_two_athletes_cannot_share_a_name(people: People, ada: AthleteId) -> None:
    ben = people.athletes.ensure("Ben", now=NOW)
    with pytest.raises(PlimsollError, match="already an athlete named Ada"):
        people.athletes.set(ben.athlete, "name", "Ada")


def test_an_unknown_athlete_is_not_found(people: People) -> None:
    with pytest.raises(NotFoundError):
        people.athletes.set(AthleteId("a0"), "units", "mi")


def test_shoe_settings_change_one_by_one_and_only_one_pair_is_the_default(people: People, ada: AthleteId) -> None:
    other = ShoeId("log:Old")
    people.shoes.set(ada, other, default=True)
    people.shoes.set(ada, SHOE, name="Blue", start_km=120)
    people.shoes.set(ada, SHOE, limit_km=700, retired=True, default=True)
    assert people.shoes.settings(ada) == {
        SHOE: ShoeSettings(SHOE, "Blue", 120.0, 700.0, retired=True, racing=False, default=True),
        other: ShoeSettings(other, None, 0.0, None, retired=False, racing=False, default=False),
    }
    people.shoes.set(ada, SHOE, retired=False)
    assert not people.shoes.settings(ada)[SHOE].retired


@pytest.mark.parametrize(
    "nonsense", [{"start_km": -1}, {"start_km": float("nan")}, {"limit_km": 5}, {"limit_km": float("inf")}, {"name": ""}]
)
def test_impossible_shoes_are_refused(people: People, ada: AthleteId, nonsense: dict[str, float]) -> None:
    with pytest.raises(PlimsollError):
        people.shoes.set(ada, SHOE, **nonsense)  # type: ignore[arg-type]
    assert people.shoes.settings(ada) == {}


def test_activities_move_between_pairs_and_back(people: People, ada: AthleteId) -> None:
    runs = [ActivityId(f"strava:{n}") for n in range(1200)]
    people.shoes.assign(ada, runs, SHOE)
    people.shoes.assign(ada, runs[:1], ShoeId("log:Old"))
    assert people.shoes.assign(ada, [*runs[1:2], *runs[1:2]], None) == 1
    held = people.shoes.assignments(ada)
    assert len(held) == 1199
    assert (held[runs[0]], held[runs[2]]) == ("log:Old", SHOE)


def test_facts_are_plain_rows(people: People, ada: AthleteId) -> None:
    people.shoes.set(ada, SHOE, start_km=10, default=True, on=date(2026, 1, 3))
    people.shoes.assign(ada, [ActivityId("strava:1")], SHOE)
    for mark in (Mark("unrecorded", date(2026, 1, 1), date(2026, 1, 10)), Mark("knee_injury", date(2025, 3, 1), date(2025, 4, 1), "left")):
        people.marks.add(ada, mark, NOW)
    people.check_ins.add(ada, CheckIn(date(2026, 1, 2), 4, "kneecap"), NOW)
    people.choices.set(ada, ActivityId("strava:1"), "ignore", NOW)
    assert people.facts() == PeopleFacts(
        athletes=((ada, "Ada", "Europe/Berlin", "km", "monday", None, None, None, None, None),),
        shoes=((ada, SHOE, None, 10.0, None, False, False, None),),
        assignments=((ada, "strava:1", SHOE),),
        unrecorded=((ada, date(2026, 1, 1), date(2026, 1, 10)),),
        marks=((ada, "knee_injury", date(2025, 3, 1), date(2025, 4, 1)),),
        check_ins=((ada, date(2026, 1, 2), NOW.replace(tzinfo=None), "amber", 4, "kneecap", "pain of 4 of 10"),),
        choices=((ada, "strava:1", "ignore"),),
        defaults=((ada, date(2026, 1, 3), SHOE),),
    )


def _say_everything(people: People, athlete: AthleteId) -> None:
    name = people.athletes.get(athlete).name
    people.marks.add(athlete, Mark("unrecorded", date(2026, 1, 1), date(2026, 1, 9)), NOW)
    people.marks.add(athlete, Mark("ill", date(2026, 1, 1), date(2026, 1, 9), f"flu of {name}"), NOW)
    people.check_ins.add(athlete, CheckIn(date(2026, 1, 1), 3, note=f"stairs at {name}"), NOW)
    people.alerts.note(athlete, "a1", "seen", "", None, NOW)
    people.alerts.pushed(athlete, "a1", NOW)
    people.done.toggle(athlete, date(2026, 1, 1), "calf_stretch", done=True, now=NOW)
    people.choices.set(athlete, ActivityId("strava:1"), "use", NOW)


def test_forgetting_leaves_no_trace_in_the_file_and_others_stay(settings: Settings, people: People) -> None:
    gone = people.athletes.ensure("Zebulon Quux", now=NOW).athlete
    stays = people.athletes.ensure("Ben", now=NOW).athlete
    for athlete in (gone, stays):
        people.shoes.set(athlete, SHOE, default=True)
        people.shoes.assign(athlete, [ActivityId("strava:1")], SHOE)
        _say_everything(people, athlete)
        people.jobs.add("import", path="x", name="x.zip", athlete=athlete, now=NOW)
    assert people.forget(gone) == 12
    assert people.forget(gone) == 0
    assert {name: len(rows) for name, rows in asdict(people.facts()).items()} == dict.fromkeys(PeopleFacts.__slots__, 1)
    assert [job.athlete for job in people.jobs.recent(9)] == [stays]
    left = b"".join(path.read_bytes() for path in settings.home.iterdir() if path.is_file())
    assert b"Quux" not in left
    assert gone.encode() not in left
    assert stays.encode() in left


def test_a_damaged_file_is_told_in_words(settings: Settings) -> None:
    settings.home.mkdir()
    (settings.home / "people.sqlite").write_bytes(b"this is not a database, not even nearly" * 99)
    with pytest.raises(PlimsollError, match="damaged"):
        People.open(settings)


@pytest.mark.parametrize("url", ["nonsense", "oracle9i://x/y", "mysql+nodriver://u:secret@h/x"])
def test_a_wrong_url_is_told_without_repeating_it(tmp_path: Path, url: str) -> None:
    with pytest.raises(SettingsError) as caught:
        People.open(Settings(home=tmp_path, people_url=url))
    assert "secret" not in str(caught.value)


@pytest.mark.slow
def test_a_fork_shares_no_connection(settings: Settings) -> None:
    done = subprocess.run([sys.executable, "-c", FORK_IN_A_READ, str(settings.home)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "mi\n"), done.stderr


def test_nothing_stays_open_after_closing(settings: Settings) -> None:
    people = People.open(settings)
    people.athletes.ensure("Ada", now=NOW)
    log = settings.home / "people.sqlite-wal"
    assert log.exists()
    people.close()
    assert not log.exists()
