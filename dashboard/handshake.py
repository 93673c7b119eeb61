"""The state of an authorisation under way: random, bound to one browser by its signed cookie, good for one callback within minutes."""

import secrets
from collections import OrderedDict
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from hmac import compare_digest
from threading import Lock

from flask import session

LIFETIME = timedelta(minutes=10)
_KEY = "handshake"


@dataclass(frozen=True, slots=True)
class Begun:
    """For which athlete the visitor began it (empty: somebody new), and the time zone of their browser, as it says."""

    athlete: str = ""
    timezone: str = ""


@dataclass(slots=True)
class Handshakes:
    """Begins and ends authorisations; what ended is remembered while a copy of its cookie could still be shown."""

    _ended: OrderedDict[str, datetime] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def begin(self, begun: Begun, now: datetime) -> str:
        """Note in the browser's cookie what was begun; return the state for Strava to bring back."""
        state = secrets.token_urlsafe(32)
        session[_KEY] = {"state": state, "until": (now + LIFETIME).timestamp(), **asdict(begun)}
        return state

    def end(self, state: str, now: datetime) -> Begun | None:
        """Return what was begun; None when this browser did not begin it, it is too old, or it ended before."""
        kept = session.pop(_KEY, None)
        if not kept or kept["until"] < now.timestamp() or not compare_digest(kept["state"].encode(), state.encode()):
            return None
        return Begun(kept["athlete"], kept["timezone"]) if self._first(state, now) else None

    def _first(self, state: str, now: datetime) -> bool:
        with self._lock:
            while self._ended and next(iter(self._ended.values())) < now:
                self._ended.popitem(last=False)
            if state in self._ended:
                return False
            self._ended[state] = now + LIFETIME
            return True
