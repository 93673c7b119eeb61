"""The thin layer over DuckDB: every connection of the project is made here.

Nothing here knows a table. Results are drained at once, because an undrained result followed by another statement loses rows.
"""

import os
import secrets
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

Connection = duckdb.DuckDBPyConnection
Row = tuple[Any, ...]
UnreadableFileError = duckdb.IOException

STORAGE_VERSION = "v1.5.0"
"""Old enough that a user's own DuckDB of the last year opens a published file."""
MEMORY_LIMIT = "3GB"
KEPT_STATEMENTS = 500
"""How many texts of SQL a process keeps as parsed; models and queries are fewer than half. Parsing is an eighth of a small build."""
READER: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": "false",
    "threads": "1",
    "lock_configuration": "true",
}

_parsed: dict[str, list[duckdb.Statement]] = {}


def open_writer(path: Path, name: str, spill: Path) -> Connection:
    """Open `path` for writing under `name`, creating it; below `spill` go intermediate results larger than memory.

    Each connection spills into a folder of its own, named after its process: two in one folder overwrite each other's files.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    spill.mkdir(parents=True, exist_ok=True)
    con = duckdb.connect()
    con.execute(f"set memory_limit = '{MEMORY_LIMIT}'").fetchall()
    con.execute(f"set temp_directory = '{_quoted(spill / f'{os.getpid()}-{secrets.token_hex(3)}')}'").fetchall()
    con.execute("set preserve_insertion_order = false").fetchall()
    con.execute("set timezone = 'UTC'").fetchall()
    attach(con, path, name)
    return con


@contextmanager
def closing(con: Connection) -> Iterator[Connection]:
    """Close the connection at the end of the block; after a block that went well everything is in the file, nothing in a log beside it."""
    try:
        yield con
        con.execute("checkpoint").fetchall()
    finally:
        con.close()


def copy_database(con: Connection, path: Path, then: str) -> None:
    """Copy every live row of the default database into the new file `path`, and run the statement `then` there."""
    source = rows(con, "select current_database()")[0][0]
    attach(con, path, "copy")
    rows(con, f'copy from database "{source}" to "copy"')
    rows(con, then)
    rows(con, "checkpoint")
    rows(con, f'use "{source}"')
    rows(con, 'detach "copy"')


def attach(con: Connection, path: Path, name: str) -> None:
    """Attach the database file `path` under `name` and make it the default."""
    con.execute(f"attach '{_quoted(path)}' as \"{name}\" (storage_version '{STORAGE_VERSION}')").fetchall()
    con.execute(f'use "{name}"').fetchall()


def open_reader(path: Path) -> Connection:
    """Open a published file read-only, locked against files, network and further settings. Open after a fork, never before."""
    return duckdb.connect(str(path), read_only=True, config=READER)


def open_memory(path: Path, name: str) -> Connection:
    """Open an empty database in memory with the file `path` beside it, read-only, under `name`."""
    con = duckdb.connect(config={"threads": 1, "memory_limit": "1GB"})
    con.execute("set timezone = 'UTC'").fetchall()
    con.execute(f"attach '{_quoted(path)}' as \"{name}\" (read_only)").fetchall()
    return con


def rows(con: Connection, sql: str, parameters: object = None) -> list[Row]:
    """Run one statement and return all its rows."""
    return _run(con, sql, parameters).fetchall()


def dicts(con: Connection, sql: str, parameters: object = None) -> list[dict[str, Any]]:
    """Run one statement and return all its rows by column name."""
    result = _run(con, sql, parameters)
    names = [column[0] for column in result.description or ()]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def insert(con: Connection, table: str, values: Iterable[Sequence[object]]) -> None:
    """Append rows to `table` in column order (the appender: thousands of times faster than `executemany`)."""
    with con.appender(table) as appender:
        for value in values:
            appender.append_row(*value)


def _run(con: Connection, sql: str, parameters: object) -> Connection:
    *before, last = _parsed.get(sql) or _parse(con, sql)
    for statement in before:
        con.execute(statement).fetchall()
    return con.execute(last, parameters) if parameters is not None else con.execute(last)


def _parse(con: Connection, sql: str) -> list[duckdb.Statement]:
    statements = con.extract_statements(sql)
    if len(_parsed) < KEPT_STATEMENTS:
        _parsed[sql] = statements
    return statements


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
