"""File locks between real processes."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from socket import gethostname

import pytest

from warehouse.locks import FileLock, take_name, writer_lock

HOLD = """
import sys
from pathlib import Path
from socket import gethostname
from warehouse.locks import writer_lock
with writer_lock(Path(sys.argv[1]), purpose="build"):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def holder(tmp_path: Path) -> Iterator["subprocess.Popen[str]"]:
    """Another process that holds the lock until its stdin closes."""
    command = [sys.executable, "-c", HOLD, str(tmp_path / "locks" / "w.lock")]
    with subprocess.Popen(command, stdin=-1, stdout=-1, text=True) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "held\n"
        yield child
        child.kill()


def test_a_free_lock_is_taken_without_a_word_and_signed(tmp_path: Path) -> None:
    waited: list[str] = []
    with writer_lock(tmp_path / "deep" / "w.lock", purpose="import", on_wait=waited.append) as lock:
        assert lock.holder() == f"pid {os.getpid()}, import"
        assert lock.is_held()
        assert lock.path.stat().st_mode & 0o777 == 0o600
    assert waited == []
    assert not lock.is_held()


def test_a_held_lock_cannot_be_taken_and_names_its_holder(tmp_path: Path, holder: "subprocess.Popen[str]") -> None:
    lock = FileLock(tmp_path / "locks" / "w.lock")
    assert not lock.try_acquire()
    assert lock.holder() == f"pid {holder.pid}, build"


def test_waiting_is_said_once_and_ends_when_the_holder_is_done(tmp_path: Path, holder: "subprocess.Popen[str]") -> None:
    waited: list[str] = []
    assert holder.stdin is not None
    said = threading.Event()

    def end() -> None:
        said.wait(60)
        time.sleep(0.2)  # in which it could be said again
        holder.stdin.close()

    threading.Thread(target=end).start()
    with writer_lock(tmp_path / "locks" / "w.lock", purpose="import", on_wait=lambda words: (waited.append(words), said.set())):
        assert waited == [f"pid {holder.pid}, build"]


def test_a_killed_holder_leaves_the_lock_free(tmp_path: Path, holder: "subprocess.Popen[str]") -> None:
    holder.send_signal(signal.SIGKILL)
    holder.wait()
    assert FileLock(tmp_path / "locks" / "w.lock").try_acquire()


def test_threads_of_one_process_exclude_each_other(tmp_path: Path) -> None:
    with FileLock(tmp_path / "w.lock"):
        assert not FileLock(tmp_path / "w.lock").try_acquire()


def test_asking_for_the_holder_creates_nothing(tmp_path: Path) -> None:
    lock = FileLock(tmp_path / "locks" / "w.lock")
    assert not lock.is_held()
    assert lock.holder() == "another process"
    assert not (tmp_path / "locks").exists()


def test_a_lock_that_was_tried_and_taken_can_be_entered(tmp_path: Path) -> None:
    lock = FileLock(tmp_path / "w.lock", "up")
    assert lock.try_acquire()
    with lock:
        assert lock.is_held()
    assert not lock.is_held()


NAME = """
import sys
from pathlib import Path
from warehouse.locks import take_name
print(take_name(Path(sys.argv[1]), "worker"), flush=True)
sys.stdin.read()
"""


@contextmanager
def named(folder: Path) -> Iterator[str]:
    """Take a name in a process that is killed at the end; yields the name."""
    with subprocess.Popen([sys.executable, "-c", NAME, str(folder)], stdin=-1, stdout=-1, text=True) as process:
        assert process.stdout is not None
        yield process.stdout.readline().strip()
        process.kill()


def test_a_name_is_free_again_when_its_process_is_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = gethostname()
    monkeypatch.setattr("warehouse.locks.gethostname", lambda: "elsewhere")
    assert take_name(tmp_path, "worker") == "worker-elsewhere-1"
    with named(tmp_path) as first, named(tmp_path) as second:
        assert [first, second] == [f"worker-{own}-1", f"worker-{own}-2"]
    with named(tmp_path) as again:
        assert again == first
