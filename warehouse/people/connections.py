"""Who is connected with Strava, and what they allowed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import ColumnElement, delete, insert, select, update
from sqlalchemy import Connection as Transaction
from sqlalchemy.exc import IntegrityError

from warehouse.errors import NotFoundError, PlimsollError
from warehouse.model import AthleteId
from warehouse.people import tables
from warehouse.people.database import Database
from warehouse.people.keys import Keys
from warehouse.people.tables import strava_connection as table
from warehouse.people.tokens import Grant, Tokens


@dataclass(frozen=True, slots=True)
class Connection:
    """An athlete's connection. "reconnect": Strava no longer accepts it, and only the runner can renew it."""

    athlete: AthleteId
    strava_id: int
    scopes: frozenset[str]
    state: Literal["connected", "reconnect"]
    connected_at: datetime
    expires_at: datetime

    @property
    def private(self) -> bool:
        """Whether private activities may be read."""
        return "activity:read_all" in self.scopes

    @property
    def shoes(self) -> bool:
        """Whether shoes may be read."""
        return "profile:read_all" in self.scopes


class Connections:
    """The connections of one installation: at most one an athlete, and one an account at Strava."""

    def __init__(self, database: Database, keys: Keys) -> None:
        self._database = database
        self._tokens = Tokens(database, keys)

    def get(self, athlete: AthleteId) -> Connection | None:
        """Return the athlete's connection, None when there is none."""
        return next(iter(self._where(table.c.athlete_id == athlete)), None)

    def of_strava(self, strava_id: int) -> Connection | None:
        """Return the connection with this account at Strava, None when there is none."""
        return next(iter(self._where(table.c.strava_id == strava_id)), None)

    def all(self) -> list[Connection]:
        """List all connections, the oldest first."""
        return self._where()

    def connect(self, athlete: AthleteId, grant: Grant, now: datetime) -> Connection:
        """Store a new connection, or renew the athlete's; raise PlimsollError when athlete or account belong to another."""
        try:
            with self._database.write() as connection:
                self._put(connection, athlete, grant, now)
        except IntegrityError as error:
            raise NotFoundError(f"There is no athlete {athlete}.", "Connect Strava again.") from error
        (made,) = self._where(table.c.athlete_id == athlete)
        return made

    def token(
        self, athlete: AthleteId, refresh: Callable[[str], Grant], now: Callable[[], datetime], *, rejected: str | None = None
    ) -> str:
        """Return a valid access token; `refresh` asks Strava for a new pair when it ends within 5 minutes or is the `rejected` one.

        Raises ReconnectError when only the runner can renew it; `refresh` raises it when Strava refuses.
        """
        return self._tokens.access(athlete, refresh, now, rejected)

    def refresh_token(self, athlete: AthleteId) -> str:
        """Return the refresh token, for revoking it only; raise ReconnectError when it cannot be had."""
        return self._tokens.refresh_token(athlete)

    def encrypt_anew(self) -> tuple[int, int]:
        """Encrypt all tokens with the newest key; return how many connections that were, and how many no key opens."""
        return self._tokens.encrypt_anew()

    def lost(self, athlete: AthleteId) -> None:
        """Note that Strava no longer accepts the connection."""
        with self._database.write() as connection:
            connection.execute(update(table).where(table.c.athlete_id == athlete).values(state="reconnect"))

    def remove(self, athlete: AthleteId) -> int:
        """Delete the connection with its tokens, events and the state of its sync; return how many rows that were."""
        account = select(table.c.strava_id).where(table.c.athlete_id == athlete)
        with self._database.write() as connection:
            rows = connection.execute(delete(tables.inbox).where(tables.inbox.c.strava_id.in_(account))).rowcount
            for owned in (tables.sync, tables.wanted, table):
                rows += connection.execute(delete(owned).where(owned.c.athlete_id == athlete)).rowcount
        self._database.scrub()
        return rows

    def _put(self, connection: Transaction, athlete: AthleteId, grant: Grant, now: datetime) -> None:
        known = select(table.c.athlete_id, table.c.strava_id).where(
            (table.c.athlete_id == athlete) | (table.c.strava_id == grant.strava_id)
        )
        rows = connection.execute(known).all()
        if any(row != (athlete, grant.strava_id) for row in rows):
            problem = "This athlete, or this account at Strava, is already connected with another."
            raise PlimsollError(problem, "Disconnect the other one in the settings first.")
        values = {**self._tokens.encrypted(grant), "scopes": " ".join(sorted(grant.scopes))}
        if rows:
            connection.execute(update(table).where(table.c.athlete_id == athlete).values(values))
        else:
            connection.execute(insert(table).values(athlete_id=athlete, strava_id=grant.strava_id, connected_at=now, **values))

    def _where(self, *conditions: ColumnElement[bool]) -> list[Connection]:
        order = (table.c.connected_at, table.c.athlete_id)
        with self._database.read() as connection:
            rows = connection.execute(select(table).where(*conditions).order_by(*order)).all()
        return [
            Connection(row.athlete_id, row.strava_id, frozenset(row.scopes.split()), row.state, row.connected_at, row.expires_at)
            for row in rows
        ]
