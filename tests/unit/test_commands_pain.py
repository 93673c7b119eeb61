"""Telling of pain and marking days on the command line: an answer at once, tables that follow, everything in the export."""

import json
from datetime import timedelta
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.unit.cli import Cli, today, write_log


@pytest.mark.slow
def test_red_stops_at_once_with_care_only_and_green_ends_it(own: Cli) -> None:
    told = own.json("checkin", "--pain", 2, "--site", "kneecap", "--side", "left", "--red-flag", "locked_knee", "--note", "on the stairs")
    assert list(told) == [
        *("athlete", "athlete_name", "colour", "check_in", "level", "reason", "ceiling_km", "ceiling_reason", "advice"),
    ]
    assert (told["colour"], told["level"], told["ceiling_km"]) == ("red", "stop", None)
    assert {one["kind"] for one in told["advice"]} == {"care"}
    assert (told["check_in"]["local_date"], told["check_in"]["red_flags"]) == (str(today()), ["locked_knee"])
    assert own.json("week")["level"] == "stop"
    own("checkin", "--pain", 0)
    assert own.json("week")["level"] == "watch"


def test_amber_is_told_in_words(own: Cli) -> None:
    said = own("checkin", "--pain", 4, "--after-minutes", 20).stdout
    assert said.startswith("High: you reported pain of 4 of 10; the line is 2 of 10")
    assert "Next run: up to" in said
    assert "What to do:" in said


@pytest.mark.slow
def test_an_athlete_without_activities_is_answered_too(tmp_path: Path) -> None:
    cli = Cli(tmp_path / "home")
    cli("import", write_log(tmp_path / "log.csv"), "--timezone", "UTC", "--no-build")
    assert cli.json("checkin", "--pain", 7)["level"] == "stop"


@pytest.mark.parametrize("words", [["--pain", 11], ["--pain", 4, "--site", "elbow"], ["--pain", 4, "--date", "23.11."], []])
def test_wrong_words_about_pain_are_a_usage_error(own: Cli, words: list[object]) -> None:
    own("checkin", *words, code=2)


def test_pain_of_tomorrow_is_refused_with_a_next_step(own: Cli) -> None:
    refused = own("checkin", "--pain", 4, "--date", today() + timedelta(days=2), code=1)
    assert "Use a day from" in refused.stderr


@pytest.mark.slow
def test_marks_are_added_listed_and_removed(own: Cli) -> None:
    added = own.json("mark", "add", "knee_injury", "--from", "2026-03-01", "--to", "2026-04-15", "--note", "left")
    assert [added[key] for key in ("kind", "first_day", "last_day", "note")] == ["knee_injury", "2026-03-01", "2026-04-15", "left"]
    assert own.json("mark", "list") == [added]
    assert "knee_injury  2026-03-01 to 2026-04-15  left" in own("mark", "list").stdout
    own("mark", "remove", added["id"])
    assert own("mark", "list").stdout == "Nothing is marked.\n"
    assert "There is no such mark" in own("mark", "remove", added["id"], code=1).stderr
    assert str(today()) in own("mark", "add", "race").stdout


@pytest.mark.slow
def test_thresholds_are_settings(own: Cli) -> None:
    said = own("athlete", "--set", "threshold_hr=168", "--set", "threshold_pace=4:30").stdout
    assert "threshold_hr: 168" in said
    assert "threshold_pace: 4:30 a km" in said
    assert "threshold_hr from your runs: No estimate: it takes 6 runs" in said
    assert own.json("athlete")["threshold_pace"] == 270


@pytest.mark.slow
def test_the_export_holds_all_that_was_told(own: Cli, tmp_path: Path) -> None:
    own("checkin", "--pain", 1, "--note", "fine")
    own("mark", "add", "ill", "--note", "flu")
    own("export", "--to", tmp_path / "all.zip")
    with ZipFile(tmp_path / "all.zip") as archive:
        people = {Path(name).stem: json.loads(archive.read(name)) for name in archive.namelist() if name.startswith("people/")}
    assert (people["check_ins"][0]["note"], people["marks"][0]["note"]) == ("fine", "flu")
    assert {"alerts", "pushed", "done", "choices"} <= people.keys()


@pytest.mark.slow
def test_alerts_are_listed_and_answered(own: Cli) -> None:
    (found,) = [one for one in own.json("alerts") if one["rule"] == "longest_run_spike"]
    assert (found["life"], found["due"], found["pushed_at"]) == ("new", True, None)
    own("alerts", "--snooze", found["alert_id"], "--reason", "wrong_data")
    (snoozed,) = [one for one in own.json("alerts") if one["rule"] == "longest_run_spike"]
    assert (snoozed["life"], snoozed["reason"], snoozed["until"]) == ("snoozed", "wrong_data", str(today() + timedelta(days=6)))
    assert "acknowledged" in own("alerts", "--acknowledge", found["alert_id"]).stdout
    assert "There is no alert nothing." in own("alerts", "--acknowledge", "nothing", code=1).stderr
    assert own.json("week")["level"] != "no_flag"
