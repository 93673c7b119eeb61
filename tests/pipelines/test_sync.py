"""One athlete in step with Strava: what it costs in requests, and that what is here is what is there."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from pipelines.strava.known import Known, Told
from tests.pipelines.syncing import ANN, LIST, START, Runner, history
from tests.strava import FakeAthlete, FakeStrava, activity, shoe
from tests.strava.shapes import Json
from warehouse.errors import BusyError, ReconnectError
from warehouse.landing import Batch, Manifest
from warehouse.settings import Settings


@pytest.fixture
def runner(settings: Settings, strava: FakeStrava) -> Runner:
    """Return a runner with eight activities on pages of two."""
    strava.page_size = 2
    return Runner(settings, strava, strava.add_athlete(11, history(8), [shoe("g5")]))


@pytest.mark.parametrize("count", [0, 1, 199, 200, 201, pytest.param(2000, marks=pytest.mark.slow)])
def test_a_history_costs_no_request_too_many(count: int, settings: Settings, strava: FakeStrava) -> None:
    """The list by 200 and the empty page that ends it, the athlete, and each pair of shoes: worn, or only listed."""
    shoes = [shoe("g1"), shoe("g2"), shoe("g3")] if count else []
    runner = Runner(settings, strava, strava.add_athlete(11, history(count, gear="g1"), shoes))
    before = len(strava.requests)
    told = runner.sync()
    pages = -(-count // 200) + 1
    expected = [f"{LIST} {page}" for page in range(1, pages + 1)] + ["/athlete", *(f"/gear/{pair['id']}" for pair in shoes)]
    assert sorted(runner.asked(before)) == sorted(expected)
    assert runner.asked(before)[:2] == [f"{LIST} 1", "/athlete"]
    assert (told.requests, told.complete, told.resume_at, told.problem) == (len(expected), True, None, "")
    assert runner.landed() == runner.truth()
    before = len(strava.requests)
    assert (runner.sync().batches, runner.asked(before)) == (0, [f"{LIST} 1"])


def test_a_new_an_edited_and_a_deleted_activity_arrive_with_one_request(runner: Runner) -> None:
    runner.strava.page_size = 5
    runner.sync()
    runner.sync()
    runner.fake.activities.append(activity(99, START - timedelta(hours=2), 12))
    runner.fake.activities[1]["name"] = "Renamed"
    del runner.fake.activities[0]
    before = len(runner.strava.requests)
    told = runner.sync()
    assert (runner.asked(before), told.batches) == ([f"{LIST} 1"], 1)
    assert runner.landed() == runner.truth()


def test_kudos_are_no_news(runner: Runner) -> None:
    runner.sync()
    runner.fake.activities[0]["kudos_count"] = 77
    assert runner.sync().batches == 0


def test_an_edit_taken_back_is_seen(runner: Runner) -> None:
    runner.sync()
    first = runner.fake.activities[0]
    for name in ("Second name", first["name"]):
        first["name"] = name
        runner.sync()
        assert runner.landed() == runner.truth()


def test_a_page_as_it_landed_once_lands_again_where_something_newer_said_otherwise() -> None:
    batch = Batch(ANN, "strava", "b", Path())
    page = Told(batch, Manifest("strava", "same", page=1), {"strava:1": START, "strava:2": START}, frozenset())
    for other, repeats in (("strava:3", True), ("strava:2", False)):
        since = Told(batch, Manifest("strava", "other"), {other: START}, frozenset())
        assert Known((page, since)).repeats("same", page.starts) is repeats


def test_new_shoes_cost_one_request_when_they_are_worn_first(runner: Runner) -> None:
    runner.sync()
    runner.fake.shoes.append(shoe("g9", "Trail shoe", 12.0, retired=True))
    runner.fake.activities.append(activity(99, START - timedelta(hours=2), 12, gear="g9"))
    before = len(runner.strava.requests)
    runner.sync()
    assert runner.asked(before) == [f"{LIST} 1", "/gear/g9"]
    pair = runner.known().gear["strava:g9"]
    assert (pair.name, pair.distance_m, pair.retired) == ("Trail shoe", 12_000, True)
    runner.clock.pass_by(days=1)
    before = len(runner.strava.requests)
    runner.sync(full=True)
    assert not [path for path in runner.asked(before) if path.startswith("/gear")]
    assert set(runner.known().gear) == {"strava:g5", "strava:g9"}


def test_a_full_listing_finds_what_changed_long_ago(runner: Runner) -> None:
    runner.sync()
    runner.fake.activities[-1]["name"] = "Old and renamed"
    runner.fake.activities[-2]["distance"] = 123.0
    del runner.fake.activities[4]
    runner.sync()
    assert runner.landed() != runner.truth()
    runner.clock.pass_by(hours=1)
    told = runner.sync(full=True)
    assert told.complete
    assert runner.landed() == runner.truth()
    walk = runner.known().walk
    assert walk is not None
    assert all(one.manifest.as_of >= walk.began for one in runner.known().told)


def test_a_spent_quota_keeps_what_landed_and_goes_on_at_the_exact_page(runner: Runner) -> None:
    runner.strava.rates.read_limit = (4, 1000)
    seen: list[int] = []
    told = runner.sync(landed=lambda: seen.append(len(runner.known().starts)))
    assert (told.complete, told.requests, told.problem) == (False, 4, "")
    assert told.resume_at == START.replace(minute=15)
    assert seen == [2]
    assert len(runner.landed()) == 6
    before = len(runner.strava.requests)
    again = runner.sync()
    assert (again.requests, again.resume_at, runner.asked(before)) == (0, told.resume_at, [])
    status = runner.people.syncs.get(ANN)
    assert (status.resume_at, status.walking, status.activities) == (told.resume_at, True, 6)
    runner.clock.time = told.resume_at
    assert runner.sync().complete
    assert runner.asked(before) == [f"{LIST} 4", f"{LIST} 5", "/gear/g5"]
    assert runner.landed() == runner.truth()
    assert not runner.people.syncs.get(ANN).walking


def test_a_listing_left_for_a_day_begins_anew(runner: Runner) -> None:
    runner.strava.rates.read_limit = (4, 1000)
    runner.sync()
    runner.clock.pass_by(hours=25)
    runner.strava.rates.read_limit = (100, 1000)
    before = len(runner.strava.requests)
    assert runner.sync().complete
    assert runner.asked(before)[0] == f"{LIST} 1"
    assert runner.asked(before).count(f"{LIST} 1") == 1
    assert runner.landed() == runner.truth()


def test_a_full_listing_asked_for_while_an_old_one_waits_ends_with_what_is_true_now(runner: Runner) -> None:
    runner.strava.rates.read_limit = (4, 1000)
    runner.sync()
    runner.fake.activities[1]["name"] = "Renamed on a page that was listed"
    runner.strava.rates.read_limit = (100, 1000)
    runner.clock.pass_by(minutes=40)
    before = len(runner.strava.requests)
    assert runner.sync(full=True).complete
    pages = [path for path in runner.asked(before) if path.startswith(LIST)]
    assert pages == [f"{LIST} {page}" for page in (1, 4, 5, 1, 2, 3, 4, 5)]
    assert runner.landed() == runner.truth()


def test_what_moves_across_a_page_border_while_being_listed_is_not_lost(runner: Runner) -> None:
    runner.sync()
    runner.clock.pass_by(days=1)
    before = len(runner.strava.requests)
    _delete_during_a_listing(runner)
    assert runner.landed() > runner.truth()
    assert [path for path in runner.asked(before) if path.startswith("/activities/")] == ["/activities/6"]
    runner.clock.pass_by(minutes=30)
    runner.sync()
    assert runner.landed() == runner.truth()


def test_a_first_listing_that_a_deletion_shook_is_made_again(runner: Runner) -> None:
    """What was not known yet cannot be asked for; the next look sees that something is gone, and lists everything once more."""
    _delete_during_a_listing(runner)
    assert not runner.landed() >= runner.truth()
    runner.clock.pass_by(minutes=30)
    assert runner.sync().complete
    assert runner.landed() == runner.truth()


def _delete_during_a_listing(runner: Runner) -> None:
    """List everything; the newest activity is deleted when the first page has landed."""
    del_ = runner.fake.activities.__delitem__
    assert runner.sync(full=True, landed=lambda: del_(0)).complete


@dataclass
class Forgetful(FakeAthlete):
    """An athlete of whom Strava now and then shows nothing by mistake."""

    blind: int = 0

    def visible(self) -> list[Json]:
        """Return nothing a few times."""
        self.blind -= 1
        return [] if self.blind >= 0 else super().visible()


@pytest.mark.parametrize("full", [False, True])
def test_an_empty_page_by_mistake_deletes_nothing(full: bool, settings: Settings, strava: FakeStrava) -> None:
    fake = strava.athletes[11] = Forgetful(11, history(8))
    runner = Runner(settings, strava, fake)
    runner.sync()
    runner.clock.pass_by(minutes=1)
    fake.blind = 1
    told = runner.sync(full=full)
    assert (told.complete, told.batches) == (False, 0)
    assert "did not answer" in told.problem
    assert runner.landed() == runner.truth()
    runner.clock.pass_by(minutes=6)
    assert runner.sync().complete
    assert runner.landed() == runner.truth()


def test_a_listing_cut_short_by_mistake_deletes_nothing(settings: Settings, strava: FakeStrava) -> None:
    strava.page_size = 2
    fake = strava.athletes[11] = Forgetful(11, history(8))
    runner = Runner(settings, strava, fake)
    runner.sync()
    runner.clock.pass_by(minutes=1)
    assert runner.sync(full=True, landed=lambda: setattr(fake, "blind", 1)).problem
    runner.clock.pass_by(minutes=6)
    assert runner.sync().complete
    assert runner.landed() == runner.truth()


def test_when_everything_was_deleted_nothing_stays(runner: Runner) -> None:
    runner.sync()
    runner.fake.activities.clear()
    before = len(runner.strava.requests)
    assert runner.sync().complete
    assert runner.asked(before) == [f"{LIST} 1", "/activities/8", "/athlete"]
    assert runner.landed() == set()


def test_two_syncs_of_one_athlete_do_not_meet(runner: Runner) -> None:
    token = runner.people.syncs.claim(ANN, runner.clock(), timedelta(minutes=3))
    with pytest.raises(BusyError):
        runner.sync()
    assert runner.bring_in()["problem"].startswith("Another process")
    assert token is not None
    runner.people.syncs.release(ANN, token)
    assert runner.sync().complete


def test_what_was_asked_for_an_athlete_who_left_meanwhile_does_not_land(runner: Runner) -> None:
    def leave_while_strava_answers() -> datetime:
        if runner.strava.count(LIST) == 3 and runner.people.connections.get(ANN):
            runner.people.connections.remove(ANN)
        return runner.clock()

    runner.strava.now = leave_while_strava_answers
    with pytest.raises(BusyError):
        runner.sync()
    walk = runner.known().walk
    assert walk is not None
    assert walk.next_page == 4


def test_nobody_is_synced_who_is_not_connected(runner: Runner) -> None:
    runner.people.connections.remove(ANN)
    with pytest.raises(ReconnectError):
        runner.sync()


@pytest.mark.parametrize("full", [False, True])
def test_a_clock_that_went_back_changes_no_order(full: bool, runner: Runner) -> None:
    runner.sync()
    runner.clock.pass_by(hours=-3)
    runner.fake.activities[0]["name"] = "Later all the same"
    assert runner.sync(full=full).complete
    assert runner.landed() == runner.truth()


def test_progress_says_how_far_back(runner: Runner) -> None:
    told: list[tuple[int, int, str]] = []
    runner.sync(progress=lambda *words: told.append(words))
    assert told[0] == (0, 0, "2 activities, back to November 2026")
    assert told[-1][2] == "8 activities, back to November 2026"


def test_a_sync_without_shoes_and_private_runs_is_complete(settings: Settings, strava: FakeStrava) -> None:
    rows = [*history(3, gear="g1"), activity(99, START - timedelta(hours=3), 5, private=True)]
    runner = Runner(settings, strava, strava.add_athlete(11, rows, [shoe("g1")], frozenset({"read", "activity:read"})))
    assert runner.sync().complete
    assert strava.count("/gear") == 0
    assert len(runner.landed()) == 3
    assert runner.landed() == runner.truth()


def test_rows_that_make_no_sense_are_left_out(runner: Runner) -> None:
    runner.strava.page_size = 200
    runner.fake.activities += [activity(90, START - timedelta(days=3), 5, id=-5), activity(91, START - timedelta(days=3), 5, gear=7)]
    runner.fake.activities[-1]["distance"] = "far"
    assert runner.sync().complete
    assert {fact[0] for fact in runner.landed()} == {f"strava:{n}" for n in [*range(1, 9), 91]}
