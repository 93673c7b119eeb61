"""When upkeep runs: the sensor and its jobs in this process, against a Strava that is played."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from tests.connected import ADA, connect, now, runs
from tests.strava import FakeStrava
from warehouse.landing import Landing
from warehouse.model import AthleteId
from warehouse.people import Event, People
from warehouse.settings import Settings

# Dagster leaves event loops and connections to the garbage collector, which complains in whatever test runs by then.
pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")]
dagster = pytest.importorskip("dagster")

from pipelines import triggers  # noqa: E402 -- costs seconds, so only after the mark
from pipelines.definitions import build_defs  # noqa: E402 -- costs seconds, so only after the mark
from pipelines.resources import Installation  # noqa: E402
from pipelines.triggers import strava_due  # noqa: E402

BEN = 8


class Desk:
    """Dagster's daemon in short: evaluates the sensor and executes what it asks for, in a time that stands still."""

    def __init__(self, settings: Settings, instance: Any) -> None:
        self.ahead, self.began = timedelta(), now()
        self.instance = instance
        self.installation = Installation(settings, self.clock)
        self.people = People.open(settings)
        self.defs = build_defs(settings, installation=self.installation)

    def clock(self) -> datetime:
        """Tell a time that tests may move."""
        return self.began + self.ahead

    def look(self, patience_s: float = 0) -> list[Any]:
        """Evaluate the sensor; return the runs it asks for."""
        context = dagster.build_sensor_context(instance=self.instance, resources={"installation": self.installation})
        said = strava_due(patience_s)(context)
        if isinstance(said, dagster.SkipReason):
            self.skipped = said.skip_message
            return []
        for asked in said.dynamic_partitions_requests:
            self.instance.add_dynamic_partitions("athlete", asked.partition_keys)
        return list(said.run_requests)

    def run(self, request: Any) -> Any:
        """Execute what the sensor asked for."""
        job = self.defs.resolve_job_def(request.job_name)
        return job.execute_in_process(
            run_config=request.run_config, partition_key=request.partition_key, instance=self.instance, raise_on_error=False
        )

    def event(self, object_id: int = 1000, **fields: Any) -> Event:
        """Return an event about one of Ada's activities."""
        return Event(ADA, "activity", object_id, fields.pop("aspect", "update"), {}, fields.pop("event_time", 1_795_000_000))


@pytest.fixture
def configured(settings: Settings, strava: FakeStrava) -> Settings:
    return strava.configure(settings)


@pytest.fixture
def ada(configured: Settings, strava: FakeStrava) -> AthleteId:
    return connect(configured, strava, strava.add_athlete(ADA, runs(3)))


@pytest.fixture
def desk(configured: Settings) -> Iterator[Desk]:
    with dagster.DagsterInstance.ephemeral() as instance:
        desk = Desk(configured, instance)
        yield desk
        desk.people.close()


def test_nobody_is_due_and_nothing_is_asked(desk: Desk, strava: FakeStrava) -> None:
    assert desk.look() == []
    assert desk.skipped == "Nobody is due."
    assert strava.requests == []


def test_one_who_is_due_gets_a_run_of_their_partition(desk: Desk, ada: AthleteId, configured: Settings) -> None:
    (request,) = desk.look()
    assert (request.job_name, request.partition_key) == ("sync_athlete", ada)
    assert desk.instance.get_dynamic_partitions("athlete") == [ada]
    assert desk.run(request).success
    assert len(Landing(configured.landing).rows(ada, "strava")) == 3
    assert desk.look() == []


def test_several_are_rows_of_one_run(desk: Desk, ada: AthleteId, configured: Settings, strava: FakeStrava) -> None:
    ben = connect(configured, strava, strava.add_athlete(BEN, runs(2, first_id=5000)), "Ben")
    (request,) = desk.look()
    assert (request.job_name, request.partition_key) == ("sync_athletes", None)
    done = desk.run(request)
    assert done.success
    assert {len(Landing(configured.landing).rows(one, "strava")) for one in (ada, ben)} == {3, 2}
    assert desk.look() == []


def test_an_event_starts_one_run_and_what_comes_later_another(desk: Desk, ada: AthleteId) -> None:
    desk.run(desk.look()[0])
    desk.people.inbox.add(desk.event(), now())
    (first,), (again,) = desk.look(), desk.look()
    assert first.run_key == again.run_key
    desk.people.inbox.add(desk.event(1002), now())
    (later,) = desk.look()
    assert later.run_key != first.run_key
    assert desk.run(later).success
    assert desk.people.inbox.count() == 0
    assert desk.look() == []


@pytest.mark.parametrize("several", [False, True])
def test_nobody_is_in_two_runs_at_once(desk: Desk, ada: AthleteId, *, several: bool) -> None:
    job = desk.defs.resolve_job_def("sync_athletes" if several else "sync_athlete")
    config = {"ops": {"bring_in": {"config": {"athletes": [ada]}}}} if several else {}
    tags = {} if several else {"dagster/partition": str(ada)}
    run = desk.instance.create_run_for_job(job, run_config=config, tags=tags, status=dagster.DagsterRunStatus.STARTED)
    assert desk.look() == []
    desk.instance.report_run_failed(run)
    assert len(desk.look()) == 1


def test_news_is_seen_while_it_waits(desk: Desk, ada: AthleteId, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.run(desk.look()[0])
    waited: list[float] = []

    def sleep(seconds: float) -> None:
        waited.append(seconds)
        if len(waited) == 2:
            desk.people.inbox.add(desk.event(), now())

    monkeypatch.setattr(triggers, "time", SimpleNamespace(sleep=sleep, monotonic=lambda: sum(waited)))
    assert len(desk.look(patience_s=20)) == 1
    assert sum(waited) < 1


def test_a_night_that_was_missed_is_made_up_for(desk: Desk, ada: AthleteId, strava: FakeStrava) -> None:
    desk.run(desk.look()[0])
    strava.athletes[ADA].activities.pop()
    desk.ahead = timedelta(hours=27)
    desk.people.syncs.note(ada, looked_at=desk.clock())
    (request,) = desk.look()
    assert (request.job_name, request.partition_key) == ("nightly", None)
    assert desk.run(request).success
    assert desk.people.syncs.get(ada).activities == 2
    assert desk.look() == []


def test_a_connection_that_was_lost_keeps_nobody_awake(desk: Desk, ada: AthleteId) -> None:
    desk.people.syncs.note(ada, looked_at=now(), walked_at=now() - timedelta(days=3))
    assert [request.job_name for request in desk.look()] == ["nightly"]
    desk.people.connections.lost(ada)
    assert desk.look() == []


def test_a_night_forgets_what_was_noted_of_old_runs(desk: Desk, ada: AthleteId) -> None:
    old = desk.run(desk.look()[0])
    desk.ahead = timedelta(days=8)
    night = desk.defs.resolve_job_def("nightly").execute_in_process(instance=desk.instance)
    assert night.success
    assert desk.instance.get_run_by_id(old.run_id) is None


def test_the_words_of_an_error_stay_out_of_dagster(desk: Desk, ada: AthleteId, configured: Settings) -> None:
    (request,) = desk.look()
    for log in configured.home.glob("people.sqlite-*"):
        log.unlink()  # what was said lately may be whole in the log
    (configured.home / "people.sqlite").write_bytes(b"Ada Marlowe " * 500)
    failed = desk.run(request)
    assert not failed.success
    noted = str([event for event in failed.all_events if event.is_failure])
    assert "Error" in noted
    assert "damaged" not in noted
    assert desk.look() == []
    assert desk.skipped == "PlimsollError"
