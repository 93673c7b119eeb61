"""One process at a time at an athlete's sync: a lease that is taken for a step and runs out when its process dies."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from warehouse.errors import BusyError
from warehouse.model import AthleteId
from warehouse.people import People

LEASE = timedelta(minutes=3)
"""Longer than a request with its repetitions and the renewal of a token may take."""


class Turns:
    """The lease of one athlete's sync, as one process takes it again and again."""

    def __init__(self, people: People, athlete: AthleteId, now: Callable[[], datetime]) -> None:
        self._syncs = people.syncs
        self._athlete = athlete
        self._now = now
        self._token = ""

    @property
    def free(self) -> bool:
        """Whether nobody is at it now."""
        token = self._syncs.claim(self._athlete, self._now(), LEASE)
        return token is not None and self._syncs.release(self._athlete, token)

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Hold the lease for one step; raise BusyError when another process has it."""
        self._token = self._syncs.claim(self._athlete, self._now(), LEASE) or ""
        if not self._token:
            raise _busy()
        try:
            yield
        finally:
            self._syncs.release(self._athlete, self._token)

    def hold(self) -> None:
        """Keep the lease while a step goes on; raise BusyError when it was lost, or the athlete left."""
        if not self._syncs.renew(self._athlete, self._token, self._now(), LEASE):
            raise _busy()


def _busy() -> BusyError:
    return BusyError("Another process is bringing in this athlete's activities from Strava.", "Wait until it is done, or try again.")
