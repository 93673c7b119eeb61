"""Settings: answers are kept at once, the connection is told in full, and leaving says what it does before it does it."""

import json
from dataclasses import asdict, replace
from typing import Any

import pytest

from dashboard.components.own_settings import own_settings
from tests.strava import FakeStrava
from tests.web.connected import EXPORTED, FEW, SECRET, Harbour
from tests.web.dance import Stage, connect
from tests.web.pages import ORIGIN, OWN, Shown, Site, words
from tests.web.seasons import NOW
from warehouse.store import Receipt
from warehouse.threshold import Threshold

KEYS = ("name", "timezone", "units", "week_start", "sex", "hr_rest", "hr_max", "threshold_hr", "threshold_pace")
ORDERS = ("/settings/sync", "/settings/disconnect", "/settings/forget")
PUBLIC = "https://runs.example.org"
NUMBER = "0123456789abcdef"
SHOWN = {"setting": "error", "setting-said": "children"}
JOB = {"id": "settings-job", "property": "data"}


def part(kind: str, key: str) -> str:
    """Write the id of a part of the form as Dash does."""
    return json.dumps({"key": key, "type": kind}, separators=(",", ":"))


def answer(site: Site, key: str, value: Any, search: str = "") -> dict[str, Any]:
    """Answer one question as the page does; return what is shown at its field, and the job that follows."""
    fields = {kind: [{"id": {"key": one, "type": kind}} for one in KEYS] for kind in SHOWN}
    outputs = [*([{**one, "property": SHOWN[kind]} for one in ids] for kind, ids in fields.items()), JOB]
    body = {
        "output": '..{"key":["ALL"],"type":"setting"}.error...{"key":["ALL"],"type":"setting-said"}.children...settings-job.data..',
        "outputs": outputs,
        "inputs": [[{**one, "property": "value", "value": value if one["id"]["key"] == key else None} for one in fields["setting"]]],
        "state": [{"id": "address", "property": "search", "value": search}],
        "changedPropIds": [f"{part('setting', key)}.value"],
    }
    told = site.client.post("/_dash-update-component", json=body, headers={"Origin": site.at}, base_url=site.at)
    assert told.status_code == 200, told.text
    parts = told.get_json()["response"]
    shown = {prop: parts.get(part(kind, key), {}).get(prop) for kind, prop in SHOWN.items()}
    return {**shown, "job": parts.get("settings-job", {}).get("data")}


def test_an_answer_is_kept_at_once_and_computed_anew(harbour: Harbour) -> None:
    told = answer(harbour.site, "units", "mi")
    assert (told["children"], told["error"]) == ("Saved.", "")
    assert harbour.people.athletes.get(harbour.athlete).units == "mi"
    job = harbour.people.jobs.get(told["job"])
    assert job is not None
    assert (job.kind, job.athlete) == ("build", harbour.athlete)
    assert answer(harbour.site, "hr_max", 188)["job"] == told["job"]
    assert answer(harbour.site, "hr_max", 188)["job"] is None


@pytest.mark.parametrize(
    ("key", "value", "why"),
    [
        ("hr_max", 300, "100 to 240"),
        ("name", " ", "no name"),
        ("timezone", "Mars", "not a time zone"),
        ("units", "furlong", "km or mi"),
        ("threshold_pace", "270", "4:30 a km"),
    ],
)
def test_a_wrong_answer_is_told_at_its_field_and_changes_nothing(harbour: Harbour, key: str, value: Any, why: str) -> None:
    before = harbour.people.athletes.get(harbour.athlete)
    told = answer(harbour.site, key, value)
    assert why in told["error"]
    assert told["job"] is None
    assert harbour.people.athletes.get(harbour.athlete) == before


def test_a_threshold_pace_is_said_and_shown_in_the_runners_units(harbour: Harbour) -> None:
    assert answer(harbour.site, "threshold_pace", "4:30")["children"] == "Saved."
    answer(harbour.site, "units", "mi")
    account = harbour.people.athletes.get(harbour.athlete)
    assert account.threshold_pace == 270
    assert "'7:15'" in repr(own_settings(account, ()))


def test_beside_a_threshold_stands_what_runs_say_of_it(harbour: Harbour) -> None:
    fields = harbour.site.show("/settings").text
    for need in (
        "6 runs of 20 minutes or more with heart rate samples within 26 weeks",
        "6 runs of 30 minutes or more with speed samples",
    ):
        assert need in fields
    account = replace(harbour.people.athletes.get(harbour.athlete), units="mi", threshold_hr=170)
    found = (
        Threshold("heart_rate", "own", 170, None, None, counts=True),
        Threshold("heart_rate", "estimated", 162, 9, "low", counts=False),
        Threshold("speed", "estimated", 3.7, 30, "high", counts=True),
    )
    shown = repr(own_settings(account, found))
    assert "Estimated 162 bpm from 9 runs; confidence low. Yours counts instead." in shown
    assert "Estimated 7:15 a mile from 30 runs; confidence high. It counts until you set your own." in shown


