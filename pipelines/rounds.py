"""Several athletes take turns, a step each, and what landed is built.

Increments of all go before anybody's further pages, and these before samples, so that one huge history starves nobody.
"""

import logging
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import timedelta

from pipelines import leaving
from pipelines.resources import Installation
from pipelines.strava.errors import StravaError
from pipelines.strava.events import revocations
from pipelines.strava.progress import Progress
from pipelines.sync import Phase, Sync, Synced
from warehouse.errors import BusyError, PlimsollError, ReconnectError, SettingsError
from warehouse.loading import Changes
from warehouse.model import AthleteId
from warehouse.people import People

log = logging.getLogger("plimsoll.sync")

OWN = (StravaError, ReconnectError, BusyError, SettingsError)
"""What goes wrong with one athlete, or can be told to each; a database that is damaged ends the round."""

UNEXPECTED = ("Something went wrong that Plimsoll did not expect; what is here stays on screen.", "Plimsoll tries again by itself.")
REVOKED = (
    "You took Plimsoll's permission back at Strava, so everything that came from there was deleted; a receipt is kept.",
    "Connect Strava again whenever you like.",
)


@dataclass(slots=True)
class Builds:
    """What was built in one round, and what it changed."""

    build: Callable[[], dict[AthleteId, Changes]]
    changes: dict[AthleteId, Changes] = field(default_factory=dict)
    built: int = 0

    def upto(self, changed: int) -> None:
        """Build unless nothing changed since the last time."""
        if changed > self.built:
            self.built = changed
            for athlete, change in self.build().items():
                self.changes[athlete] = self.changes.get(athlete, Changes()) + change


def play(
    installation: Installation,
    people: People,
    athletes: Iterable[AthleteId],
    builds: Builds,
    *,
    full: bool = False,
    progress: Progress | None = None,
) -> list[Synced]:
    """Let the athletes take turns until all have ended; build what landed before further pages, before samples, and last."""
    turns = [_Turn(installation, people, athlete, full, progress) for athlete in dict.fromkeys(athletes)]
    queue = deque(turns)
    for phase in Phase:
        later: deque[_Turn] = deque()
        while queue:
            turn = queue.popleft()
            if (following := turn.advance()) is not None:
                (queue if following <= phase else later).append(turn)
        queue = later
        if phase > Phase.LOOK or any(turn.listing for turn in queue):
            builds.upto(sum(turn.changed for turn in turns))
    return [turn.result() for turn in turns]


class _Turn:
    """One athlete in a round: what goes wrong ends their part and nobody else's."""

    def __init__(self, installation: Installation, people: People, athlete: AthleteId, full: bool, progress: Progress | None) -> None:
        self._installation, self._people, self._athlete = installation, people, athlete
        self._problem: tuple[str, str] | None = None
        self._sync: Sync | None = None
        try:
            self._sync = Sync(installation, people, athlete, full=full, progress=progress)
        except OWN as error:
            self._problem = (error.message, error.next_step)

    @property
    def changed(self) -> int:
        return self._sync.changed if self._sync else 0

    @property
    def listing(self) -> bool:
        return self._sync is not None and self._sync.listing

    def advance(self) -> Phase | None:
        """Do one step; return what the next one is for, None at the end."""
        if self._sync is None:
            return None
        try:
            following = self._sync.advance()
            if isinstance(self._sync.stop, ReconnectError):
                self._follow_revocation(self._sync)
        except OWN as error:
            self._problem = (error.message, error.next_step)
        except PlimsollError:
            raise
        except Exception as error:
            log.exception("a sync failed: %s", type(error).__name__)
            self._problem = UNEXPECTED
            self._pause()
        else:
            return following
        return None

    def result(self) -> Synced:
        """Return what came of it."""
        told = self._sync.result() if self._sync else Synced(self._athlete, 0, complete=False, resume_at=None, batches=0)
        return replace(told, complete=False, problem=self._problem[0], next_step=self._problem[1]) if self._problem else told

    def _follow_revocation(self, sync: Sync) -> None:
        """Delete what came from Strava when the athlete took the permission back there: believed only because Strava refuses us too."""
        connection = self._people.connections.get(self._athlete)
        if connection and connection.state == "reconnect" and revocations(sync.events()):
            leaving.disconnect(self._installation, self._athlete)
            self._problem = REVOKED

    def _pause(self) -> None:
        resume_at = self._installation.now() + timedelta(minutes=self._installation.settings.strava_poll_minutes)
        problem, next_step = UNEXPECTED
        self._people.syncs.note(self._athlete, problem=problem, next_step=next_step, resume_at=resume_at)
