"""Alerts on the screen: shown, pushed once, answered, snoozed without changing the level, and all of them listed."""

import json
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.web.connected import Harbour
from tests.web.pages import Site, words
from tests.web.seasons import NOW, TODAY
from warehouse.mark import Mark
from warehouse.model import Alert
from warehouse.reader import Marts

SPIKE = "longest_run_spike"
LONG_AGO = datetime.min.replace(tzinfo=NOW.tzinfo)


def alert_of(harbour: Harbour) -> Alert:
    return next(one for one in Marts(harbour.settings).alerts(harbour.athlete) if one.rule == SPIKE and one.state == "active")


def press(site: Site, alert: str, act: str, search: str = "", status: int = 200) -> str:
    """Press a button of an alert as the browser does; return the words that are then shown."""
    name = {"act": act, "alert": alert, "type": "alert-act"}
    body = {
        "output": "alerts-open.children",
        "outputs": {"id": "alerts-open", "property": "children"},
        "inputs": [[{"id": name, "property": "n_clicks", "value": 1}]],
        "state": [{"id": "address", "property": "search", "value": search}],
        "changedPropIds": [f"{json.dumps(name, separators=(',', ':'))}.n_clicks"],
    }
    told = site.client.post("/_dash-update-component", json=body, headers={"Origin": site.at}, base_url=site.at)
    assert told.status_code == status, told.text
    return " ".join(words(told.get_json()["response"]["alerts-open"]["children"])) if status == 200 else ""


def test_the_week_shows_an_alert_pushes_it_once_and_notes_both(harbour: Harbour) -> None:
    alert = alert_of(harbour)
    first = harbour.site.show("/")
    assert "Got it" in first.text
    assert ["Longest run" in " ".join(words(aside["children"])) for aside in first.find("Aside")] == [True]
    assert harbour.people.alerts.of(harbour.athlete)[alert.alert_id].state == "seen"
    pushes = harbour.people.alerts.pushes(harbour.athlete, LONG_AGO)
    assert alert.alert_id in [push.alert_id for push in pushes]
    assert len(pushes) <= 2
    harbour.site.show("/")
    assert harbour.people.alerts.pushes(harbour.athlete, LONG_AGO) == pushes


def test_the_list_of_alerts_alone_neither_pushes_nor_sees(harbour: Harbour) -> None:
    text = harbour.site.show("/alerts").text
    assert alert_of(harbour).message in text
    assert "interrupt" in text
    assert harbour.people.alerts.of(harbour.athlete) == {}


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
    assert not any("Longest run" in " ".join(words(aside["children"])) for aside in harbour.site.show("/").find("Aside"))
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