def test_what_is_not_said_is_unknown_again(harbour: Harbour) -> None:
    answer(harbour.site, "sex", "female")
    assert harbour.people.athletes.get(harbour.athlete).sex == "female"
    answer(harbour.site, "sex", "unsaid")
    assert harbour.people.athletes.get(harbour.athlete).sex is None


def test_another_athletes_settings_are_not_there(harbour: Harbour) -> None:
    with pytest.raises(AssertionError):
        answer(harbour.site, "units", "mi", "?athlete=nobody")
    assert harbour.people.athletes.get(harbour.athlete).units == "km"


def test_the_connection_is_told_in_full(harbour: Harbour) -> None:
    harbour.connect(looked_at=NOW, walked_at=NOW, activities=99)
    text = harbour.site.show("/settings").text
    for part in (
        "since Tue 13 Oct 2026, 20:00",
        "just now",
        "By itself at 19:30",
        "99 activities",
        "7 days",
        "until Sun 29 Nov",
        "Look now",
    ):
        assert part in text
    assert "not granted" not in text


def test_what_was_not_granted_is_told_with_what_is_missing(harbour: Harbour) -> None:
    harbour.connect(FEW)
    page = harbour.site.show("/settings")
    assert page.text.count("not granted") == 2
    assert "your load counts too low" in page.text
    assert "/connect" in page.links()
    again = harbour.site.show("/connect")
    assert "Not everything was granted" in again.text
    assert "/auth/strava/start" in again.links()


def test_a_webhook_is_only_one_with_a_public_address(harbour: Harbour) -> None:
    harbour.people.values.set("strava_subscription_id", "77")
    assert "without a public address Strava cannot call" in harbour.site.show("/settings").text


def test_disconnecting_says_what_goes_and_what_stays(harbour: Harbour) -> None:
    harbour.connect()
    text = harbour.site.show("/settings").text
    assert f"{105 - EXPORTED} activities known only from Strava" in text
    assert f"{EXPORTED} activities of your own export, files and log" in text


def test_no_page_shows_the_secret(harbour: Harbour) -> None:
    harbour.connect()
    for path in ("/settings", "/connect", "/"):
        assert SECRET not in json.dumps(harbour.site.show(path).tree)
    assert "refresh" not in json.dumps(harbour.site.show("/settings").tree)


def test_without_an_application_the_steps_are_unfolded(harbour: Harbour) -> None:
    bare = harbour.at(replace(harbour.settings, strava_client_id="", strava_client_secret=""))
    page = bare.site.show("/settings")
    assert "not set" in page.text
    assert [fold["open"] for fold in page.find("Details") if "How to make" in " ".join(words(fold["children"]))] == [True]


def test_an_order_becomes_one_job(harbour: Harbour) -> None:
    harbour.connect()
    for path in ("/settings/sync", "/settings/disconnect"):
        first = harbour.site.post(path, json={"athlete": harbour.athlete}).get_json()["job"]
        assert harbour.site.post(path, json={"athlete": harbour.athlete}).get_json()["job"] == first
        job = harbour.people.jobs.get(first)
        assert job is not None
        assert (job.kind, job.athlete, job.state) == (path.removeprefix("/settings/"), harbour.athlete, "waiting")


def test_everything_is_deleted_only_when_the_name_is_typed(harbour: Harbour) -> None:
    for typed in ("", "anna", "Ben"):
        refused = harbour.site.post("/settings/forget", json={"athlete": harbour.athlete, "name": typed})
        assert (refused.status_code, refused.get_json()["message"]) == (400, "The name does not match; type Anna as it is written.")
    assert harbour.people.jobs.recent(5) == []
    job = harbour.site.post("/settings/forget", json={"athlete": harbour.athlete, "name": "Anna "}).get_json()["job"]
    assert [one.kind for one in harbour.people.jobs.recent(5) if one.id == job] == ["forget"]


@pytest.mark.parametrize("path", ORDERS)
def test_an_order_from_elsewhere_or_about_nobody_is_refused(harbour: Harbour, path: str) -> None:
    mine = {"athlete": harbour.athlete, "name": "Anna"}
    harbour.connect()
    assert harbour.site.client.post(path, headers=ORIGIN, json=mine).status_code == 403
    assert harbour.site.client.post(path, headers={**OWN, "Origin": "http://evil.example"}, json=mine).status_code == 403
    assert harbour.site.post(path, json={"athlete": "nobody", "name": "nobody"}).status_code == 404
    assert harbour.site.post(path, json=["what"]).status_code == 400
    assert harbour.people.jobs.recent(5) == []


