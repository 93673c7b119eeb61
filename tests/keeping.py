"""Homes that many tests share: built once, and what a test changes in one is put back behind it."""

import fcntl
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from warehouse.settings import Settings

ALIVE = ("-wal", "-shm")  # beside a database that is open; what they hold is put back with it


def once(factory: pytest.TempPathFactory, name: str, build: Callable[[Path], object], to: Path) -> Path:
    """Copy the folder that `build` fills to a new place, and return that; of all workers of a run only the first to ask builds it."""
    base = factory.getbasetemp()
    shared = base.parent if base.name.startswith("popen-") else base  # a worker's folder lies in the one of the run
    built = shared / f"once-{name}"
    with (shared / f"{built.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not built.exists():
            part = shared / f"{built.name}.part"
            shutil.rmtree(part, ignore_errors=True)
            build(part)
            part.rename(built)
    return shutil.copytree(built, to)


@contextmanager
def kept(settings: Settings) -> Iterator[None]:
    """Put the people of a home back as they were, and take away the files that came; what was published stays."""
    before = _files(settings)
    with closing(sqlite3.connect(settings.home / "people.sqlite")) as people, closing(sqlite3.connect(":memory:")) as copy:
        people.backup(copy)
        yield
        copy.backup(people)
    for path in sorted(_files(settings) - before):
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def _files(settings: Settings) -> set[Path]:
    built = {settings.published, settings.warehouse.parent}
    folders = [path for path in settings.home.iterdir() if path not in built and not path.name.endswith(ALIVE)]
    return {inner for path in folders for inner in (path, *path.rglob("*"))}
