"""What an event leads to: one request for most, none believed without asking Strava, none done before what it led to has landed."""

from datetime import timedelta

import pytest

from tests.pipelines.syncing import ANN, LIST, START, Runner, history
from tests.strava import FakeStrava, activity
from warehouse.settings import Settings

HIGH = 10**6


@pytest.fixture
def runner(settings: Settings, strava: FakeStrava) -> Runner:
    """Return a runner with sixty activities, synced, on pages of twenty."""
    strava.page_size = 20
    made = Runner(settings, strava, strava.add_athlete(11, history(60)))
    made.sync()
    made.clock.pass_by(minutes=1)
    made.sync()
    made.clock.pass_by(minutes=1)
    return made


def sync(runner: Runner) -> list[str]:
    """Sync, see that all is told and true, and return what was asked."""
    before = len(runner.strava.requests)
    assert runner.sync().complete
    assert runner.people.inbox.count() == 0
    assert runner.landed() == runner.truth()
    return runner.asked(before)


def test_one_look_follows_every_event_about_what_it_shows(runner: Runner) -> None:
    runner.fake.activities.append(activity(99, START - timedelta(hours=2), 12))
    runner.fake.activities[3]["name"] = "Renamed"
    gone = runner.fake.activities.pop(5)
    runner.hear(99, "create")
    runner.hear(runner.fake.activities[3]["id"], "update", title="Renamed")
    runner.hear(gone["id"], "delete")
    assert sync(runner) == [f"{LIST} 1"]


def test_an_older_activity_costs_one_request_more(runner: Runner) -> None:
    renamed, gone = runner.fake.activities[50], runner.fake.activities.pop(45)
    renamed["name"] = "Renamed"
    runner.hear(renamed["id"])
    runner.hear(renamed["id"], "update", title="Renamed")
    runner.hear(gone["id"], "delete")
    assert sync(runner) == [f"{LIST} 1", f"/activities/{renamed['id']}", f"/activities/{gone['id']}"]


def test_an_old_activity_uploaded_today_arrives(runner: Runner) -> None:
    runner.fake.activities.append(activity(777, START - timedelta(days=101), 9))
    runner.hear(777, "create")
    assert sync(runner) == [f"{LIST} 1", "/activities/777"]


def test_forged_doubled_and_disordered_events_do_no_harm(runner: Runner) -> None:
    here = runner.fake.activities[2]["id"]
    for _ in range(2):
        runner.hear(here, "delete")
        runner.hear(123456, "delete")
    runner.hear(here, "create")
    runner.hear(11, "update", object_type="athlete", authorized="false")
    assert sync(runner) == [f"{LIST} 1"]
    assert runner.people.connections.get(ANN) is not None


def test_somebody_elses_activity_never_lands(runner: Runner) -> None:
    runner.fake.activities.append(activity(778, START - timedelta(days=101), 9, athlete={"id": 4711}))
    runner.hear(778, "create")
    before = runner.landed()
    runner.sync()
    assert runner.landed() == before


def test_many_old_activities_lead_to_one_full_listing(runner: Runner) -> None:
    for row in runner.fake.activities[30:37]:
        row["name"] = f"New {row['id']}"
        runner.hear(row["id"])
    assert sync(runner) == [f"{LIST} 1", f"{LIST} 1", "/athlete", *(f"{LIST} {page}" for page in (2, 3, 4))]


def test_an_event_that_could_not_be_followed_waits(runner: Runner) -> None:
    runner.fake.activities[50]["name"] = "Renamed"
    runner.hear(runner.fake.activities[50]["id"])
    runner.strava.fail("/activities/", "503", 99)
    assert runner.sync().problem
    assert runner.people.inbox.count() == 1
    runner.strava.heal()
    runner.clock.pass_by(minutes=6)
    sync(runner)


def test_a_deletion_while_everything_was_listed_leads_to_another_listing(settings: Settings, strava: FakeStrava) -> None:
    """The webhook tells when it happened; what it moved across a border of pages was not known before."""
    strava.page_size = 2
    runner = Runner(settings, strava, strava.add_athlete(11, history(8)))
    gone: list[int] = []

    def delete_from_the_second_page(*_: object) -> None:
        walk = runner.known().walk
        if walk and walk.next_page == 3 and not gone:
            gone.append(runner.fake.activities.pop(3)["id"])
            runner.hear(gone[0], "delete")

    runner.sync(progress=delete_from_the_second_page)
    assert not runner.landed() >= runner.truth()
    assert sync(runner) == [f"{LIST} 1", f"{LIST} 1", "/athlete", *(f"{LIST} {page}" for page in (2, 3, 4, 5))]


def test_events_while_a_listing_waits_for_quota_are_followed_first(settings: Settings, strava: FakeStrava) -> None:
    strava.page_size = 2
    strava.rates.read_limit = (3, HIGH)
    runner = Runner(settings, strava, strava.add_athlete(11, history(8)))
    assert not runner.sync().complete
    runner.fake.activities.append(activity(99, START - timedelta(hours=2), 12))
    runner.hear(99, "create")
    runner.clock.pass_by(minutes=15)
    before = len(strava.requests)
    strava.rates.read_limit = (HIGH, HIGH)
    assert runner.sync().complete
    assert runner.asked(before) == [f"{LIST} {page}" for page in (1, 3, 4, 5, 6)]
    assert runner.landed() == runner.truth()
