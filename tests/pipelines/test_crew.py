"""Helpers: results arrive, and one that dies or hangs loses one file only."""

import os
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pipelines.files import crew
from pipelines.files.archive import Content, FileMember, Member
from pipelines.files.crew import examine_all
from pipelines.files.worker import Task

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


def test_helpers_do_their_share(tracks: list[Task], monkeypatch: pytest.MonkeyPatch) -> None:
    here: list[str] = []
    examine = crew.examine
    monkeypatch.setattr(crew, "examine", lambda task, known: here.append(task.path) or time.sleep(0.05) or examine(task, known))
    assert len(statuses(tracks)) == len(tracks)
    assert len(here) < len(tracks)


def test_known_content_is_not_parsed_again(tracks: list[Task]) -> None:
    known = frozenset(outcome.sha256 for _, outcome in examine_all(tracks[:30], cores=1))
    again = [outcome.status for _, outcome in examine_all(tracks, known, cores=3)]
    assert sorted(again) == ["duplicate"] * 30 + ["imported"] * 30


def test_a_helper_that_dies_loses_one_file(tracks: list[Task]) -> None:
    found = statuses([*tracks[:30], Task("trap.gpx", Trap((os._exit, 1))), *tracks[30:]])
    assert found.pop("trap.gpx") == ("failed", "Reading it crashed.")
    assert set(found.values()) == {("imported", None)}


def test_a_helper_that_hangs_is_given_up(tracks: list[Task], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crew, "LONGEST_S", 3.0)
    found = statuses([*tracks[:30], Task("trap.gpx", Trap((time.sleep, 600))), *tracks[30:]])
    status, reason = found.pop("trap.gpx")
    assert status == "failed"
    assert "longer than 3 seconds" in str(reason)
    assert set(found.values()) == {("imported", None)}


def test_helpers_that_cannot_start_leave_the_work_here(tracks: list[Task], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crew, "_BOOT", "raise SystemExit({handle} and {path!r} and 1)")
    assert set(statuses(tracks).values()) == {("imported", None)}


def test_no_helper_outlives_the_import(tracks: list[Task]) -> None:
    started: list[int] = []
    start = crew.subprocess.Popen
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(crew.subprocess, "Popen", lambda *args, **more: started.append(0) or _note(started, start(*args, **more)))
        for _ in examine_all(tracks, cores=3):
            break
    running = [pid for pid in started if pid and Path(f"/proc/{pid}").exists()]
    assert running == []


def _note(started: list[int], process: "crew.subprocess.Popen[bytes]") -> "crew.subprocess.Popen[bytes]":
    started.append(process.pid)
    return process
