"""An import from the page whose worker is killed: it goes on at once, and its report tells of all its lives."""

import gzip
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import psutil
import pytest

from pipelines.intake import Intake, take_in
from tests.homes import NOW, House
from tests.pipelines.importing import ANN, HEADER, line, run, statuses, track, write
from tests.season import season, to_log_csv
from warehouse.loading import Changes
from warehouse.locks import FileLock
from warehouse.people import Job
from warehouse.reader import Marts
from warehouse.settings import Settings

LOG = "date,sport,distance_km,minutes,athlete\n"
SOON_S = 30
"""Half of what a lease lasts: enough for a slow machine, too little for who waits the lease out."""


@pytest.fixture
def everything(tmp_path: Path) -> Path:
    """Make a folder with an export, a file of it that cannot be read, watch files and logs, one of them twice."""
    folder = tmp_path / "all"
    folder.mkdir()
    table = (HEADER + line(1, 4, "activities/7.gpx.gz") + line(2, 5, "activities/8.gpx")).encode()
    inside = {"activities.csv": table, "activities/7.gpx.gz": gzip.compress(track(4)), "activities/8.gpx": b"<gpx>"}
    write(folder / "export.zip", {**inside, "activities/9.gpx": track(9)})
    for name in ("run.gpx", "same.gpx"):
        (folder / name).write_bytes(track(6))
    for name in ("log.csv", "twice.csv"):
        (folder / name).write_text("date,sport,distance_km,minutes\n2024-06-20,Run,5,30\n", "utf-8")
    return folder


def test_an_import_taken_up_again_tells_the_same_and_lands_nothing_twice(settings: Settings, everything: Path) -> None:
    first, again = (run(settings, everything, job="a") for _ in range(2))
    assert {*statuses(first).values()} == {"imported", "failed", "duplicate"}
    assert again == first
    assert len(first.landed) == 3
    other = run(settings, everything, job="b")
    assert (other.landed, {*statuses(other).values()}) == ((), {"duplicate", "failed"})


def test_an_import_that_dies_between_its_batches_lands_the_rest_and_counts_what_others_loaded(house: House, everything: Path) -> None:
    settings, landing = house.settings, house.warehouse.landing
    assert house.athlete("Ann") == ANN
    for name, batches, added in (("run.gpx", 1, 2), ("log.csv", 3, 3)):
        with pytest.raises(KeyboardInterrupt):
            run(settings, everything, job="a", progress=partial(die_at, name))
        assert len(landing.batches()) == batches
        assert house.warehouse.load(NOW)[ANN].added == added
    last = run(settings, everything, job="a")
    whole = run(replace(settings, home=settings.home / "whole"), everything, job="a")
    assert sorted(map(repr, last.files)) == sorted(map(repr, whole.files))
    for _ in range(2):
        assert house.warehouse.load(NOW, awaited=last.landed) == {ANN: Changes(added=5)}


def die_at(name: str, _done: int, _total: int, what: str) -> None:
    if what.endswith(name):
        raise KeyboardInterrupt


def test_a_log_that_names_its_athletes_makes_nobody_else_when_it_is_taken_up_again(house: House, tmp_path: Path) -> None:
    path = tmp_path / "club.csv"
    path.write_text(LOG + "2024-06-20,Run,5,30,Ben\n2024-06-20,Run,6,40,Cleo\n", "utf-8")
    lives = [taken(house, path), taken(house, path)]
    assert [[who.name for who in life.athletes] for life in lives] == [["Ben", "Cleo"]] * 2
    assert [who.name for who in house.people.athletes.all()] == ["Ben", "Cleo"]


def taken(house: House, path: Path) -> Intake:
    return take_in([path], settings=house.settings, people=house.people, athlete=None, timezone=None, home_timezone="UTC", now=NOW, job="a")


@pytest.fixture
def house(settings: Settings) -> House:
    return House.open(settings)


@contextmanager
def working(settings: Settings) -> Iterator[psutil.Process]:
    """Run a worker as `plimsoll up` does; whatever is left of it ends with the block."""
    environment = {"PLIMSOLL_HOME": str(settings.home), "PYTHONPATH": str(Path(__file__).parents[2])}
    with subprocess.Popen([sys.executable, "-m", "commands.child", "worker"], stdin=-1, env=environment) as started:
        worker = psutil.Process(started.pid)
        try:
            yield worker
        finally:
            left = worker.children(recursive=True) if worker.is_running() else []
            for process in (*left, started):
                process.kill()


def doing(worker: psutil.Process) -> psutil.Process | None:
    """Return the process in which it does a job now."""
    for process in worker.children():
        with suppress(psutil.NoSuchProcess):  # it has ended meanwhile
            if "--multiprocessing-fork" in process.cmdline():
                return process
    return None


def wait(for_this: Callable[[], object], seconds: float = SOON_S) -> None:
    until = time.monotonic() + seconds
    while not for_this():
        assert time.monotonic() < until, "it did not come"
        time.sleep(0.02)


def dropped(house: House, content: bytes) -> str:
    """Drop a log on the page; return the job's id."""
    job = house.people.jobs.new_id()
    path = house.settings.uploads / job / "log.csv"
    path.parent.mkdir(parents=True)
    path.write_bytes(content)
    return house.people.jobs.add("import", path=path, name=path.name, athlete="Ann", now=datetime.now(UTC), job_id=job)


@pytest.mark.slow
def test_a_killed_import_goes_on_at_once_and_tells_what_all_its_lives_added(house: House) -> None:
    """Killed where it does the work, with its log landed; then whole, with the log in the writer's database but not published."""
    runs, settings = season(1, 90, kind="steady"), house.settings
    writing = FileLock(settings.locks / "warehouse.lock", "a test")
    writing.acquire()
    job = dropped(house, to_log_csv(runs))

    def seen() -> Job:
        found = house.people.jobs.get(job)
        assert found is not None
        return found

    with working(settings) as worker:
        wait(house.warehouse.landing.batches)
        first = doing(worker)
        assert first is not None
        first.kill()
        wait(lambda: doing(worker) not in {first, None})
        writing.release()
        wait(lambda: list(settings.published.glob(".marts-*")))
        writing.acquire()
        second = doing(worker)
        assert second is not None
        worker.kill()
        assert psutil.wait_procs([second], timeout=SOON_S)[1] == []
    with working(settings):
        writing.release()
        wait(lambda: seen().state != "running")
    report = seen().report or {}
    assert (seen().state, report["added"], [file["status"] for file in report["files"]]) == ("done", len(runs), ["imported"])
    assert [athlete.activities for athlete in Marts(settings).athletes()] == [len(runs)]
    assert len(house.warehouse.landing.batches()) == 1
