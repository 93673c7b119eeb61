"""The state of syncs and their leases, runs wanted, values of the installation."""

import subprocess
import sys
from datetime import UTC, date, datetime, timedelta

import pytest

from warehouse.model import AthleteId
from warehouse.people import People, SyncStatus
from warehouse.settings import Settings

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
LEASE = timedelta(seconds=60)

CLAIM = """
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from warehouse.people import People
from warehouse.settings import Settings
people = People.open(Settings(home=Path(sys.argv[1])))
tokens = [people.syncs.claim(f"a{n}", datetime(2026, 11, 23, 8, tzinfo=UTC), timedelta(minutes=1)) for n in range(20)]
print(*(n for n, token in enumerate(tokens) if token))
"""


@pytest.fixture
def ada(people: People) -> AthleteId:
    return people.athletes.ensure("Ada", now=NOW).athlete


def test_a_status_is_empty_first_and_keeps_what_is_not_noted(people: People, ada: AthleteId) -> None:
    assert people.syncs.get(ada) == SyncStatus(ada)
    assert people.syncs.all() == []
    people.syncs.note(ada, walking=True, activities=200, oldest=date(2025, 3, 1), resume_at=NOW + LEASE)
    people.syncs.note(ada, looked_at=NOW, problem="Strava does not answer.", next_step="Wait.")
    expected = SyncStatus(ada, NOW, None, NOW + LEASE, 200, date(2025, 3, 1), True, "Strava does not answer.", "Wait.", False)
    assert people.syncs.get(ada) == expected
    assert people.syncs.all() == [expected]


def test_a_forgotten_athlete_gets_no_status_back(people: People, ada: AthleteId) -> None:
    token = people.syncs.claim(ada, NOW, LEASE)
    assert token is not None
    people.forget(ada)
    people.syncs.note(ada, activities=5)
    assert people.syncs.all() == []
    assert not people.syncs.renew(ada, token, NOW, LEASE)
    assert people.syncs.claim(ada, NOW, LEASE) is None
    people.wanted.ask(ada, "strava:1", NOW)
    assert people.wanted.of(ada) == []


def test_a_lease_is_held_until_it_is_given_back_or_runs_out(people: People, ada: AthleteId) -> None:
    first = people.syncs.claim(ada, NOW, LEASE)
    assert first is not None
    assert people.syncs.claim(ada, NOW + LEASE / 2, LEASE) is None
    assert people.syncs.renew(ada, first, NOW + LEASE / 2, LEASE)
    assert people.syncs.claim(ada, NOW + LEASE, LEASE) is None
    second = people.syncs.claim(ada, NOW + LEASE * 1.5, LEASE)
    assert second is not None
    assert not people.syncs.renew(ada, first, NOW + LEASE * 2, LEASE)
    assert not people.syncs.release(ada, first)
    assert people.syncs.claim(ada, NOW + LEASE * 2, LEASE) is None
    assert people.syncs.release(ada, second)
    assert people.syncs.claim(ada, NOW + LEASE * 2, LEASE)


@pytest.mark.slow
def test_no_two_processes_sync_one_athlete(people: People, settings: Settings) -> None:
    for n in range(20):
        people.athletes.ensure(f"Runner {n}", now=NOW, athlete_id=f"a{n}")
    command = [sys.executable, "-c", CLAIM, str(settings.home)]
    children = [subprocess.Popen(command, stdout=-1, text=True) for _ in range(3)]
    claimed = [int(word) for child in children for word in child.communicate()[0].split()]
    assert sorted(claimed) == list(range(20))


def test_wanted_runs_are_listed_last_asked_first(people: People, ada: AthleteId) -> None:
    for minute, run in enumerate(("strava:1", "strava:2", "strava:3", "strava:1")):
        people.wanted.ask(ada, run, NOW + timedelta(minutes=minute))
    assert people.wanted.of(ada) == ["strava:3", "strava:2", "strava:1"]
    people.wanted.drop(ada, {"strava:3", "strava:9"})
    assert people.wanted.of(ada) == ["strava:2", "strava:1"]


def test_values_are_set_replaced_and_removed(people: People) -> None:
    assert people.values.get("strava_subscription_id") is None
    for value in ("1", "2"):
        people.values.set("strava_subscription_id", value)
    assert people.values.get("strava_subscription_id") == "2"
    people.values.set("strava_subscription_id", "")
    assert people.values.get("strava_subscription_id") is None
