"""The command line as a person or a script uses it, on real homes."""

import gzip
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zipfile import ZipFile

import duckdb
import pytest

from tests.unit.cli import Cli, today, write_log
from warehouse.people import People
from warehouse.settings import Settings
from warehouse.store import Warehouse

WEEK_KEYS = (
    *("athlete", "athlete_name", "as_of", "level", "score", "incomplete", "checks_ran", "checks_total", "ceiling_km", "load_scale"),
    *("checks", "week", "context", "cadence", "shoes", "advice", "hints"),
)
pytestmark = pytest.mark.usefixtures("elsewhere")
CHECK_KEYS = ("rule", "level", "value", "unit", "threshold", "grade", "source", "active_until", "message", "action", "missing")


@pytest.fixture
def empty(tmp_path: Path) -> Cli:
    return Cli(tmp_path / "empty")


def test_the_first_import_makes_the_athlete_and_tells_the_level(first_import: tuple[Cli, str]) -> None:
    home, said = first_import
    assert "Activities of Me: 10 added" in said
    assert "This week: Watch" in said
    assert "plimsoll up" in said
    (me,) = home.json("athletes")
    assert (me["athlete_name"], me["timezone"], me["activities"], me["demo"]) == ("Me", "UTC", 10, False)


@pytest.mark.slow
def test_old_data_is_no_all_clear(empty: Cli, tmp_path: Path) -> None:
    log = tmp_path / "old.csv"
    log.write_text("date,sport,distance_km,minutes\n" + "".join(f"2024-05-{day:02d},Run,5,30\n" for day in range(1, 31)))
    assert "days old" in empty("import", log).stdout
    assert "No flag, but no recent runs: Me" in empty("week").stdout
    assert "No flag: Me" in empty("week", "--as-of", "2024-05-30").stdout


@pytest.mark.slow
def test_importing_again_adds_nothing(own: Cli, imported: Cli) -> None:
    report = own.json("import", imported.home.parent / "log.csv")
    assert list(report) == ["athlete", "athlete_name", "added", "updated", "unchanged", "removed", "files"]
    assert (report["added"], report["updated"], report["unchanged"], report["removed"]) == (0, 0, 10, 0)
    assert report["files"] == [{"path": "log.csv", "status": "duplicate", "reason": None, "recovered_records": None}]


@pytest.mark.slow
def test_a_log_of_several_athletes_sums_their_counts(empty: Cli, tmp_path: Path) -> None:
    logs = tmp_path / "logs"
    logs.mkdir()
    write_log(logs / "a.csv", athlete="Ada")
    write_log(logs / "b.csv", athlete="Ben")
    report = empty.json("import", logs)
    assert report["added"] == 20
    assert {one["athlete_name"]: one["added"] for one in report["athletes"]} == {"Ada": 10, "Ben": 10}
    assert "Ada, Ben" in empty("week", code=2).stderr
    again = empty.json("import", logs)
    assert (again["athlete_name"], again["added"], [file["status"] for file in again["files"]]) == ("Ada", 0, ["duplicate"] * 2)
    write_log(logs / "c.csv")
    assert "Ada, Ben" in empty("import", logs, code=2).stderr
    assert empty.json("week", "--athlete", "Ben")["athlete_name"] == "Ben"


@pytest.mark.slow
def test_nothing_usable_is_no_failure_and_makes_no_athlete(empty: Cli, tmp_path: Path) -> None:
    (tmp_path / "broken.fit").write_bytes(b"nonsense")
    report = empty.json("import", tmp_path / "broken.fit")
    assert report["athlete"] is None
    assert [(file["path"], file["status"]) for file in report["files"]] == [("broken.fit", "failed")]
    assert report["files"][0]["reason"]
    assert empty.json("athletes") == []
    assert "plimsoll import" in empty("week", code=1).stderr


@pytest.mark.slow
def test_import_without_build_publishes_nothing(empty: Cli, tmp_path: Path) -> None:
    report = empty.json("import", write_log(tmp_path / "log.csv"), "--no-build")
    assert report["added"] == 10
    assert empty.json("where")["marts"] is None
    assert empty.json("week")["level"] == "watch"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["import", "no/such/file"], "no/such/file"),
        (["import"], "PATH"),
        (["import", ".", "--timezone", "Mars/Olympus"], "Europe/Berlin"),
        (["week", "--as-of", "yesterday"], "2026-11-23"),
        (["athlete", "--set", "units"], "units=mi"),
        (["assign-shoe", "--shoe", "Blue"], "--activity"),
        (["forget", "--athlete", "Me"], "--yes"),
        (["up", "--port", "0"], "--port"),
        (["nonsense"], "nonsense"),
    ],
)
def test_misuse_exits_with_2_and_says_how(imported: Cli, arguments: list[str], says: str) -> None:
    result = imported(*arguments, code=2)
    assert says in result.stderr
    assert result.stdout == ""


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["week", "--athlete", "Nobody"], "plimsoll athletes"),
        (["export", "--to", "no/such/folder/me.zip"], "Make it first"),
        (["athlete", "--set", "hr_max=900"], "100 to 240"),
        (["shoe", "--shoe", "Green"], "plimsoll shoes"),
        (["assign-shoe", "--shoe", "Blue", "--activity", "strava:0"], "plimsoll runs"),
        (["assign-shoe", "--shoe", "Blue", "--from", "2001-01-01", "--to", "2001-01-02"], "plimsoll runs"),
    ],
)
def test_failure_exits_with_1_and_a_next_step(imported: Cli, arguments: list[str], says: str) -> None:
    result = imported(*arguments, code=1)
    assert says in result.stderr
    assert result.stdout == ""
    assert "Traceback" not in result.stderr


