"""Leaving: the permission is given back, nothing that came from Strava stays anywhere below the home, and a receipt says so."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from pipelines import leaving, worker
from pipelines.resources import Installation
from tests.homes import run
from tests.pipelines.crashing import TIMEOUT_S, start, steps
from tests.pipelines.syncing import ANN, Clock, Runner, history
from tests.pipelines.test_forget import contents
from tests.strava import FakeStrava
from warehouse.people import Job
from warehouse.settings import Settings

TRACES = (b"Quiet loop", b"-secret")


@pytest.fixture
def runner(settings: Settings, strava: FakeStrava) -> Runner:
    """Return a runner with runs of their own export and runs at Strava, published twice."""
    rows = history(12)
    for row in rows[:6]:
        row["name"] = f"Quiet loop {row['id']}"
    made = Runner(settings, strava, strava.add_athlete(11, rows))
    made.house.land(ANN, "export", [run(f"strava:{n}", f"2026-11-{n:02} 07:00:00", 5, 30, name="Mine") for n in range(1, 5)], full=True)
    made.people.consents.give(ANN, "strava", "1", made.clock())
    made.people.wanted.ask(ANN, "strava:2", made.clock())
    made.bring_in()
    rows[-1]["name"] = "Quiet loop, renamed"
    made.bring_in(full=True)
    return made


def traces(home: Path) -> set[str]:
    """Return which files still hold what came from Strava, or a token."""
    return {path.name for path, content in contents(home) if any(trace in content for trace in TRACES)}


def leave(settings: Settings) -> None:
    """Disconnect, in a process that may die."""
    leaving.disconnect(Installation(settings, Clock()), ANN)


def worked(runner: Runner, kind: str) -> Job:
    """Let the worker do what the page asked for; return the job as the page then sees it."""
    number = runner.people.jobs.add(kind, path="", name="Strava", athlete=ANN, now=runner.clock())  # type: ignore[arg-type]  # a kind
    claimed = runner.people.jobs.claim(runner.clock())
    assert claimed is not None
    worker.perform(runner.settings, claimed)
    found = runner.people.jobs.get(number)
    assert found is not None
    return found


def test_disconnecting_leaves_what_is_the_athletes_own(runner: Runner) -> None:
    assert {"warehouse.duckdb", "activities.parquet"} <= traces(runner.settings.home)
    receipt = leaving.disconnect(runner.installation, ANN)
    assert not runner.fake.authorized
    assert traces(runner.settings.home) == set()
    assert {row["name"] for row in runner.house.ask("from activity")} == {"Mine"}
    assert runner.people.athletes.get(ANN).name == ANN
    assert runner.people.connections.get(ANN) is None
    assert runner.people.wanted.of(ANN) == []
    assert [consent.withdrawn_at is not None for consent in runner.people.consents.of(ANN)] == [True]
    kept = json.loads((runner.settings.receipts / f"{receipt.receipt}.json").read_text("utf-8"))
    assert kept["batches"] == receipt.batches > 0
    assert kept["activities"] == 8


def test_disconnecting_when_strava_is_away_deletes_all_the_same(runner: Runner) -> None:
    runner.strava.fail("/oauth", "503", 99)
    leaving.disconnect(runner.installation, ANN)
    assert runner.fake.authorized
    assert traces(runner.settings.home) == set()
    assert runner.people.connections.get(ANN) is None


def test_an_older_strava_is_told_in_its_own_way(runner: Runner) -> None:
    runner.strava.revokes = False
    leaving.disconnect(runner.installation, ANN)
    assert not runner.fake.authorized


def test_what_a_sync_still_holds_in_its_hands_does_not_land_any_more(runner: Runner) -> None:
    runner.fake.activities[0]["name"] = "Quiet loop, once more"
    left: list[object] = []

    def leave_meanwhile(*_: object) -> None:
        if not left:
            left.append(leaving.disconnect(runner.installation, ANN))

    runner.bring_in(full=True, progress=leave_meanwhile)
    assert left
    assert traces(runner.settings.home) == set()
    runner.house.build()
    assert {row["name"] for row in runner.house.ask("from activity")} == {"Mine"}


def test_forgetting_gives_the_permission_back_first(runner: Runner) -> None:
    receipt = leaving.forget(runner.installation, ANN)
    assert not runner.fake.authorized
    assert traces(runner.settings.home) == set()
    assert runner.people.athletes.all() == []
    assert receipt.activities == 12


def test_the_page_gets_its_receipt_although_the_athlete_is_forgotten(runner: Runner) -> None:
    job = worked(runner, "forget")
    assert (job.state, job.athlete, job.name) == ("done", None, "")
    assert job.report is not None
    assert (runner.settings.receipts / f"{job.report['receipt']}.json").exists()
    assert runner.people.athletes.all() == []
    assert not [path for path, content in contents(runner.settings.home) if b"Quiet" in content or b'"ann"' in content]


def test_the_page_disconnects_and_looks_by_jobs(runner: Runner) -> None:
    looked = worked(runner, "sync")
    assert looked.state == "done"
    assert looked.report is not None
    assert (looked.report["athlete"], looked.report["complete"]) == (ANN, True)
    job = worked(runner, "disconnect")
    assert job.state == "done"
    assert job.report is not None
    assert job.report["receipt"]
    assert runner.people.connections.get(ANN) is None


def test_a_permission_taken_back_at_strava_deletes_once_strava_confirms_it(runner: Runner) -> None:
    runner.hear(11, "update", object_type="athlete", authorized="false")
    assert runner.bring_in()["problem"] is None
    assert runner.people.connections.get(ANN) is not None
    runner.fake.revoke()
    runner.clock.pass_by(minutes=1)
    runner.hear(11, "update", object_type="athlete", authorized="false")
    told = runner.bring_in()
    assert "took Plimsoll's permission back" in told["problem"]
    assert traces(runner.settings.home) == set()
    assert runner.people.connections.get(ANN) is None
    assert len(list(runner.settings.receipts.iterdir())) == 1


@pytest.mark.slow
def test_leaving_that_was_killed_can_be_asked_for_again(runner: Runner, tmp_path: Path) -> None:
    def copy(name: str) -> Settings:
        shutil.copytree(runner.settings.home, tmp_path / name)
        return replace(runner.settings, home=tmp_path / name)

    total = steps(leave, copy("whole"))
    for die_at in range(1, total + 1, 12):
        settings = copy(f"killed-{die_at}")
        killed = start(leave, settings, die_at=die_at)
        killed.join(TIMEOUT_S)
        assert killed.exitcode == -9
        leave(settings)
        assert traces(settings.home) == set(), die_at
