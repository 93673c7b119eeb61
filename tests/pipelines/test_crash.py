"""Whatever dies on the way, whenever: nothing is lost, nothing half-made is published, nothing piles up."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from threading import Event, Thread
from time import monotonic, sleep

import pytest

from tests.homes import House
from tests.pipelines.crashing import TIMEOUT_S, import_and_build, start, steps
from tests.season import season, to_log_csv
from tests.watch_files import gpx, segment, track
from warehouse.landing import Landing
from warehouse.locks import writer_lock
from warehouse.model import AthleteId
from warehouse.reader import Marts
from warehouse.settings import Settings

ANN = AthleteId("ann")


@pytest.fixture
def paths(tmp_path: Path) -> list[Path]:
    """Write a training log of a season and the file of one run."""
    log, run = tmp_path / "log.csv", tmp_path / "run.gpx"
    log.write_bytes(to_log_csv(season(1, 120, kind="steady")))
    run.write_bytes(gpx(track(segment(range(600)))))
    return [log, run]


@pytest.fixture
def house(settings: Settings) -> House:
    made = House.open(settings)
    made.athlete("Ann")
    return made


@contextmanager
def readers(settings: Settings, count: int = 1) -> Iterator[list[int]]:
    """Poll the published tables meanwhile; yields the numbers of activities seen, and raises what a reader met."""
    seen: list[int] = []
    failures: list[BaseException] = []
    done = Event()

    def poll(marts: Marts) -> None:
        try:
            while not done.is_set():
                athletes = {row.athlete for row in marts.athletes()}
                if ANN in athletes:
                    seen.append(len(marts.runs(ANN)))
                    assert marts.week(ANN).level
                sleep(0.05)
        except BaseException as error:  # noqa: BLE001 -- told to the thread that tests
            failures.append(error)

    marts = Marts(settings)
    threads = [Thread(target=poll, args=(marts,)) for _ in range(count)]
    for thread in threads:
        thread.start()
    try:
        yield seen
    finally:
        done.set()
        for thread in threads:
            thread.join()
    if failures:
        raise failures[0]


@pytest.mark.parametrize("rounds", [3, pytest.param(16, marks=pytest.mark.slow)])
def test_killed_imports_lose_nothing(rounds: int, house: House, paths: list[Path], tmp_path: Path) -> None:
    whole = House.open(Settings(home=tmp_path / "whole"))
    whole.athlete("Ann")
    total = steps(import_and_build, whole.settings, "Ann", paths)
    rng = Random(rounds)  # noqa: S311 -- reproducible moments, no secret
    with readers(house.settings) as seen:
        for nth in range(rounds):
            early = start(import_and_build, house.settings, "Ann", paths, die_at=0 if nth % 3 == 2 else rng.randint(1, total))
            early.join(rng.uniform(0.1, 1.0) if nth % 3 == 2 else TIMEOUT_S)
            early.kill()
            early.join()
        steps(import_and_build, house.settings, "Ann", paths)
    assert house.tables() == whole.tables()
    assert set(seen) <= {len(whole.ask("from activity"))}
    assert len(Landing(house.settings.landing).batches(ANN)) == 2
    assert _remains(house.settings) == []
    assert len(list(house.settings.published.iterdir())) <= 3


def test_dying_before_the_pointer_turns_leaves_the_last_good_data(house: House, paths: list[Path]) -> None:
    house.build()
    current = house.settings.published / "current"
    first = current.read_text("utf-8")
    killed = start(import_and_build, house.settings, "Ann", paths, die_at="current")
    killed.join(TIMEOUT_S)
    assert killed.exitcode == -9
    assert current.read_text("utf-8") == first
    assert Marts(house.settings).runs(ANN) == ()
    house.build()
    assert len(Marts(house.settings).runs(ANN)) == len(house.ask("from activity")) > 0
    assert _remains(house.settings) == []


def test_two_imports_at_once_both_succeed_and_say_that_they_wait(house: House, paths: list[Path], tmp_path: Path) -> None:
    told = [tmp_path / "first.txt", tmp_path / "second.txt"]
    with writer_lock(house.settings.locks / "warehouse.lock", purpose="a test"):
        processes = [start(import_and_build, house.settings, "Ann", [path], words) for path, words in zip(paths, told, strict=True)]
        _until(lambda: all(words.exists() and words.read_text("utf-8").endswith("\n") for words in told))
    for process in processes:
        process.join(TIMEOUT_S)
        assert process.exitcode == 0
    assert {words.read_text("utf-8").splitlines()[0] for words in told} == {f"pid {os.getpid()}, a test"}
    assert len(Marts(house.settings).runs(ANN)) == len(house.ask("from activity"))
    assert {row["source"] for row in house.ask("select distinct source from activity")} == {"log", "file"}


def test_readers_meet_no_error_while_tables_are_published(house: House, paths: list[Path]) -> None:
    import_and_build(house.settings, "Ann", paths)
    with readers(house.settings, count=3) as seen:
        for _ in range(3):
            looks = len(seen)
            house.build()
            _until(lambda looks=looks: len(seen) > looks + 3)
    assert set(seen) == {len(house.ask("from activity"))}


def test_a_lost_database_is_made_again_from_what_landed(house: House, paths: list[Path]) -> None:
    """Everything but landing and people is derived; what was published before never passes for newer."""
    import_and_build(house.settings, "Ann", paths)
    house.build()
    before = house.tables()
    shutil.rmtree(house.settings.warehouse.parent)
    (paths[1].with_name("later.gpx")).write_bytes(gpx(track(segment(range(700, 1400)))))
    import_and_build(house.settings, "Ann", [paths[1].with_name("later.gpx")])
    assert len(house.tables()["activity"]) == len(before["activity"]) + 1


def _until(true: Callable[[], bool]) -> None:
    """Wait for something another process or thread does."""
    ends = monotonic() + TIMEOUT_S
    while not true():
        assert monotonic() < ends, "it did not happen"
        sleep(0.05)


def _remains(settings: Settings) -> list[Path]:
    """Return what should not outlive a process: parts, spilled results, pointers half turned, logs of databases."""
    patterns = ("landing/*/*/.*", "marts/.*", "marts/*.wal", "warehouse/*.wal", "warehouse/*.rewrite*", "warehouse/spill/*")
    return [path for pattern in patterns for path in settings.home.glob(pattern)]
