"""Every fault of Strava at every call of a sync: none raises or deletes, and once it ends one sync brings the exact truth."""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from pipelines.strava.transport import Patience
from pipelines.sync import sync_athlete
from tests.pipelines.syncing import ANN, LIST, PROMPT, START, Runner, history
from tests.strava import FAULTS, FakeStrava, activity, shoe
from warehouse.settings import Settings

ALWAYS = 99
ONCE = [(fault, 1) for fault in sorted(FAULTS.keys() - {"400-code", "timeout"})]
LASTING = [(fault, ALWAYS) for fault in ("401", "429", "503", "drop")]
BELIEVED = {("detail", "404"), ("athlete", "403")}
"""What Strava says so clearly that it is believed, and put right by the next full listing only."""

STREAM = {"time": [0, 1, 2], "distance": [0.0, 2.5, 5.0], "heartrate": [120, 121, 122]}
Prepare = Callable[[Runner], None]


def at_once(runner: Runner) -> None:
    """Fail in the first listing."""


def look(runner: Runner) -> None:
    """Fail when the newest are looked at again."""
    runner.sync()
    runner.fake.activities[0]["name"] = "Renamed"
    runner.fake.activities.append(activity(90, START - timedelta(hours=3), 7))


def event(runner: Runner) -> None:
    """Fail when an event is followed."""
    runner.sync()
    runner.fake.activities[-1]["name"] = "Renamed"
    runner.hear(runner.fake.activities[-1]["id"])


def expiry(runner: Runner) -> None:
    """Fail when the token has to be renewed."""
    look(runner)
    runner.clock.pass_by(hours=7)


def opened(runner: Runner) -> None:
    """Fail when a run's samples are wanted."""
    runner.sync()
    runner.people.wanted.ask(ANN, "strava:2", runner.clock())


CALLS: dict[str, tuple[str, int, bool, Prepare]] = {
    "first page": (LIST, 0, True, at_once),
    "second page": (LIST, 1, True, at_once),
    "empty page": (LIST, 3, True, at_once),
    "athlete": ("/athlete", 0, True, at_once),
    "shoes": ("/gear/", 0, False, at_once),
    "look": (LIST, 0, True, look),
    "detail": ("/activities/", 0, False, event),
    "token": ("/oauth/token", 0, True, expiry),
    "streams": ("/activities/2/streams", 0, True, opened),
}


@pytest.fixture
def runner(settings: Settings, strava: FakeStrava) -> Runner:
    """Return a runner with five activities on pages of two, and two pairs of shoes."""
    strava.page_size = 2
    made = Runner(settings, strava, strava.add_athlete(11, history(5, gear="g1"), [shoe("g1"), shoe("g2")]))
    made.fake.streams = {2: {**STREAM}}
    return made


@pytest.mark.parametrize(("fault", "times"), ONCE + LASTING)
@pytest.mark.parametrize("call", CALLS)
def test_after_a_fault_one_sync_brings_the_exact_truth(call: str, fault: str, times: int, runner: Runner) -> None:
    survives(call, fault, times, runner, PROMPT)


def survives(call: str, fault: str, times: int, runner: Runner, patience: Patience) -> None:
    path, after, exact, prepare = CALLS[call]
    prepare(runner)
    before = runner.landed()
    runner.strava.fail(path, fault, times, after=after, exact=exact)
    told = sync_athlete(replace(runner.installation, patience=patience), ANN)
    kept = runner.landed()
    assert told.complete or told.problem or told.resume_at
    assert {fact[0] for fact in before} <= {fact[0] for fact in kept} or (call, fault) in BELIEVED
    runner.strava.heal()
    _heal(runner)
    again = runner.sync(full=(call, fault) in BELIEVED)
    assert (again.complete, again.problem) == (True, "")
    assert runner.landed() == runner.truth()
    assert runner.people.inbox.count() == 0
    assert runner.people.wanted.of(ANN) == []
    assert set(runner.known().gear) == {"strava:g1", "strava:g2"}
    status = runner.people.syncs.get(ANN)
    assert (status.problem, status.resume_at, status.walking, status.activities) == ("", None, False, len(runner.truth()))


def _heal(runner: Runner) -> None:
    """Wait as long as the longest pause takes; reconnect where only the runner can help."""
    runner.clock.pass_by(minutes=61)
    connection = runner.people.connections.get(ANN)
    assert connection is not None
    if connection.state == "reconnect":
        runner.connect()


@pytest.mark.slow
@pytest.mark.parametrize("call", CALLS)
def test_a_request_that_hangs_is_given_up(call: str, settings: Settings, strava: FakeStrava, runner: Runner) -> None:
    strava.slow = 300.0
    started = time.monotonic()
    survives(call, "timeout", 1, runner, replace(PROMPT, read=0.5))
    assert time.monotonic() - started < strava.slow


def test_words_are_plain_and_what_is_here_stays(runner: Runner) -> None:
    runner.bring_in()
    shown = runner.published()
    for fault, words in {"503": "did not answer", "403-inactive": "switched this application off"}.items():
        runner.strava.fail("/", fault, ALWAYS)
        told = runner.bring_in()
        assert words in told["problem"]
        status = runner.people.syncs.get(ANN)
        assert words in status.problem
        assert status.next_step
        assert status.resume_at
        assert status.resume_at > runner.clock()
        assert runner.published() == shown
        runner.strava.heal()
        runner.clock.pass_by(minutes=61)
        assert runner.bring_in()["problem"] is None


def test_a_lapsed_application_is_asked_again_once_an_hour_only(runner: Runner) -> None:
    runner.strava.fail("/", "403-inactive", ALWAYS)
    runner.sync()
    before = len(runner.strava.requests)
    told = runner.sync()
    assert (runner.asked(before), told.requests) == ([], 0)
    assert "switched this application off" in told.problem


def test_a_permission_taken_back_is_said_and_keeps_what_is_here(runner: Runner) -> None:
    runner.bring_in()
    runner.fake.revoke()
    assert "no longer" in runner.bring_in()["problem"]
    connection = runner.people.connections.get(ANN)
    assert connection is not None
    assert connection.state == "reconnect"
    assert len(runner.landed()) == 5
    before = len(runner.strava.requests)
    assert runner.sync().problem
    assert runner.asked(before) == []
    runner.connect()
    assert runner.sync().complete