def test_week_json_is_the_contract(imported: Cli) -> None:
    week = imported.json("week")
    assert tuple(week) == WEEK_KEYS
    assert all(tuple(check) == CHECK_KEYS for check in week["checks"])
    assert list(week["shoes"][0]) == ["shoe", "name", "distance_km", "limit_km", "share_90d", "replace_from", "replace_to", "state"]
    assert list(week["advice"][0]) == ["id", "kind", "title", "dose", "why", "grade", "source"]
    assert list(week["week"]) == ["distance_km", "runs", "minutes", "descent_m", "change_ratio"]
    assert (week["level"], week["as_of"], week["ceiling_km"]) == ("watch", today().isoformat(), 10.0)
    spike = week["checks"][0]
    assert (spike["rule"], spike["level"], spike["value"], spike["threshold"]) == ("longest_run_spike", 2, 1.5, 1.1) or spike[
        "value"
    ] == 1.5


def test_week_looks_back(imported: Cli) -> None:
    before = imported.json("week", "--as-of", (today() - timedelta(days=3)).isoformat())
    assert before["level"] == "no_flag"


def test_week_for_people_says_everything_in_words(imported: Cli) -> None:
    text = imported("week").stdout
    for word in ("Watch", "Next run: up to 10.0 km", "Longest run", "Blue", "What to do", "evidence grade"):
        assert word in text
    assert "\x1b" not in text


@pytest.mark.slow
def test_week_catches_up_when_the_day_has_turned(own: Cli) -> None:
    settings = Settings(home=own.home)
    Warehouse(settings, People.open(settings)).build(datetime.now(UTC) - timedelta(days=1))
    assert own.json("week")["as_of"] == today().isoformat()


def test_runs_and_shoes_are_lists(imported: Cli) -> None:
    runs = imported.json("runs")
    assert len(runs) == 10
    assert (runs[0]["distance_km"], runs[0]["ratio"]) == (15.0, 1.5)
    assert runs[0]["spike_level"] > 0
    (shoe,) = imported.json("shoes")
    assert (shoe["name"], shoe["distance_km"]) == ("Blue", 105.0)
    assert "over the line" in imported("runs").stdout
    assert "Blue" in imported("shoes").stdout


@pytest.mark.slow
def test_a_new_name_is_known_at_once_and_miles_are_on_screen_kilometres_in_json(own: Cli) -> None:
    told = own.json("athlete", "--set", "units=mi", "--set", "hr_max=190", "--set", "name=Ada")
    assert (told["hr_max"], told["athlete_name"]) == (190, "Ada")
    assert "6.2 mi" in own("week").stdout
    week = own.json("week", "--athlete", "Ada")
    assert (week["athlete_name"], week["ceiling_km"]) == ("Ada", 10.0)


@pytest.mark.slow
def test_runs_move_to_another_pair_and_pairs_change(own: Cli) -> None:
    newest = own.json("runs")[0]["activity_id"]
    assert own.json("assign-shoe", "--shoe", "Red [1]", "--activity", newest)["activities"] == 1
    assert own.json("assign-shoe", "--shoe", "Red [1]", "--from", (today() - timedelta(days=9)).isoformat())["activities"] == 2
    changed = own.json("shoe", "--shoe", "Red [1]", "--start-km", 100, "--limit-km", 600, "--racing")
    assert (changed["distance_km"], changed["limit_km"], changed["racing"]) == (125.0, 600.0, True)
    assert own.json("shoe", "--shoe", "Blue", "--retire")["state"] == "retired"
    assert "Red [1]" in own("shoes").stdout
    assert own.json("assign-shoe", "--back", "--activity", newest)["shoe"] is None
    assert "plimsoll assign-shoe" not in own("shoes").stdout
    assert {shoe["name"]: shoe["distance_km"] for shoe in own.json("shoes")} == {"Blue": 95.0, "Red [1]": 110.0}


