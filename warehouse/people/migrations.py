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

_STRAVA = (
    f"""CREATE TABLE strava_connection (
        {_ATHLETE_ID}, strava_id BIGINT NOT NULL UNIQUE, scopes VARCHAR NOT NULL, state VARCHAR NOT NULL, access_token TEXT NOT NULL,
        refresh_token TEXT NOT NULL, expires_at TIMESTAMP NOT NULL, connected_at TIMESTAMP NOT NULL, refresher VARCHAR,
        refreshing_until TIMESTAMP, PRIMARY KEY (athlete_id))""",
    f"""CREATE TABLE consent (
        consent_id {{serial}}, {_ATHLETE_ID}, kind VARCHAR NOT NULL, version VARCHAR NOT NULL, given_at TIMESTAMP NOT NULL,
        withdrawn_at TIMESTAMP)""",
    """CREATE TABLE inbox (
        event_id {serial}, strava_id BIGINT NOT NULL, object_type VARCHAR NOT NULL, object_id BIGINT NOT NULL, aspect VARCHAR NOT NULL,
        updates TEXT NOT NULL, event_time BIGINT NOT NULL, received_at TIMESTAMP NOT NULL, done_at TIMESTAMP,
        UNIQUE (strava_id, object_type, object_id, aspect, event_time, updates))""",
    "CREATE INDEX inbox_waiting ON inbox (strava_id, event_time) WHERE done_at IS NULL",
    f"""CREATE TABLE sync (
        {_ATHLETE_ID}, looked_at TIMESTAMP, walked_at TIMESTAMP, resume_at TIMESTAMP, activities INTEGER NOT NULL, oldest DATE,
        walking BOOLEAN NOT NULL, problem VARCHAR NOT NULL, next_step VARCHAR NOT NULL, full_wanted BOOLEAN NOT NULL, lease VARCHAR,
        lease_until TIMESTAMP, PRIMARY KEY (athlete_id))""",
    f"""CREATE TABLE wanted (
        {_ATHLETE_ID}, activity_id VARCHAR NOT NULL, asked_at TIMESTAMP NOT NULL, PRIMARY KEY (athlete_id, activity_id))""",
    """CREATE TABLE quota (
        quota_id INTEGER NOT NULL PRIMARY KEY, short_limit INTEGER NOT NULL, short_used INTEGER NOT NULL, day_limit INTEGER NOT NULL,
        day_used INTEGER NOT NULL, seen_at TIMESTAMP NOT NULL, blocked_until TIMESTAMP, problem VARCHAR NOT NULL)""",
    "CREATE TABLE installation (key VARCHAR NOT NULL PRIMARY KEY, value VARCHAR NOT NULL)",
)

_WHOLE_MODEL = (
    "ALTER TABLE athlete ADD COLUMN threshold_hr INTEGER",
    "ALTER TABLE athlete ADD COLUMN threshold_pace FLOAT",
    f"""CREATE TABLE check_in (
        {_ATHLETE_ID}, check_in_id VARCHAR NOT NULL, local_date DATE NOT NULL, pain INTEGER NOT NULL, site VARCHAR NOT NULL,
        side VARCHAR NOT NULL, moment VARCHAR NOT NULL, minutes_after INTEGER, worse_next_morning BOOLEAN NOT NULL,
        changed_gait BOOLEAN NOT NULL, red_flags VARCHAR NOT NULL, note VARCHAR NOT NULL, at TIMESTAMP NOT NULL,
        PRIMARY KEY (athlete_id, check_in_id))""",
    f"""CREATE TABLE mark (
        {_ATHLETE_ID}, kind VARCHAR NOT NULL, first_day DATE NOT NULL, last_day DATE NOT NULL, note VARCHAR NOT NULL,
        mark_id VARCHAR NOT NULL, PRIMARY KEY (athlete_id, mark_id))""",
    """INSERT INTO mark (athlete_id, kind, first_day, last_day, note, mark_id)
        SELECT athlete_id, 'unrecorded', first_day, last_day, '', 'unrecorded-' || first_day FROM unrecorded""",
    "DROP TABLE unrecorded",
    f"""CREATE TABLE alert_note (
        {_ATHLETE_ID}, alert_id VARCHAR NOT NULL, state VARCHAR NOT NULL, reason VARCHAR NOT NULL, until DATE, at TIMESTAMP NOT NULL,
        PRIMARY KEY (athlete_id, alert_id))""",
    f"""CREATE TABLE alert_push (
        {_ATHLETE_ID}, alert_id VARCHAR NOT NULL, at TIMESTAMP NOT NULL, PRIMARY KEY (athlete_id, alert_id))""",
    f"""CREATE TABLE done (
        {_ATHLETE_ID}, day DATE NOT NULL, advice_id VARCHAR NOT NULL, done_at TIMESTAMP NOT NULL,
        PRIMARY KEY (athlete_id, day, advice_id))""",
    f"""CREATE TABLE run_choice (
        {_ATHLETE_ID}, activity_id VARCHAR NOT NULL, choice VARCHAR NOT NULL, chosen_at TIMESTAMP NOT NULL,
        PRIMARY KEY (athlete_id, activity_id))""",
)


_SHOE_DAYS = (
    "ALTER TABLE shoe ADD COLUMN retired_on DATE",
    f"""CREATE TABLE shoe_default (
        {_ATHLETE_ID}, since DATE NOT NULL, shoe_id VARCHAR, PRIMARY KEY (athlete_id, since))""",
    "INSERT INTO shoe_default (athlete_id, since, shoe_id) SELECT athlete_id, '0001-01-01', shoe_id FROM shoe WHERE is_default",
    "ALTER TABLE shoe DROP COLUMN is_default",
)


def athletes_shoes_and_jobs(connection: Connection) -> None:
    """Create the first tables."""
    for statement in _FIRST:
        connection.execute(text(statement))


def strava(connection: Connection) -> None:
    """Create what a connection with Strava needs: tokens, consents, events, quota and the state of each sync."""
    sqlite = connection.dialect.name == "sqlite"
    serial = "INTEGER NOT NULL PRIMARY KEY" if sqlite else "INTEGER GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY"
    for statement in _STRAVA:
        connection.execute(text(statement.format(serial=serial)))


def check_ins_and_marks(connection: Connection) -> None:
    """Create what the whole risk model asks of runners; days that were not recorded become marks."""
    for statement in _WHOLE_MODEL:
        connection.execute(text(statement))


def days_of_shoes(connection: Connection) -> None:
    """Remember since when a pair is the default, and on which day it was retired; a default said before counts from the beginning."""
    for statement in _SHOE_DAYS:
        connection.execute(text(statement))


def holders_of_jobs(connection: Connection) -> None:
    """Remember which worker does a job."""
    connection.execute(text("ALTER TABLE job ADD COLUMN holder VARCHAR"))


MIGRATIONS: tuple[Migration, ...] = (athletes_shoes_and_jobs, strava, check_ins_and_marks, days_of_shoes, holders_of_jobs)


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
