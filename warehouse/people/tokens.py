"""The pair of tokens of each connection: encrypted at rest, renewed by one process at a time, stored before it is used.

Strava's refresh token rotates: the old one dies with its first use. A transaction that locks the row for as long as the renewal takes
would be simplest, but SQLite locks its whole file, and an event from Strava must be answered within two seconds even while its token
endpoint takes twenty. So a renewal is a claim (a short transaction), the request (outside any), and the new pair (a short transaction).
Others wait for the pair. A claim runs out when its process dies; whoever comes next asks again with the old refresh token, which works
where Strava grants it and else ends in "reconnect".
"""

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, or_, select, update

from warehouse.errors import BusyError, PlimsollError, ReconnectError
from warehouse.model import AthleteId
from warehouse.people.database import Database
from warehouse.people.keys import Keys
from warehouse.people.tables import strava_connection as table

_EARLY = timedelta(minutes=5)
_CLAIM = timedelta(seconds=40)
_LOOK_S = 0.1
_LOOKS = 450
_AGAIN = "Connect Strava again; everything that is here stays."


@dataclass(frozen=True, slots=True)
class Grant:
    """An answer of the token endpoint. Empty `scopes` are unchanged ones; `name` is "First Last" as Strava gives it, or empty."""

    strava_id: int
    name: str
    scopes: frozenset[str]
    access_token: str
    refresh_token: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class _Pair:
    """A pair as it is stored now; `locked` is its refresh token encrypted, which changes with every write."""

    access: str
    refresh: str
    locked: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class _Need:
    """Who needs a token, how to renew it, and the one that Strava would not take."""

    athlete: AthleteId
    refresh: Callable[[str], Grant]
    now: Callable[[], datetime]
    rejected: str | None

    def met_by(self, pair: _Pair, margin: timedelta = timedelta(0)) -> bool:
        """Tell whether the pair's access token works for longer than the margin."""
        return pair.access != self.rejected and pair.expires_at - margin > self.now()


class Tokens:
    """The tokens of all connections."""

    def __init__(self, database: Database, keys: Keys) -> None:
        self._database = database
        self._keys = keys

    def encrypted(self, grant: Grant) -> dict[str, Any]:
        """Return the columns of a new pair. Call it inside the transaction that stores them, lest the keys rotate in between."""
        tokens = {name: self._keys.encrypt(getattr(grant, name)) for name in ("access_token", "refresh_token")}
        return {**tokens, "expires_at": grant.expires_at, "state": "connected", "refresher": None, "refreshing_until": None}

    def refresh_token(self, athlete: AthleteId) -> str:
        """Return the refresh token, for revoking it only; raise ReconnectError when there is none or no key opens it."""
        with self._database.read() as connection:
            locked = connection.execute(select(table.c.refresh_token).where(table.c.athlete_id == athlete)).scalar()
        if locked is None:
            raise _not_connected()
        return self._keys.decrypt(locked)

    def access(self, athlete: AthleteId, refresh: Callable[[str], Grant], now: Callable[[], datetime], rejected: str | None) -> str:
        """Return a valid access token, renewed first when it ends soon or was rejected.

        Raises:
            ReconnectError: Only the runner can renew it.
            BusyError: Another process has been renewing it for too long.
            PlimsollError: What `refresh` raised, when the old token no longer works.

        """
        need = _Need(athlete, refresh, now, rejected)
        for _ in range(_LOOKS):
            pair = self._pair(athlete)
            if need.met_by(pair, _EARLY):
                return pair.access
            claim = secrets.token_hex(8)
            if self._claim(need, pair, claim):
                if token := self._renewed(need, pair, claim):
                    return token
            elif need.met_by(pair):
                return pair.access
            else:
                time.sleep(_LOOK_S)
        raise BusyError("Another process is still renewing the key for Strava.", "Try again in a minute.")

    def encrypt_anew(self) -> tuple[int, int]:
        """Encrypt all tokens with the newest key; return how many connections that were, and how many no key opens."""
        done = lost = 0
        with self._database.write() as connection:
            for row in connection.execute(select(table).with_for_update()).all():
                try:
                    plain = {name: self._keys.decrypt(getattr(row, name)) for name in ("access_token", "refresh_token")}
                except ReconnectError:
                    lost += 1
                    continue
                locked = {name: self._keys.encrypt(token) for name, token in plain.items()}
                connection.execute(update(table).where(table.c.athlete_id == row.athlete_id).values(locked))
                done += 1
        self._database.scrub()
        return done, lost

    def _pair(self, athlete: AthleteId) -> _Pair:
        with self._database.read() as connection:
            row = connection.execute(select(table).where(table.c.athlete_id == athlete)).first()
        if row is None:
            raise _not_connected()
        if row.state == "reconnect":
            raise ReconnectError("Strava no longer accepts this connection, so nothing new arrives.", _AGAIN)
        return _Pair(self._keys.decrypt(row.access_token), self._keys.decrypt(row.refresh_token), row.refresh_token, row.expires_at)

    def _claim(self, need: _Need, pair: _Pair, claim: str) -> bool:
        now = need.now()
        free = or_(table.c.refreshing_until.is_(None), table.c.refreshing_until <= now)
        return self._change(_unchanged(need, pair) & free, refresher=claim, refreshing_until=now + _CLAIM)

    def _renewed(self, need: _Need, pair: _Pair, claim: str) -> str | None:
        """Return the token to use now, None to look again: another pair came meanwhile, or this one is lost."""
        try:
            grant = need.refresh(pair.refresh)
        except ReconnectError:
            works = need.met_by(pair)
            state = "connected" if works else "reconnect"
            self._change(_unchanged(need, pair), state=state, refresher=None, refreshing_until=None)
            return pair.access if works else None
        except BaseException as error:
            self._change((table.c.athlete_id == need.athlete) & (table.c.refresher == claim), refresher=None, refreshing_until=None)
            if isinstance(error, PlimsollError) and need.met_by(pair):
                return pair.access
            raise
        self._store(need.athlete, pair, grant)
        return grant.access_token

    def _store(self, athlete: AthleteId, used: _Pair, grant: Grant) -> None:
        """Keep a new pair, also when the claim was lost, unless a newer one is there."""
        with self._database.write() as connection:
            row = connection.execute(select(table).where(table.c.athlete_id == athlete).with_for_update()).first()
            if row is None:
                raise _not_connected()
            if grant.expires_at > row.expires_at or self._keys.decrypt(row.refresh_token) == used.refresh:
                scopes = {"scopes": " ".join(sorted(grant.scopes))} if grant.scopes else {}
                connection.execute(update(table).where(table.c.athlete_id == athlete).values(**self.encrypted(grant), **scopes))
        # A commit survives a crash of ours, a checkpoint also one of the machine.
        self._database.scrub()

    def _change(self, where: ColumnElement[bool], **values: Any) -> bool:
        with self._database.write() as connection:
            return bool(connection.execute(update(table).where(where).values(values)).rowcount)


def _unchanged(need: _Need, pair: _Pair) -> ColumnElement[bool]:
    return (table.c.athlete_id == need.athlete) & (table.c.refresh_token == pair.locked)


def _not_connected() -> ReconnectError:
    return ReconnectError("Strava is not connected.", "Connect it on the page `/connect`.")
