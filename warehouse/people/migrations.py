"""How the people database came to its shape: ordered functions, each applied once, in one transaction of its own.

A function that was released is never edited; a new shape is a new function at the end of `MIGRATIONS`.
"""

from collections.abc import Callable

from sqlalchemy import Connection, func, insert, inspect, select, text

from warehouse.errors import PlimsollError
from warehouse.people.database import Database
from warehouse.people.tables import version

Migration = Callable[[Connection], None]

_ATHLETE_ID = "athlete_id VARCHAR NOT NULL REFERENCES athlete (athlete_id) ON DELETE CASCADE"

_FIRST = (
    """CREATE TABLE athlete (
        athlete_id VARCHAR NOT NULL PRIMARY KEY, name VARCHAR NOT NULL UNIQUE, created_at TIMESTAMP NOT NULL, timezone VARCHAR NOT NULL,
        units VARCHAR NOT NULL, week_start VARCHAR NOT NULL, sex VARCHAR, hr_max INTEGER, hr_rest INTEGER)""",
    f"""CREATE TABLE shoe (
        {_ATHLETE_ID}, shoe_id VARCHAR NOT NULL, name VARCHAR, start_km FLOAT NOT NULL, limit_km FLOAT,
        retired BOOLEAN NOT NULL, racing BOOLEAN NOT NULL, is_default BOOLEAN NOT NULL, PRIMARY KEY (athlete_id, shoe_id))""",
    f"""CREATE TABLE shoe_assignment (
        {_ATHLETE_ID}, activity_id VARCHAR NOT NULL, shoe_id VARCHAR NOT NULL, PRIMARY KEY (athlete_id, activity_id))""",
    f"""CREATE TABLE unrecorded (
        {_ATHLETE_ID}, first_day DATE NOT NULL, last_day DATE NOT NULL, PRIMARY KEY (athlete_id, first_day))""",
    """CREATE TABLE job (
        job_id VARCHAR NOT NULL PRIMARY KEY, kind VARCHAR NOT NULL, state VARCHAR NOT NULL, path VARCHAR NOT NULL, name VARCHAR NOT NULL,
        athlete VARCHAR, timezone VARCHAR, done INTEGER NOT NULL, total INTEGER NOT NULL, what VARCHAR NOT NULL,
        report TEXT, message VARCHAR, next_step VARCHAR, created_at TIMESTAMP NOT NULL,
        lease_until TIMESTAMP, attempts INTEGER NOT NULL)""",
    "CREATE INDEX job_by_state ON job (state, created_at)",
)


def athletes_shoes_and_jobs(connection: Connection) -> None:
    """Create the first tables."""
    for statement in _FIRST:
        connection.execute(text(statement))


MIGRATIONS: tuple[Migration, ...] = (athletes_shoes_and_jobs,)


def migrate(database: Database, migrations: tuple[Migration, ...] = MIGRATIONS) -> None:
    """Apply what is missing; raise PlimsollError when the database is from a newer Plimsoll."""
    with database.read() as connection:
        applied = _applied(connection)
    if applied > len(migrations):
        raise PlimsollError("The people database was written by a newer Plimsoll.", "Update Plimsoll, then try again.")
    for number, migration in enumerate(migrations[applied:], applied + 1):
        with database.write() as connection:
            # Another process may have been quicker; inside the write transaction nobody can be.
            if _applied(connection) < number:
                version.create(connection, checkfirst=True)
                migration(connection)
                connection.execute(insert(version).values(version=number))


def _applied(connection: Connection) -> int:
    if not inspect(connection).has_table(version.name):
        return 0
    return connection.execute(select(func.max(version.c.version))).scalar() or 0
