"""One process at a time: advisory file locks that name who holds them and vanish with their process."""

import fcntl
import os
from collections.abc import Callable
from itertools import count
from pathlib import Path
from socket import gethostname
from typing import Self

OnWait = Callable[[str], None]


class FileLock:
    """A lock on one file, held by one process (or thread) at a time; the kernel frees it when its holder dies.

    `purpose` is written into the file beside the pid, for whoever has to wait. `on_wait` is called once, with the holder in words,
    when the lock is not free at once.
    """

    def __init__(self, path: Path, purpose: str = "", on_wait: OnWait | None = None) -> None:
        self.path = path
        self._purpose = purpose
        self._on_wait = on_wait
        self._handle: int | None = None

    def try_acquire(self) -> bool:
        """Take the lock if it is free now; return whether it is ours, as it also is when this object held it before."""
        return self._handle is not None or self._take(fcntl.LOCK_EX | fcntl.LOCK_NB)

    def acquire(self) -> None:
        """Take the lock, waiting as long as it takes."""
        if self.try_acquire():
            return
        if self._on_wait is not None:
            self._on_wait(self.holder())
        self._take(fcntl.LOCK_EX)

    def release(self) -> None:
        """Give the lock back; harmless when it is not held."""
        if self._handle is not None:
            handle, self._handle = self._handle, None
            os.ftruncate(handle, 0)
            os.close(handle)

    def holder(self) -> str:
        """Say who holds the lock: ``pid 42, build``; "another process" while that is being written."""
        try:
            return self.path.read_text("utf-8").strip() or "another process"
        except FileNotFoundError:
            return "another process"

    def is_held(self) -> bool:
        """Tell whether anybody holds the lock now, without creating its file."""
        if not self.path.exists():
            return False
        handle = os.open(self.path, os.O_RDONLY)
        try:
            return not self._lock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
        finally:
            os.close(handle)

    def __enter__(self) -> Self:
        """Wait for the lock."""
        self.acquire()
        return self

    def __exit__(self, *_: object) -> None:
        """Give it back."""
        self.release()

    def _take(self, how: int) -> bool:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            held = self._lock(handle, how)
        except BaseException:
            os.close(handle)
            raise
        if not held:
            os.close(handle)
            return False
        self._handle = handle
        self._sign(handle)
        return True

    @staticmethod
    def _lock(handle: int, how: int) -> bool:
        try:
            fcntl.flock(handle, how)
        except BlockingIOError:
            return False
        return True

    def _sign(self, handle: int) -> None:
        os.ftruncate(handle, 0)
        os.pwrite(handle, f"pid {os.getpid()}{', ' if self._purpose else ''}{self._purpose}".encode(), 0)


def take_name(folder: Path, role: str) -> str:
    """Return the first name of this machine for this role that nobody works under, ours alone until this process dies.

    So whatever is still held under it was left by a process that is gone, and a name of another machine is never given out here.
    """
    names = (f"{role}-{gethostname()}-{number}" for number in count(1))
    return next(name for name in names if FileLock(folder / f"{name}.lock", name).try_acquire())


def is_running(pid: int) -> bool:
    """Tell whether a process of this number is running, whoever owns it."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def writer_lock(path: Path, *, purpose: str, on_wait: OnWait | None = None) -> FileLock:
    """Return the lock of a writer, to be used in a `with` block; the file and its folder are made when absent."""
    return FileLock(path, purpose, on_wait)
