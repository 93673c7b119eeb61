"""Helpers: results arrive, and one that dies or hangs loses one file only."""

import os
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import wait
from pathlib import Path
from typing import Any

import pytest

from pipelines.files import crew
from pipelines.files.archive import Content, FileMember, Member
from pipelines.files.crew import _Worker as Helper
from pipelines.files.crew import examine_all
from pipelines.files.worker import Outcome, Task

HUGE = 1 << 40


@dataclass(frozen=True)
class Trap:
    """A member that does something to whoever takes it out of the pipe; too large for this process to take it."""

    act: tuple[object, ...]
    name: str = "trap.gpx"
    size: int = HUGE

    def read(self) -> Content:
        """Never be read."""
        raise AssertionError

    def checksum(self) -> int:
        """Return nothing of use."""
        return 0

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        return self.act[0], self.act[1:]


@pytest.fixture
def tracks(tmp_path: Path) -> list[Task]:
    return [Task(f"{n}.gpx", track(tmp_path / f"{n}.gpx", n)) for n in range(60)]


@pytest.fixture(autouse=True)
def eager(monkeypatch: pytest.MonkeyPatch) -> None:
    """Start helpers at once, whatever the work is worth."""
    monkeypatch.setattr(crew, "_WORTH_S", -1.0)


@pytest.fixture
def helpers(monkeypatch: pytest.MonkeyPatch) -> list[Helper]:
    """Return a list that helpers join as they are started."""
    started: list[Helper] = []

    class Noted(Helper):
        def __init__(self, *facts: Any, **more: Any) -> None:
            super().__init__(*facts, **more)
            started.append(self)

    monkeypatch.setattr(crew, "_Worker", Noted)
    return started


@pytest.fixture
def here(helpers: list[Helper], monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Let this process be no faster than its helpers, however long they take to start; return a list of the files it examines."""
    taken: list[str] = []
    examine, ends = crew.examine, time.monotonic() + 60

    def slowly(task: Task, known: frozenset[str]) -> Outcome:
        taken.append(task.path)
        alive = [helper for helper in helpers if not helper.connection.closed]
        if busy := [helper.connection for helper in alive if helper.todo or not helper.ready]:
            wait(busy, max(0.0, ends - time.monotonic()))
        return examine(task, known)

    monkeypatch.setattr(crew, "examine", slowly)
    return taken


def track(path: Path, minute: int) -> Member:
    start = datetime(2024, 6, 4, 6, minute, tzinfo=UTC)
    times = [start + timedelta(seconds=5 * n) for n in range(300)]
    marks = "".join(f'<trkpt lat="-{48 + n / 1e4:.4f}" lon="-120"><time>{at:%FT%TZ}</time></trkpt>' for n, at in enumerate(times))
    path.write_text(f'<gpx version="1.1"><trk><trkseg>{marks}</trkseg></trk></gpx>', "utf-8")
    return FileMember(path.name, str(path), path.stat().st_size)


def statuses(tasks: list[Task], cores: int = 3) -> dict[str, tuple[str, str | None]]:
    found = [(task.path, (outcome.status, outcome.reason)) for task, outcome in examine_all(tasks, cores=cores)]
    assert len(found) == len(tasks)
    return dict(found)


def test_every_file_comes_back_once(tracks: list[Task]) -> None:
    assert set(statuses(tracks).values()) == {("imported", None)}


def test_helpers_do_their_share(tracks: list[Task], here: list[str]) -> None:
    assert len(statuses(tracks)) == len(tracks)
    assert len(here) < len(tracks)


def test_helpers_that_die_when_they_are_handed_more_lose_one_file_each(tracks: list[Task], helpers: list[Helper], here: list[str]) -> None:
    found: dict[str, str | None] = {}
    killed: list[Helper] = []
    for task, outcome in examine_all(tracks, cores=3):
        found[task.path] = outcome.reason
        if task.path not in here and not killed:
            killed = [*helpers]
            for helper in killed:
                helper.process.kill()
                helper.process.wait()
    assert len(found) == len(tracks)
    assert 0 < list(found.values()).count("Reading it crashed.") <= len(killed)
    assert set(found.values()) == {"Reading it crashed.", None}


def test_known_content_is_not_parsed_again(tracks: list[Task]) -> None:
    known = frozenset(outcome.sha256 for _, outcome in examine_all(tracks[:30], cores=1))
    again = [outcome.status for _, outcome in examine_all(tracks, known, cores=3)]
    assert sorted(again) == ["duplicate"] * 30 + ["imported"] * 30


def test_a_helper_that_dies_loses_one_file(tracks: list[Task]) -> None:
    found = statuses([*tracks[:30], Task("trap.gpx", Trap((os._exit, 1))), *tracks[30:]])
    assert found.pop("trap.gpx") == ("failed", "Reading it crashed.")
    assert set(found.values()) == {("imported", None)}


def test_a_helper_that_hangs_is_given_up(tracks: list[Task], helpers: list[Helper], monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock jumps when only the file that hangs, and what waits behind it, is still in anybody's hands."""
    jump = 0.0

    def clock() -> float:
        nonlocal jump
        busy = [helper.todo[0].path for helper in helpers if helper.todo]
        if busy == ["trap.gpx"] and all(helper.ready for helper in helpers):
            jump = crew.LONGEST_S
        return time.monotonic() + jump

    monkeypatch.setattr(crew, "monotonic", clock)
    found = statuses([*tracks[:30], Task("trap.gpx", Trap((time.sleep, 600))), *tracks[30:]])
    status, reason = found.pop("trap.gpx")
    assert status == "failed"
    assert "longer than 120 seconds" in str(reason)
    assert set(found.values()) == {("imported", None)}


def test_helpers_that_cannot_start_leave_the_work_here(tracks: list[Task], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crew, "_BOOT", "raise SystemExit({handle} and {path!r} and 1)")
    assert set(statuses(tracks).values()) == {("imported", None)}


def test_no_helper_outlives_the_import(tracks: list[Task], helpers: list[Helper]) -> None:
    for _ in examine_all(tracks, cores=3):
        if helpers:
            break
    assert len(helpers) == 2
    assert [helper for helper in helpers if Path(f"/proc/{helper.process.pid}").exists()] == []
