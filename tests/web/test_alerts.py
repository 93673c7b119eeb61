"""Alerts on the screen: shown, pushed once, answered, snoozed without changing the level, and all of them listed."""

import json
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from dashboard.components.alert_list import banner
from dashboard.context import Visit
from dashboard.units import day
from tests.web.connected import Harbour
from tests.web.pages import Site, words
from tests.web.seasons import NOW, TODAY
from warehouse.alerts import look
from warehouse.mark import Mark
from warehouse.model import Alert, Level
from warehouse.reader import Marts

SPIKE = "longest_run_spike"
LONG_AGO = datetime.min.replace(tzinfo=NOW.tzinfo)


def alert_of(harbour: Harbour) -> Alert:
    return next(one for one in Marts(harbour.settings).alerts(harbour.athlete) if one.rule == SPIKE and one.state == "active")


def press(site: Site, alert: str, act: str, search: str = "", status: int = 200) -> str:
    """Press a button of an alert as the browser does; return the words that are then shown."""
    name = {"act": act, "alert": alert, "type": "alert-act"}
    row = {"alert": alert, "type": "alert-row"}
    body = {
        "output": '{"alert":["MATCH"],"type":"alert-row"}.children',
        "outputs": {"id": row, "property": "children"},
        "inputs": [[{"id": name, "property": "n_clicks", "value": 1}]],
        "state": [{"id": "address", "property": "search", "value": search}],
        "changedPropIds": [f"{spelt(name)}.n_clicks"],
    }
    told = site.client.post("/_dash-update-component", json=body, headers={"Origin": site.at}, base_url=site.at)
    assert told.status_code == status, told.text
    return " ".join(words(told.get_json()["response"][spelt(row)]["children"])) if status == 200 else ""


def spelt(name: dict[str, str]) -> str:
    return json.dumps(name, separators=(",", ":"), sort_keys=True)


def test_the_week_shows_an_alert_pushes_it_once_and_notes_both(harbour: Harbour) -> None:
    alert = alert_of(harbour)
    first = harbour.site.show("/")
    assert "New alert" in first.text
    assert "Got it" in first.text
    assert first.find("Aside") == [], "the verdict names it already"
    assert harbour.people.alerts.of(harbour.athlete)[alert.alert_id].state == "seen"
    pushes = harbour.people.alerts.pushes(harbour.athlete, LONG_AGO)
    assert alert.alert_id in [push.alert_id for push in pushes]
    assert len(pushes) <= 2
    assert "New alert" not in harbour.site.show("/").text
    assert harbour.people.alerts.pushes(harbour.athlete, LONG_AGO) == pushes


def test_a_finding_is_said_once_with_its_number_and_its_answers(harbour: Harbour) -> None:
    text = harbour.site.show("/").text
    assert text.count("Your run of 21.4 km was 1.98 times") == 1
    assert text.count("keep every run to 10.8 km or less") == 1
    assert text.count("Got it") == text.count("Over the line")


def test_the_banner_is_for_what_the_verdict_does_not_name(harbour: Harbour) -> None:
    marts = Marts(harbour.settings)
    (row,), week = marts.athletes(), marts.week(harbour.athlete)
    review = look(marts, harbour.people, harbour.athlete, NOW, TODAY)
    visit = Visit("/", (row,), row, NOW)
    assert banner(review, week, visit) is None
    unjudged = banner(review, replace(week, level=Level.NOT_ENOUGH_HISTORY), visit)
    assert unjudged is not None
    assert "Longest run" in " ".join(words(unjudged.to_plotly_json()["props"]["children"][1].to_plotly_json()))


def test_the_list_of_alerts_alone_neither_pushes_nor_sees(harbour: Harbour) -> None:
    text = harbour.site.show("/alerts").text
    assert alert_of(harbour).message in text
    assert f"As of {day(alert_of(harbour).peak_on, TODAY)}, when it was highest." in text
    assert "interrupt" in text
    assert harbour.people.alerts.of(harbour.athlete) == {}


def test_an_alert_from_before_the_import_is_not_said_to_have_told_anybody(harbour: Harbour) -> None:
    assert "still open New no" in harbour.site.show("/alerts").text
    harbour.site.show("/")
    assert f"still open Seen {day(TODAY, TODAY)}" in harbour.site.show("/alerts").text


@pytest.mark.parametrize(
    ("act", "state", "reason"),
    [("acknowledged", "acknowledged", ""), ("race", "snoozed", "race"), ("ill", "snoozed", "ill"), ("wrong_data", "snoozed", "wrong_data")],
)
def test_an_answer_moves_an_alert_away_and_leaves_the_level(harbour: Harbour, act: str, state: str, reason: str) -> None:
    alert, before = alert_of(harbour), level(harbour)
    harbour.site.show("/")
    shown = press(harbour.site, alert.alert_id, act)
    assert state in shown.lower()
    note = harbour.people.alerts.of(harbour.athlete)[alert.alert_id]
    assert (note.state, note.reason) == (state, reason)
    assert note.until == (TODAY + timedelta(days=6) if state == "snoozed" else None)
    assert level(harbour) == before
    folded = [" ".join(words(part["children"][0])) for part in harbour.site.show("/").find("Details")]
    assert any(state.capitalize() in summary and "Longest run" in summary for summary in folded)
    assert "Got it" in press(harbour.site, alert.alert_id, "seen")


def test_the_alert_of_a_race_names_it_and_asks_nothing(harbour: Harbour) -> None:
    day = alert_of(harbour).peak_on
    harbour.people.marks.add(harbour.athlete, Mark("race", day, day, "Half"), NOW)
    text = harbour.site.show("/alerts").text
    assert "It was a race day (Half)." in text
    assert "Acknowledged, it was a race" in text


def test_what_is_no_alert_or_no_answer_changes_nothing(harbour: Harbour) -> None:
    press(harbour.site, "longest_run_spike:2001-01-01", "acknowledged", status=204)
    press(harbour.site, alert_of(harbour).alert_id, "delete", status=204)
    assert harbour.people.alerts.of(harbour.athlete) == {}


def test_strangers_answer_nothing(harbour: Harbour) -> None:
    harbour.connect()
    public = harbour.at(replace(harbour.settings, public_url="https://runs.example.org"))
    press(public.site, alert_of(harbour).alert_id, "acknowledged", status=401)
    assert public.site.status("/alerts") == 401
    assert harbour.people.alerts.of(harbour.athlete) == {}


def test_looking_back_and_demo_athletes_have_nothing_to_answer(site: Site, harbour: Harbour) -> None:
    assert "Got it" not in harbour.site.show("/", "?as_of=2026-11-20").text
    assert "Got it" not in site.show("/", "?athlete=demo-steady").text
    assert site.show("/alerts", "?athlete=demo-steady").find("H1")


def level(harbour: Harbour) -> Any:
    return next(one["aria-label"] for one in harbour.site.show("/").find("Div") if "load-line" in str(one.get("className")))