def test_what_is_not_connected_cannot_be_looked_at_or_disconnected(harbour: Harbour) -> None:
    for path in ORDERS[:2]:
        assert harbour.site.post(path, json={"athlete": harbour.athlete}).status_code == 400


@pytest.mark.parametrize("path", ORDERS)
def test_a_public_address_takes_no_orders_from_strangers(harbour: Harbour, path: str) -> None:
    harbour.connect()
    public = harbour.at(replace(harbour.settings, public_url=PUBLIC))
    assert public.site.post(path, json={"athlete": harbour.athlete, "name": "Anna"}).status_code == 401
    assert public.site.status("/settings") == 401
    assert harbour.people.jobs.recent(5) == []


def test_who_logged_in_governs_themselves_and_sees_nothing_of_the_installation(harbour: Harbour, strava: FakeStrava) -> None:
    harbour.connect()
    ben = harbour.people.athletes.ensure("Ben", now=NOW).athlete
    strava.visitor = strava.add_athlete(4711)
    site = Stage(strava.configure(replace(harbour.settings, public_url=PUBLIC)), strava, harbour.people).site()
    assert connect(site).status_code == 303
    page = site.show("/settings")
    assert "Delete everything about Anna" in page.text
    assert "This installation" not in page.text
    assert answer(site, "units", "mi")["children"] == "Saved."
    with pytest.raises(AssertionError):
        answer(site, "units", "mi", f"?athlete={ben}")
    assert site.post("/settings/forget", json={"athlete": ben, "name": "Ben"}).status_code == 404
    assert site.post("/settings/sync", json={"athlete": harbour.athlete}).status_code == 200
    assert harbour.people.athletes.get(ben).units == "km"


@pytest.fixture
def receipt(harbour: Harbour) -> Receipt:
    """Keep a receipt in the home."""
    kept = Receipt(NUMBER, "2026-11-22", 3, 105, 12, 2)
    harbour.settings.receipts.mkdir(exist_ok=True)
    (harbour.settings.receipts / f"{NUMBER}.json").write_text(json.dumps(asdict(kept)), "utf-8")
    return kept


def test_a_receipt_is_shown_and_kept_by_whoever_has_its_number(harbour: Harbour, receipt: Receipt) -> None:
    public = harbour.at(replace(harbour.settings, public_url=PUBLIC))
    for house in (harbour, public):
        assert "105" in house.site.show(f"/receipts/{NUMBER}").text
        kept = house.site.client.get(f"/receipts/{NUMBER}.json", base_url=house.site.at)
        assert (kept.status_code, kept.get_json()) == (200, asdict(receipt))
        assert "attachment" in kept.headers["Content-Disposition"]


@pytest.mark.parametrize("number", ["0" * 16, "..", "x"])
def test_a_made_up_number_has_no_receipt(harbour: Harbour, receipt: Receipt, number: str) -> None:
    assert "no receipt" in harbour.site.show(f"/receipts/{number}").text
    assert harbour.site.client.get(f"/receipts/{number}.json").status_code == 404


def test_a_deletion_can_be_followed_without_a_login_and_tells_nothing(harbour: Harbour) -> None:
    harbour.connect()
    public = harbour.at(replace(harbour.settings, public_url=PUBLIC))
    job = harbour.people.jobs.add("forget", path="", name="Strava", athlete=harbour.athlete, now=NOW)
    harbour.people.jobs.claim(NOW)
    harbour.people.jobs.finish(job, {"receipt": NUMBER}, NOW)
    told = public.site.client.get(f"/receipts/jobs/{job}", base_url=public.site.at)
    assert (told.status_code, told.get_json()["open"]) == (200, f"/receipts/{NUMBER}")
    assert harbour.athlete not in told.text
    look = harbour.look()
    assert public.site.client.get(f"/receipts/jobs/{look}", base_url=public.site.at).status_code == 404


def test_every_activity_says_where_it_comes_from(harbour: Harbour) -> None:
    (grid,) = harbour.site.show("/runs").find("AgGrid")
    assert {row["source"] for row in grid["rowData"]} == {"Strava", "Export + Strava"}
    row = next(row for row in grid["rowData"] if row["source"] == "Strava")
    assert row["strava"] == f"https://www.strava.com/activities/{row['id'].removeprefix('strava:')}"
    page = harbour.site.show(f"/runs/{row['id']}")
    assert link(page, row["strava"]) == "View on Strava"
    assert "From Strava" in page.text
    assert "Garmin data, recorded with Garmin Forerunner 255" in page.text


def link(page: Shown, href: str) -> str:
    return next(str(anchor["children"]) for anchor in page.find("A") if anchor["href"] == href)


def test_opening_a_run_from_strava_asks_for_its_samples(harbour: Harbour) -> None:
    harbour.connect()
    harbour.site.show("/runs/strava:1000")
    assert harbour.people.wanted.of(harbour.athlete) == ["strava:1000"]
