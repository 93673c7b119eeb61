"""What monitors are told of Strava, of what waits and of errors; nothing of it personal."""

import json
import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from dashboard.app import create_app
from tests.web.pages import Site
from tests.web.seasons import NOW
from warehouse import logs
from warehouse.people import Event, Grant, People, Quota
from warehouse.reader import Marts
from warehouse.settings import Settings


@pytest.fixture
def site(settings: Settings) -> Iterator[Site]:
    """Open a home with an application, where Ada is connected."""
    configured = replace(settings, strava_client_id="1", strava_client_secret="a")  # noqa: S106 -- nobody's
    people = People.open(configured)
    athlete = people.athletes.ensure("Ada", now=NOW, timezone="UTC").athlete
    grant = Grant(4711, "Ada Marlowe", frozenset({"activity:read_all"}), "access", "refresh", NOW)
    people.connections.connect(athlete, grant, NOW)
    people.syncs.note(athlete, looked_at=NOW - timedelta(minutes=20), problem="Strava cannot be reached.")
    yield Site(create_app(configured, Marts(configured), people, now=lambda: NOW).server.test_client(), people)
    people.close()


def health(site: Site) -> dict[str, Any]:
    answer = site.client.get("/health")
    assert answer.status_code == 200
    assert not any(word in answer.text for word in ("Ada", "4711", "Marlowe"))
    told: dict[str, Any] = answer.get_json()
    return told


def test_without_an_application_there_is_nothing_to_tell_of_strava(empty: Site) -> None:
    assert health(empty)["strava"] is None


def test_how_syncs_and_quota_stand(site: Site) -> None:
    assert health(site)["strava"] == {"looked_at_age_s": 1200, "troubled": 1, "quota_left": None, "resume_at": None, "problem": None}
    site.people.quota.note(Quota(100, 40, 1000, 950, NOW))
    assert health(site)["strava"]["quota_left"] == 50
    site.people.quota.note(Quota(100, 40, 1000, 1000, NOW + timedelta(seconds=1), problem="inactive"))
    told = health(site)["strava"]
    assert (told["quota_left"], told["problem"]) == (0, "inactive")
    assert told["resume_at"][:10] == str((NOW + timedelta(days=1)).date())


def test_what_waits_is_counted_apart(site: Site) -> None:
    site.people.inbox.add(Event(4711, "activity", 1, "create", {}, 1), NOW)
    site.people.jobs.add("demo", path="", name="demo athletes", now=NOW)
    told = health(site)
    assert (told["queue"], told["queued"]) == (2, {"jobs": 1, "events": 1})


def test_the_last_error_is_told_by_its_kind(site: Site, settings: Settings) -> None:
    assert health(site)["last_error"] is None
    record = logging.LogRecord("plimsoll.worker", logging.ERROR, "", 0, "Ada's job failed", None, (ValueError, ValueError("Ada"), None))
    logs.ErrorNote(settings).handle(record)
    assert health(site)["last_error"]["kind"] == "ValueError"
    assert json.loads((settings.home / "logs" / "last-error.json").read_text())["kind"] == "ValueError"
