"""How far the sync of each athlete is, and which process does it."""

import secrets
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, exists, insert, literal, or_, select, update

from warehouse.model import AthleteId
from warehouse.people.database import Database
from warehouse.people.tables import athlete as account
from warehouse.people.tables import sync


@dataclass(frozen=True, slots=True)
class SyncStatus:
    """Where the sync of an athlete stands.

    `looked_at` is the last successful look at Strava, `walked_at` the end of the last complete listing, `resume_at` the moment before
    which nothing is asked, `activities` how many are known, `oldest` the day the listing under way (`walking`) has reached.
    `full_wanted` asks the next sync for a complete listing. `problem` and `next_step` are sentences for the user, empty when all is well.
    """

    athlete: AthleteId
    looked_at: datetime | None = None
    walked_at: datetime | None = None
    resume_at: datetime | None = None
    activities: int = 0
    oldest: date | None = None
    walking: bool = False
    problem: str = ""
    next_step: str = ""
    full_wanted: bool = False


_COLUMNS = (sync.c.athlete_id, *(sync.c[field.name] for field in fields(SyncStatus) if field.name != "athlete"))


class Syncs:
    """The state of all syncs. A sync holds a lease, which runs out when its process dies."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, athlete: AthleteId) -> SyncStatus:
        """Return where the athlete's sync stands; all empty before the first one."""
        with self._database.read() as connection:
            row = connection.execute(select(*_COLUMNS).where(sync.c.athlete_id == athlete)).first()
        return SyncStatus(athlete) if row is None else SyncStatus(*row)

    def all(self) -> list[SyncStatus]:
        """List where every sync stands, in the order of athletes' ids."""
        with self._database.read() as connection:
            return [SyncStatus(*row) for row in connection.execute(select(*_COLUMNS).order_by(sync.c.athlete_id))]

    def note(self, athlete: AthleteId, **values: Any) -> None:
        """Change fields of the status by name and keep the rest; nothing happens when the athlete was forgotten meanwhile."""
        with self._database.write() as connection:
            _ensure(connection, athlete)
            connection.execute(update(sync).where(sync.c.athlete_id == athlete).values(values))

    def claim(self, athlete: AthleteId, now: datetime, lease: timedelta) -> str | None:
        """Take the athlete's sync for the time of the lease; return its token, None when another process holds it."""
        token = secrets.token_hex(8)
        free = or_(sync.c.lease.is_(None), sync.c.lease_until <= now)
        with self._database.write() as connection:
            _ensure(connection, athlete)
            statement = update(sync).where(sync.c.athlete_id == athlete, free)
            return token if connection.execute(statement.values(lease=token, lease_until=now + lease)).rowcount else None

    def renew(self, athlete: AthleteId, token: str, now: datetime, lease: timedelta) -> bool:
        """Hold the lease longer; return False when it ran out and another process took it, or the athlete left."""
        return self._lease(athlete, token, lease_until=now + lease)

    def release(self, athlete: AthleteId, token: str) -> bool:
        """Give the lease back; return whether it was still held."""
        return self._lease(athlete, token, lease=None, lease_until=None)

    def _lease(self, athlete: AthleteId, token: str, **values: Any) -> bool:
        with self._database.write() as connection:
            statement = update(sync).where(sync.c.athlete_id == athlete, sync.c.lease == token)
            return bool(connection.execute(statement.values(values)).rowcount)


def _ensure(connection: Connection, athlete: AthleteId) -> None:
    """Make the athlete's row unless it is there or the athlete is not."""
    empty = SyncStatus(athlete)
    values = {name: getattr(empty, name) for name in ("activities", "walking", "problem", "next_step", "full_wanted")}
    known = exists().where(sync.c.athlete_id == athlete)
    row = select(account.c.athlete_id, *(literal(value) for value in values.values())).where(account.c.athlete_id == athlete, ~known)
    connection.execute(insert(sync).from_select(["athlete_id", *values], row))
