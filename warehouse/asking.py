"""Named queries on what is published now: a cursor a question, and answers kept for as long as their file is the current one."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeVar

from warehouse import db, plan
from warehouse.part import published
from warehouse.query import text
from warehouse.record import make

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

KEPT_ROWS = 50_000
"""How many rows are kept of one file at most, all answers together."""

T = TypeVar("T")
Some = TypeVar("Some", bound=Sequence[Any])
Record = TypeVar("Record", bound="DataclassInstance")
Key = tuple[object, ...]
Rows = list[dict[str, Any]]


class Published:
    """One folder of published files: keeps a connection to the current one, hands out cursors."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = Lock()
        self._current = _File(None, None)

    def built_at(self) -> datetime | None:
        """Return when the current file was built (naive UTC), None without one."""
        rows = self.ask("built")
        return rows[0]["built_at"] if rows else None

    def outdated(self) -> bool:
        """Tell whether what is published was made by another version of the models, so that it cannot be asked before it is built again."""
        file = self._newest()
        return file.place is not None and file.con is None

    def ask(self, query: str, **parameters: object) -> Rows:
        """Return the rows of one query by column name."""
        with self.cursor() as ask:
            return ask(query, **parameters)

    def records(self, kind: type[Record], query: str, **parameters: object) -> tuple[Record, ...]:
        """Return the rows of one query as frozen records."""
        with self.cursor() as ask:
            return ask.records(kind, query, **parameters)

    @contextmanager
    def cursor(self) -> Iterator["Ask"]:
        """Ask several queries of the same file."""
        file = self._newest()
        if file.con is None:
            yield Ask(file, None)
            return
        cursor = file.con.cursor()
        try:
            yield Ask(file, cursor)
        finally:
            cursor.close()

    def _newest(self) -> "_File":
        with self._lock:
            place = published(self._folder)
            if place != self._current.place:
                self._current = _File(place, self._open(place))
            return self._current

    def _open(self, place: Path | None) -> db.Connection | None:
        try:
            return _open(place) if place else None
        except db.UnreadableFileError:
            # Pruned between reading the pointer and opening: the pointer names a newer file by now.
            newer = published(self._folder)
            if newer == place:
                raise
            return self._open(newer)


class Ask:
    """Asks named queries on one cursor; nothing is published yet when there is none."""

    def __init__(self, file: "_File", cursor: db.Connection | None) -> None:
        self._file = file
        self._cursor = cursor

    def __call__(self, name: str, **parameters: object) -> Rows:
        """Return the rows of a query by column name."""
        return self._asked(dict, name, parameters, lambda rows: rows)

    def records(self, kind: type[Record], name: str, **parameters: object) -> tuple[Record, ...]:
        """Return the rows of a query as frozen records."""
        return self._asked(kind, name, parameters, lambda rows: tuple(make(kind, row) for row in rows))

    def once(self, key: Key, find: Callable[[], T]) -> T:
        """Return what was found of this file before under the key, which names the athlete; else find it."""
        return self._file.keep(key, lambda: (find(),))[0]

    def _asked(self, kind: type, name: str, parameters: dict[str, object], read: Callable[[Rows], Some]) -> Some:
        if self._cursor is None:
            return read([])
        cursor, sql = self._cursor, text(name)
        used = {key: value for key, value in parameters.items() if f"${key}" in sql}
        return self._file.keep((kind, name, *used.values()), lambda: read(db.dicts(cursor, sql, used or None)))


class _File:
    """A published file, which never changes: its place, its connection, and what was read of it; all three end together.

    So a question that began before a publish keeps its answer with the file it came from.
    """

    def __init__(self, place: Path | None, con: db.Connection | None) -> None:
        self.place = place
        self.con = con
        self._kept: dict[Key, Any] = {}
        self._rows = 0

    def keep(self, key: Key, find: Callable[[], Some]) -> Some:
        if key in self._kept:
            kept: Some = self._kept[key]
            return kept
        found = find()
        if self._rows + len(found) < KEPT_ROWS:
            self._kept[key] = found
            self._rows += 1 + len(found)
        return found


def _open(place: Path) -> db.Connection | None:
    """Open a published file; one that another version of the models made counts as not published, so that it is built again."""
    con = db.open_reader(place)
    if db.rows(con, "select 1 from duckdb_tables() where table_name = 'build'"):
        built = db.dicts(con, "from build")
        if [row.get("models") for row in built] == [plan.fingerprint()]:
            return con
    con.close()
    return None
