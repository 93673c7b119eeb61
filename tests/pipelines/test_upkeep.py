"""Who is due when, who goes first, what a night does, and which samples are worth a request."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from pipelines import upkeep
from pipelines.resources import Installation
from tests.pipelines.syncing import ANN, LIST, START, Runner, history
from tests.strava import FakeStrava, activity
from warehouse.model import AthleteId
from warehouse.people import Quota
from warehouse.settings import Settings

BEN = AthleteId("ben")
STREAM = {"time": [0, 1, 2], "distance": [0.0, 2.5, 5.0], "heartrate": [120, 121, 122]}


@pytest.fixture
def runner(settings: Settings, strava: FakeStrava) -> Runner:
    return Runner(settings, strava, strava.add_athlete(11, history(8)))


def due(runner: Runner) -> list[AthleteId]:
    return upkeep.due(runner.installation)


def test_somebody_new_is_due_until_they_were_looked_at(runner: Runner) -> None:
    assert due(runner) == [ANN]
    runner.sync()
    assert due(runner) == []


def test_the_page_that_just_asked_the_worker_is_left_to_it(runner: Runner) -> None:
    runner.people.jobs.add("sync", path="", name="Strava", athlete=ANN, now=runner.clock())
    assert due(runner) == []
    runner.clock.pass_by(minutes=11)
    assert due(runner) == [ANN]


def test_polling_is_rarer_where_a_webhook_tells(runner: Runner) -> None:
    runner.sync()
    runner.clock.pass_by(minutes=31)
    assert due(runner) == [ANN]
    public = Installation(_with(runner.settings, public_url="https://runs.example"), runner.clock)
    assert upkeep.due(public) == [ANN]
    runner.people.values.set(upkeep.SUBSCRIPTION, "120475")
    assert upkeep.due(public) == []
    runner.clock.pass_by(minutes=90)
    assert upkeep.due(public) == [ANN]


def test_an_event_makes_due_and_a_pause_does_not(runner: Runner) -> None:
    runner.sync()
    runner.hear(8)
    assert due(runner) == [ANN]
    runner.strava.fail("/", "503", 99)
    runner.bring_in()
    assert due(runner) == []
    runner.clock.pass_by(minutes=6)
    assert due(runner) == [ANN]


def test_nobody_is_due_while_a_process_is_at_it(runner: Runner) -> None:
    token = runner.people.syncs.claim(ANN, runner.clock(), timedelta(minutes=3))
    assert token
    assert due(runner) == []
    runner.clock.pass_by(minutes=4)
    assert due(runner) == [ANN]


def test_a_lost_connection_is_due_only_to_hear_that_it_was_taken_back(runner: Runner) -> None:
    runner.people.connections.lost(ANN)
    runner.hear(8)
    assert due(runner) == []
    runner.hear(11, object_type="athlete", authorized="false")
    assert due(runner) == [ANN]


def test_the_first_page_is_on_screen_before_the_rest_is_asked_for(runner: Runner) -> None:
    runner.strava.page_size = 2
    seen: list[int] = []

    def progress(*_: object) -> None:
        if runner.house.settings.published.exists() and list(runner.settings.published.glob("marts-*.duckdb")):
            seen.append(len(runner.published()))

    told = runner.bring_in(progress=progress)
    assert seen[0] == 2
    assert (told["added"], told["updated"], told["removed"], told["complete"], told["resume_at"]) == (8, 0, 0, True, None)
    assert runner.published() == runner.truth()
    runner.fake.activities[0]["name"] = "Renamed"
    del runner.fake.activities[1]
    runner.fake.activities.append(activity(99, START - timedelta(hours=2), 12))
    runner.strava.page_size = 200
    told = runner.bring_in()
    assert (told["added"], told["updated"], told["removed"]) == (1, 1, 1)
    assert runner.published() == runner.truth()


def test_nothing_new_builds_nothing(runner: Runner) -> None:
    runner.bring_in()
    current = (runner.settings.published / "current").read_text("utf-8")
    assert runner.bring_in()["added"] == 0
    assert (runner.settings.published / "current").read_text("utf-8") == current


def test_athletes_take_turns_newest_first_and_page_by_page(settings: Settings, strava: FakeStrava) -> None:
    strava.page_size = 2
    ann, ben = _pair(settings, strava)
    before = len(strava.requests)
    told = upkeep.bring_in(ann.installation, [ANN, BEN])
    assert [one["athlete"] for one in told] == [ANN, BEN]
    assert ann.asked(before) == [
        *(f"{LIST} 1", f"{LIST} 1", "/athlete", "/athlete"),
        *(f"{LIST} {page}" for page in (2, 2, 3, 3, 4, 4)),
    ]
    assert ann.published() | ben.published() == ann.truth() | ben.truth()


def test_what_goes_wrong_with_one_athlete_stops_nobody_else(settings: Settings, strava: FakeStrava) -> None:
    ann, ben = _pair(settings, strava)
    ann.fake.revoke()
    first, second, third = upkeep.bring_in(ann.installation, [ANN, BEN, AthleteId("nobody")])
    assert first["problem"]
    assert (second["problem"], second["complete"]) == (None, True)
    assert "not connected" in third["problem"]
    assert ben.published() == ben.truth()


def test_a_night_confirms_everything_and_drops_what_nobody_confirmed(settings: Settings, strava: FakeStrava) -> None:
    ann, ben = _pair(settings, strava)
    upkeep.bring_in(ann.installation, [ANN, BEN])
    ben.people.connections.lost(BEN)
    for days in (1, 6, 1):
        ann.clock.pass_by(days=days)
        ann.fake.activities[-1]["name"] = f"As of {ann.clock().date()}"
        upkeep.nightly(ann.installation)
        assert ann.published() == ann.truth()
    assert ben.published() == set()
    assert ben.people.syncs.get(BEN).activities == 0
    before = len(strava.requests)
    upkeep.nightly(ann.installation)
    assert ann.asked(before) == []


def test_a_night_leaves_requests_for_the_day(settings: Settings, strava: FakeStrava) -> None:
    strava.page_size = 1
    runner = Runner(settings, strava, strava.add_athlete(11, history(8)))
    runner.sync()
    runner.clock.pass_by(days=1)
    strava.rates.read_limit = (10, 1000)
    before = len(strava.requests)
    upkeep.nightly(runner.installation)
    assert len(runner.asked(before)) == 7
    status = runner.people.syncs.get(ANN)
    assert (status.walking, status.problem) == (True, "")
    assert status.resume_at == START.replace(minute=15) + timedelta(days=1)
    runner.fake.activities.append(activity(99, START + timedelta(hours=20), 12))
    runner.clock.pass_by(minutes=15)
    assert due(runner) == [ANN]
    runner.bring_in()
    assert runner.people.syncs.get(ANN).walked_at is not None
    runner.clock.pass_by(minutes=31)
    runner.bring_in()
    assert runner.published() == runner.truth()


def test_samples_are_asked_for_what_a_runner_opened_or_a_rule_flagged(settings: Settings, strava: FakeStrava) -> None:
    runner = Runner(settings, strava, strava.add_athlete(11, history(30)))
    runner.fake.activities.insert(0, activity(99, START - timedelta(hours=2), 25, zone="UTC"))
    runner.fake.streams = {99: STREAM, 5: STREAM}
    runner.people.wanted.ask(ANN, "strava:5", runner.clock())
    runner.people.wanted.ask(ANN, "strava:4", runner.clock())
    runner.people.wanted.ask(ANN, "file:abc", runner.clock())
    before = len(runner.strava.requests)
    runner.bring_in()
    runner.bring_in()
    streams = [path for path in runner.asked(before) if path.endswith("/streams")]
    assert set(streams) == {f"/activities/{n}/streams" for n in (4, 5, 99)}
    assert len(streams) == 3
    assert runner.known().sampled == {"strava:4", "strava:5", "strava:99"}
    assert sum(told.batch.samples.exists() for told in runner.known().told) == 2
    assert runner.people.wanted.of(ANN) == []
    runner.clock.pass_by(days=1)
    runner.bring_in(full=True)
    assert runner.known().sampled == {"strava:4", "strava:5", "strava:99"}


def test_samples_are_on_screen_once_the_round_that_fetched_them_ends(runner: Runner) -> None:
    runner.bring_in()
    assert _descent(runner, 5) is None
    seconds = [*range(0, 601, 5)]
    runner.fake.streams = {5: {"time": seconds, "distance": [3.0 * t for t in seconds], "altitude": [200 - 0.1 * t for t in seconds]}}
    runner.people.wanted.ask(ANN, "strava:5", runner.clock())
    runner.bring_in()
    assert _descent(runner, 5) == pytest.approx(60, abs=4)


@pytest.mark.parametrize(
    "spend",
    [
        lambda runner: setattr(runner.strava.rates, "read_limit", (5, 1000)),
        lambda runner: setattr(runner.strava.rates, "told", False),
    ],
    ids=["reserve", "unknown"],
)
def test_samples_wait_while_requests_are_scarce_or_unknown(spend: Callable[[Runner], None], runner: Runner) -> None:
    spend(runner)
    runner.people.wanted.ask(ANN, "strava:5", runner.clock())
    before = len(runner.strava.requests)
    assert runner.sync().complete
    assert not [path for path in runner.asked(before) if path.endswith("/streams")]
    assert runner.people.wanted.of(ANN) == ["strava:5"]


def test_a_quota_spent_by_others_is_believed(runner: Runner) -> None:
    now = runner.clock()
    runner.people.quota.note(Quota(100, 100, 1000, 100, now))
    told = runner.bring_in()
    assert (told["requests"], told["problem"], told["complete"]) == (0, None, False)
    assert told["resume_at"] == START.replace(minute=15).isoformat()
    assert due(runner) == []


def _descent(runner: Runner, number: int) -> float | None:
    (row,) = runner.house.ask(f"select descent_m from activity where activity_id = 'strava:{number}'")
    told: float | None = row["descent_m"]
    return told


def _pair(settings: Settings, strava: FakeStrava) -> tuple[Runner, Runner]:
    ann = Runner(settings, strava, strava.add_athlete(11, history(5)))
    return ann, Runner(settings, strava, strava.add_athlete(12, history(5, first_id=50)), BEN, ann.clock)


def _with(settings: Settings, **values: str) -> Settings:
    return replace(settings, **values)  # type: ignore[arg-type]  # names of settings