def test_shoes_are_told_with_what_is_worth_saying(imported: Cli) -> None:
    (shoe,) = imported.json("shoes")
    assert [(note["note"], note["grade"]) for note in shoe["notes"]] == [("one_pair", "C")]
    assert imported.json("shoes", "--notes") == shoe["notes"]
    text = " ".join(imported("shoes").stdout.split())
    assert "Blue carried 100.0 % of your distance on foot in the last 90 days" in text
    assert "Malisoux 2015" in text


def test_where_and_build(own: Cli) -> None:
    places = own.json("where")
    assert list(places) == ["home", "landing", "warehouse", "marts", "people"]
    before = places["marts"]
    said = own("build").stdout
    assert "Nothing new: all that was imported had been read in before." in said
    assert "10 activities of 1 athlete." in said
    after = own.json("where")["marts"]
    assert after != before
    assert Path(after).is_file()


@pytest.mark.slow
def test_a_build_tells_what_it_read_in_and_that_nothing_was_new(own: Cli) -> None:
    (own.home / "warehouse" / "warehouse.duckdb").unlink()
    assert "Read in now: 10 added, 0 updated, 0 unchanged, 0 removed." in own("build").stdout
    assert own.json("build") == {"athletes": []}


def test_export_holds_everything_and_never_overwrites(own: Cli, tmp_path: Path) -> None:
    target = tmp_path / "me.zip"
    told = own.json("export", "--to", target)
    with ZipFile(target) as archive:
        names = archive.namelist()
        assert told["files"] == len(names)
        account = json.loads(archive.read("people/account.json"))
        activities = archive.read("published/activity.csv").decode().splitlines()
        original = next(name for name in names if name.endswith("originals.zip"))
        with archive.open(original) as inner, ZipFile(inner) as originals:
            assert b"Blue" in gzip.decompress(originals.read("table.csv.gz"))
    assert account["name"] == "Me"
    assert len(activities) == 11
    assert target.stat().st_mode & 0o777 == 0o600
    assert "--force" in own("export", "--to", target, code=1).stderr
    own("export", "--to", target, "--force")


@pytest.mark.slow
def test_forget_leaves_no_trace_of_one_and_keeps_the_other(own: Cli, tmp_path: Path) -> None:
    own("import", write_log(tmp_path / "quux.csv", athlete="Zebulon Quux"), "--athlete", "Me")
    receipt = own.json("forget", "--athlete", "Zebulon Quux", "--yes")
    assert receipt["activities"] == 10
    assert [one["athlete_name"] for one in own.json("athletes")] == ["Me"]
    held = b"".join(path.read_bytes() for path in own.home.rglob("*") if path.is_file())
    assert b"Quux" not in held
    assert own.json("week")["level"] == "watch"


def test_the_last_athlete_can_be_forgotten(own: Cli) -> None:
    assert "receipt" in own("forget", "--athlete", "Me", "--yes").stdout
    assert own.json("athletes") == []
    assert "plimsoll demo" in own("week", code=1).stderr


def test_doctor_finds_a_healthy_home_and_says_what_could_be_added(imported: Cli) -> None:
    found = imported.json("doctor")
    assert found["healthy"]
    states = {one["about"]: one["state"] for one in found["findings"]}
    assert (states["Strava"], states["published data"], states["people"]) == ("note", "ok", "ok")


def test_doctor_finds_what_is_broken_without_showing_secrets(own: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STRAVA_CLIENT_SECRET", "very-secret")
    monkeypatch.setenv("PLIMSOLL_PUBLIC_URL", "plimsoll.example")
    for side in own.home.glob("people.sqlite-*"):
        side.unlink()  # a log that was not written back yet would restore the pages
    (own.home / "people.sqlite").write_bytes(b"not a database at all" * 50)
    result = own("doctor", "--json", code=1)
    broken = {one["about"] for one in json.loads(result.stdout)["findings"] if one["state"] == "broken"}
    assert broken == {"Strava", "PLIMSOLL_PUBLIC_URL", "people"}
    assert "very-secret" not in result.output
    assert "BROKEN" in own("doctor", code=1).stdout


def test_doctor_creates_nothing(empty: Cli) -> None:
    assert empty.json("doctor")["healthy"]
    assert not empty.home.exists()


def test_the_unexpected_is_a_sentence_with_details_in_a_private_file(own: Cli) -> None:
    published = Path(own.json("where")["marts"])
    published.write_bytes(b"garbage, not a database")
    result = own("week", code=1)
    details = own.home / "logs" / "last-error.txt"
    assert str(details) in result.stderr
    assert "Traceback" not in result.stderr
    assert "Traceback" in details.read_text()
    assert details.stat().st_mode & 0o777 == 0o600
    with pytest.raises(AssertionError, match=duckdb.Error.__name__ + "|IOException"):
        own("--debug", "week", code=0)
