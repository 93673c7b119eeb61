"""Events that Strava sent: pointers to what changed, kept until they were followed. An event is believed only after a look at Strava."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Row, and_, delete, func, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from warehouse.people.database import Database
from warehouse.people.tables import inbox, strava_connection


@dataclass(frozen=True, slots=True)
class Event:
    """What an event says. `strava_id` is its owner's number at Strava, `event_time` in seconds since 1970."""

    strava_id: int
    object_type: Literal["activity", "athlete"]
    object_id: int
    aspect: Literal["create", "update", "delete"]
    updates: Mapping[str, str] = field(hash=False)
    event_time: int
    id: int = 0
    received_at: datetime | None = None


class Inbox:
    """The events of one installation."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, event: Event, now: datetime) -> bool:
        """Keep an event in one short insert; return False when it is a duplicate."""
        updates = json.dumps(dict(event.updates), sort_keys=True, separators=(",", ":"))
        row = {name: getattr(event, name) for name in ("strava_id", "object_type", "object_id", "aspect", "event_time")}
        try:
            with self._database.write() as connection:
                connection.execute(insert(inbox).values(**row, updates=updates, received_at=now))
        except IntegrityError:
            return False
        return True

    def waiting(self, strava_id: int | None = None) -> list[Event]:
        """List the events nobody followed yet, of all athletes or of one, oldest first."""
        of = inbox.c.done_at.is_(None) if strava_id is None else and_(inbox.c.done_at.is_(None), inbox.c.strava_id == strava_id)
        with self._database.read() as connection:
            rows = connection.execute(select(inbox).where(of).order_by(inbox.c.event_time, inbox.c.event_id)).all()
        return [_read(row) for row in rows]

    def done(self, ids: Collection[int], now: datetime) -> None:
        """Note that events were followed; they stay a while, so that a late duplicate is known."""
        with self._database.write() as connection:
            connection.execute(update(inbox).where(inbox.c.event_id.in_(ids), inbox.c.done_at.is_(None)).values(done_at=now))

    def count(self) -> int:
        """Count the events nobody followed yet."""
        with self._database.read() as connection:
            return connection.execute(select(func.count()).select_from(inbox).where(inbox.c.done_at.is_(None))).scalar_one()

    def prune(self, before: datetime) -> int:
        """Delete events followed before a moment, and older ones of nobody who is connected; return how many."""
        nobodys = inbox.c.strava_id.not_in(select(strava_connection.c.strava_id))
        with self._database.write() as connection:
            return connection.execute(
                delete(inbox).where(or_(inbox.c.done_at < before, and_(inbox.c.received_at < before, nobodys)))
            ).rowcount


def _read(row: Row[Any]) -> Event:
    return Event(
        row.strava_id, row.object_type, row.object_id, row.aspect, json.loads(row.updates), row.event_time, row.event_id, row.received_at
    )
