"""The engine of the people database: one place that knows SQLite from PostgreSQL."""

import os
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, OperationalError

from warehouse.errors import BusyError, PlimsollError, SettingsError

_PATIENCE_S = 30
_PRAGMAS = (f"busy_timeout = {_PATIENCE_S * 1000}", "foreign_keys = on", "secure_delete = on", "synchronous = normal")
_ENGINES: weakref.WeakSet[Engine] = weakref.WeakSet()


def _begin_afresh() -> None:
    for engine in _ENGINES:
        engine.dispose(close=False)


os.register_at_fork(after_in_child=_begin_afresh)


class Database:
    """Transactions on the people database. Connections are kept for the next transaction, one thread at a time; a fork begins with none.

    With SQLite that also keeps the write-ahead log, which is emptied whenever a file's last connection closes: that would cost each
    transaction twenty times its own work.
    """

    def __init__(self, url: str) -> None:
        try:
            self._url = make_url(url)
            self._sqlite = self._url.get_backend_name() == "sqlite"
            self._engine = create_engine(self._url, pool_pre_ping=not self._sqlite)
        except (ArgumentError, ModuleNotFoundError) as error:
            hint = (
                "Use a URL like postgresql+psycopg://user:password@host/name, or unset it to use SQLite; a driver may have to be installed."
            )
            raise SettingsError("PEOPLE_URL names no database that can be opened.", hint) from error
        if self._sqlite:
            event.listen(self._engine, "connect", _set_up)
            event.listen(self._engine, "begin", _begin)
        weakref.finalize(self, self._engine.dispose)
        _ENGINES.add(self._engine)

    @property
    def file(self) -> Path | None:
        """The SQLite file; None for a database server."""
        return Path(self._url.database) if self._sqlite and self._url.database else None

    def prepare(self) -> None:
        """Create the SQLite file, readable by its owner only, in write-ahead mode; the caller holds a lock."""
        if self.file is None:
            return
        os.close(os.open(self.file, os.O_RDWR | os.O_CREAT, 0o600))
        self.file.chmod(0o600)
        self._pragma("journal_mode = wal")

    def scrub(self) -> None:
        """Let no copy of deleted rows stay behind in the write-ahead log."""
        if self._sqlite:
            self._pragma("wal_checkpoint(truncate)")

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Open a transaction that never blocks a writer."""
        with _translated(), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Open a transaction that changes rows: all of it happens, or nothing."""
        with _translated(), self._engine.execution_options(plimsoll_write=True).begin() as connection:
            yield connection

    def close(self) -> None:
        """Close what is open."""
        self._engine.dispose()

    def _pragma(self, pragma: str) -> None:
        with _translated(), self._engine.connect() as connection:
            connection.connection.cursor().execute(f"pragma {pragma}").fetchall()


def _set_up(connection: Any, _record: object) -> None:
    # The driver's own transactions begin late and skip DDL; `_begin` opens ours.
    connection.isolation_level = None
    for pragma in _PRAGMAS:
        connection.execute(f"pragma {pragma}")


def _begin(connection: Connection) -> None:
    # A deferred transaction that turns into a writer can fail at once; an immediate one waits its turn.
    write = connection.get_execution_options().get("plimsoll_write")
    connection.exec_driver_sql("begin immediate" if write else "begin")


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except OperationalError as error:
        if "locked" in str(error.orig):
            raise BusyError("The people database stayed busy.", "Wait for other Plimsoll processes to finish, then try again.") from error
        raise PlimsollError("The people database cannot be opened.", "Run `plimsoll doctor` to see why.") from error
    except DatabaseError as error:
        if "not a database" not in str(error.orig) and "malformed" not in str(error.orig):
            raise
        hint = "Restore people.sqlite from a backup, or move it away to start with empty settings; your imported runs are elsewhere."
        raise PlimsollError("The people database is damaged.", hint) from error
