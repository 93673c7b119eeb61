"""The commands about Strava, against a Strava that is played; the exit codes and the words a script and a person get."""

import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from zipfile import ZipFile

import pytest
from werkzeug.serving import make_server

from dashboard.app import create_app
from tests.connected import ADA, connect, now, runs
from tests.strava import FakeAthlete, FakeStrava, activity
from tests.unit.cli import Cli
from warehouse.locks import FileLock
from warehouse.people import People
from warehouse.reader import Marts
from warehouse.settings import Settings

KEYS = ["athlete", "athlete_name", "requests", "added", "updated", "removed", "complete", "resume_at", "problem"]


@pytest.fixture
def configured(settings: Settings, strava: FakeStrava, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Set the application of the played Strava in the environment of the commands."""
    made = strava.configure(settings)
    monkeypatch.chdir(tmp_path)
    for name in ("PEOPLE_URL", "PLIMSOLL_PUBLIC_URL", "PLIMSOLL_SECRET_KEY", "STRAVA_API_URL", "STRAVA_WEBHOOK_SUBSCRIPTION_ID"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("STRAVA_BASE_URL", made.strava_base_url)
    monkeypatch.setenv("STRAVA_CLIENT_ID", made.strava_client_id)
    monkeypatch.setenv("STRAVA_CLIENT_SECRET", made.strava_client_secret)
    return made


@pytest.fixture
def cli(configured: Settings) -> Cli:
    return Cli(configured.home, now)


@pytest.fixture
def ada(strava: FakeStrava) -> FakeAthlete:
    return strava.add_athlete(ADA, runs(12))


@pytest.fixture
def connected(configured: Settings, strava: FakeStrava, ada: FakeAthlete) -> str:
    """Connect Ada; return her id here."""
    return connect(configured, strava, ada)


@pytest.fixture
def page(configured: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Serve the page at an address Strava can reach; return the address."""
    people = People.open(configured)
    app = create_app(replace(configured, public_url="http://127.0.0.1"), Marts(configured), people)
    server = make_server("127.0.0.1", 0, app.server, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.port}"
    monkeypatch.setenv("PLIMSOLL_PUBLIC_URL", url)
    yield url
    server.shutdown()
    server.server_close()
    people.close()


def findings(cli: Cli, code: int = 0) -> dict[str, tuple[str, str]]:
    told = json.loads(cli("doctor", "--json", code=code).stdout)["findings"]
    return {one["about"]: (one["state"], f"{one['what']} {one['next_step']}") for one in told}


def test_without_an_application_the_way_to_one_is_named(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("STRAVA_CLIENT_ID")
    monkeypatch.delenv("STRAVA_CLIENT_SECRET")
    for command in (["connect"], ["sync"], ["webhook", "create"], ["webhook", "show"], ["webhook", "delete"]):
        assert "plimsoll doctor" in cli(*command, code=1).stderr
    state, words = findings(cli)["Strava"]
    assert state == "note"
    assert "“Authorization Callback Domain” localhost" in words


def test_connect_prints_where(cli: Cli, configured: Settings) -> None:
    alone = cli("connect")
    assert alone.stdout == "http://127.0.0.1:8050/connect\n"
    assert "plimsoll up" in alone.stderr
    with FileLock(configured.locks / "up.lock", "http://127.0.0.1:8071"):
        assert cli.json("connect") == {"url": "http://127.0.0.1:8071/connect", "running": True}
        assert "plimsoll up" not in cli("connect").stderr


@pytest.mark.slow
def test_sync_brings_in_and_tells_the_contract(cli: Cli, connected: str, ada: FakeAthlete) -> None:
    (first,) = cli.json("sync")
    assert list(first) == KEYS
    assert (first["athlete"], first["athlete_name"], first["added"], first["complete"], first["problem"]) == (
        connected,
        "Ada",
        12,
        True,
        None,
    )
    assert cli.json("athletes")[0]["activities"] == 12
    assert cli.json("sync")[0]["requests"] == 1
    ada.activities.insert(0, activity(9000, now(), 6.0, zone="UTC"))
    ada.activities.pop()
    assert "1 added" in cli("sync", "--athlete", "Ada").stdout
    (full,) = cli.json("sync", "--full")
    assert (full["removed"], full["complete"]) == (1, True)


def test_sync_of_nobody_connected_says_where_to_connect(cli: Cli, configured: Settings) -> None:
    assert "plimsoll connect" in cli("sync", code=1).stderr
    people = People.open(configured)
    people.athletes.ensure("Ben", now=now(), timezone="UTC")
    people.close()
    assert "Ben is not connected" in cli("sync", "--athlete", "Ben", code=1).stderr


def test_while_no_requests_are_granted_sync_asks_nothing_and_says_when(cli: Cli, connected: str, strava: FakeStrava) -> None:
    strava.fail("/athlete/activities", "429")
    (told,) = cli.json("sync")
    assert told["resume_at"]
    assert (told["complete"], told["problem"]) == (False, None)
    before = strava.count()
    assert "more requests at" in cli("sync").stdout
    assert strava.count() == before


@pytest.mark.slow
def test_a_sync_that_fails_exits_with_1_and_keeps_what_is_there(cli: Cli, connected: str, strava: FakeStrava) -> None:
    cli("sync")
    strava.fail("/athlete/activities", "500", times=9)
    told = json.loads(cli("sync", "--json", code=1).stdout)
    assert told[0]["problem"]
    assert cli.json("athletes")[0]["activities"] == 12


@pytest.mark.slow
def test_athletes_tells_how_they_stand(cli: Cli, connected: str, configured: Settings) -> None:
    cli("sync")
    assert cli.json("athletes")[0]["strava"] == "connected"
    people = People.open(configured)
    people.connections.lost(people.connections.all()[0].athlete)
    people.close()
    assert cli.json("athletes")[0]["strava"] == "reconnect"
    assert "reconnect" in cli("athletes").stdout


@pytest.mark.slow
def test_forget_gives_the_access_back(cli: Cli, connected: str, ada: FakeAthlete) -> None:
    cli("sync")
    assert ada.authorized
    assert cli.json("forget", "--athlete", "Ada", "--yes")["activities"] == 12
    assert not ada.authorized
    assert cli.json("athletes") == []


@pytest.mark.slow
def test_export_holds_the_connection_but_not_its_keys(cli: Cli, connected: str, ada: FakeAthlete, tmp_path: Path) -> None:
    cli("sync")
    cli("export", "--to", tmp_path / "me.zip")
    with ZipFile(tmp_path / "me.zip") as archive:
        texts = {name: archive.read(name) for name in archive.namelist()}
    assert json.loads(texts["people/strava.json"])["connection"]["strava_id"] == ADA
    assert not any(token.encode() in text for text in texts.values() for token in (ada.access_token, ada.refresh_token))


def test_the_webhook_is_created_shown_and_deleted(cli: Cli, page: str, strava: FakeStrava) -> None:
    assert "plimsoll webhook create" in cli("webhook", "show").stdout
    assert findings(cli)["webhook"][0] == "note"
    made = cli.json("webhook", "create")
    assert made["callback_url"] == f"{page}/webhook/strava"
    assert cli.json("webhook", "show") == [{**made, "ours": True}]
    assert cli.json("webhook", "create") == made, "once more changes nothing"
    assert findings(cli)["webhook"] == ("ok", "subscribed. ")
    assert cli.json("webhook", "delete") == {"deleted": [made["id"]]}
    assert strava.application.subscriptions == []
    assert "no subscription" in cli("webhook", "delete").stdout


def test_a_webhook_needs_an_address_strava_reaches(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "PLIMSOLL_PUBLIC_URL" in cli("webhook", "create", code=1).stderr
    monkeypatch.setenv("PLIMSOLL_PUBLIC_URL", "http://127.0.0.1:9")
    assert "plimsoll up" in cli("webhook", "create", code=1).stderr
    assert cli.json("webhook", "show") == []


def test_keys_rotate_and_nobody_has_to_connect_again(cli: Cli, connected: str, configured: Settings) -> None:
    before = (configured.home / "secret.keys").read_text("ascii")
    assert cli.json("keys", "rotate") == {"connections": 1, "unreadable": 0, "from_environment": False}
    assert (configured.home / "secret.keys").read_text("ascii") != before
    assert findings(cli)["connections"][0] == "ok"
    assert "1 connection." in cli("keys", "rotate").stdout


def test_doctor_asks_strava_and_shows_no_secret(cli: Cli, connected: str, ada: FakeAthlete, configured: Settings) -> None:
    told = findings(cli)
    assert {name: told[name][0] for name in ("Strava", "connections", "Strava's answer", "webhook", "clock")} == dict.fromkeys(
        ("Strava", "connections", "Strava's answer", "webhook", "clock"), "ok"
    )
    said = cli("doctor").output
    assert not any(secret in said for secret in (configured.strava_client_secret, ada.access_token, ada.refresh_token))


def test_doctor_tells_a_wrong_secret_and_a_lost_key(
    cli: Cli, connected: str, configured: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STRAVA_CLIENT_SECRET", "mistyped-secret")
    (configured.home / "secret.keys").unlink()
    told = findings(cli, code=1)
    assert told["webhook"][0] == "broken"
    assert "STRAVA_CLIENT_SECRET" in told["webhook"][1]
    assert told["connections"] == ("broken", "1 of 1 cannot be opened with the keys here. " + told["connections"][1].partition(". ")[2])
    assert "mistyped" not in cli("doctor", code=1).output


def test_doctor_still_creates_nothing(cli: Cli) -> None:
    assert findings(cli)["Strava's answer"][0] == "ok"
    assert not cli.home.exists()


@pytest.mark.slow
def test_doctor_says_when_strava_cannot_be_reached(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STRAVA_CLIENT_ID", "twelve")
    monkeypatch.setenv("STRAVA_BASE_URL", "http://127.0.0.1:9")
    told = findings(cli, code=1)
    assert told["Strava"][0] == "broken"
    assert told["Strava's answer"][0] == "note"
