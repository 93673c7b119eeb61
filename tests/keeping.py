"""Homes that many tests share: what a test changes in one is put back behind it."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from warehouse.settings import Settings

ALIVE = ("-wal", "-shm")  # beside a database that is open; what they hold is put back with it


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
