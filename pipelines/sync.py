"""One athlete brought in step with Strava: what is asked in which order, and what a stop on the way means.

Newest first, so that the week is on screen after one request; every answer lands before the next is asked for, so that a sync that was
killed or ran out of requests goes on at the exact page. Never sleeps. What each step does is in pipelines/strava/steps.py; whose turn
it is among several athletes, and what is built when, in pipelines/upkeep.py.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum
from typing import Any

from pipelines.resources import Installation
from pipelines.strava import refusals
from pipelines.strava.course import Course, covered
from pipelines.strava.errors import SpentError, UnreachableError
from pipelines.strava.events import MOST_ASKED
from pipelines.strava.known import Walk
from pipelines.strava.progress import Progress, tell
from pipelines.strava.steps import Steps
from pipelines.strava.turn import Turns
from pipelines.strava.wishes import wishes
from warehouse.errors import BusyError, PlimsollError, ReconnectError
from warehouse.model import AthleteId
from warehouse.people import Event, People
from warehouse.reader import Marts

AFTER_AN_OUTAGE = timedelta(minutes=5)
QUARTER = timedelta(minutes=15)


class Phase(IntEnum):
    """What a step is for; among several athletes the smaller comes first."""

    LOOK = 0
    WALK = 1
    STREAMS = 2


@dataclass(frozen=True, slots=True)
class Synced:
    """What came of a sync. `complete`: nothing is left to ask; else `resume_at` or `problem` (two sentences for the user) say why."""

    athlete: AthleteId
    requests: int
    complete: bool
    resume_at: datetime | None
    batches: int
    problem: str = ""
    next_step: str = ""


def sync_athlete(
    installation: Installation,
    athlete: AthleteId,
    *,
    full: bool = False,
    progress: Progress | None = None,
    landed: Callable[[], None] | None = None,
) -> Synced:
    """Land what is new at Strava, or everything with `full`; nothing is built. `landed` is called after the first page landed.

    Raises BusyError when another process syncs this athlete now, ReconnectError when the athlete is not connected.
    """
    sync = Sync(installation, installation.people(), athlete, full=full, progress=progress)
    while (phase := sync.advance()) is not None:
        if landed and sync.changed and phase > Phase.LOOK:
            landed()
            landed = None
    return sync.result()


class Sync:
    """The sync of one athlete as steps that a caller advances one by one, so that several athletes can take turns.

    A step holds the athlete's lease and begins from what is landed then: whoever does the next one, it is the right one.
    """

    def __init__(
        self, installation: Installation, people: People, athlete: AthleteId, *, full: bool = False, progress: Progress | None = None
    ) -> None:
        connection = people.connections.get(athlete)
        if connection is None:
            raise ReconnectError("Strava is not connected, so there is nothing to bring in.", "Connect it on the page `/connect`.")
        self.athlete, self.connection = athlete, connection
        self.stop: PlimsollError | None = None
        self.listing = False
        self._settings, self._now, self._people = installation.settings, installation.now, people
        self._full, self._progress = full, progress
        self._turns = Turns(people, athlete, installation.now)
        self._steps = Steps(installation, people, connection, self._turns.hold)
        self._words, self._complete = ("", ""), False
        self._plan = self._go()

    @property
    def changed(self) -> int:
        """How many batches landed and how much was removed so far."""
        return self._steps.shelf.landed + self._steps.shelf.removed

    def events(self) -> list[Event]:
        """List the athlete's events that nobody followed yet."""
        return self._people.inbox.waiting(self.connection.strava_id)

    def advance(self) -> Phase | None:
        """Do the next step; return what the one after it is for, None at the end. Raises BusyError."""
        try:
            return next(self._plan, None)
        except BusyError:
            raise
        except PlimsollError as error:
            if not self._complete:
                self._stopped(error)
            return None

    def result(self) -> Synced:
        """Return what came of it."""
        resume_at = self.stop.resume_at if isinstance(self.stop, SpentError) else None
        return Synced(self.athlete, self._steps.client.requests, self._complete, resume_at, self._steps.shelf.landed, *self._words)

    def _go(self) -> Iterator[Phase]:
        yield Phase.LOOK
        asks: dict[int, list[int]] = {}
        with self._turns.taken():
            course = self._course()
            if self._full and course.outdated:
                self._people.syncs.note(self.athlete, full_wanted=True)
                course = self._course()
            if (listing := self._full and course.under_way is None) or course.must_look(self.events()):
                asks = self._look(course, listing=listing)
        for activity, events in asks.items():
            yield Phase.LOOK
            with self._turns.taken():
                self._steps.activity(f"strava:{activity}")
                self._people.inbox.done(events, self._now())
        while not self._complete:
            yield Phase.WALK
            with self._turns.taken():
                self._complete = not self._walk_on(self._course())
        yield Phase.STREAMS
        for key in self._wishes():
            with self._turns.taken():
                self._steps.streams(key)
                self._people.wanted.drop(self.athlete, [key])
            yield Phase.STREAMS

    def _look(self, course: Course, *, listing: bool) -> dict[int, list[int]]:
        """Ask for the newest activities; return the events that have to be followed one by one, by activity."""
        events, removed = self.events(), self._steps.shelf.removed
        wanted = course.status.full_wanted and course.under_way is None and not self._reserved(course)
        listing = listing or course.lacks_listing or wanted
        decided = self._steps.look(course.known, events, listing=listing)
        walk = self._course().under_way
        open_ = {event.id for event in events if walk is None or not covered(event, walk)}
        asks = {activity: ids for activity, ids in decided.asks.items() if open_ & set(ids)}
        shaken = course.shaken(events, removed=self._steps.shelf.removed > removed)
        again = len(asks) > MOST_ASKED or (shaken and walk is None)
        self._people.inbox.done(decided.answered, self._now())
        self._noted(looked_at=self._now(), full_wanted=again or (course.status.full_wanted and not listing))
        return {} if again else asks

    def _walk_on(self, course: Course) -> bool:
        """Do what the listing under way needs next, or begin one that is wanted; return False when there is nothing to do."""
        walk = course.under_way
        if walk is not None:
            self._mind_reserve(course)
            self._list_on(course, walk)
        elif course.lacks_listing or course.status.full_wanted:
            self._mind_reserve(course)
            self._look(course, listing=True)
        elif course.known.nameless and self.connection.shoes:
            self._steps.gear(course.known.nameless[0])
        else:
            self._noted()
            return False
        return True

    def _list_on(self, course: Course, walk: Walk) -> None:
        known = course.known
        if known.profile_of(walk) is None:
            self._steps.profile(known, walk)
        elif not walk.ended:
            self._steps.page(known, walk)
        elif slipped := known.slipped:
            self._steps.activity(slipped[0])
        else:
            self._steps.shelf.supersede(walk.began)
            self._people.inbox.done([event.id for event in self.events() if covered(event, walk)], self._now())
            self._noted(walked_at=max(self._now(), datetime.fromisoformat(walk.began)))
            return
        self._noted()

    def _wishes(self) -> Iterator[str]:
        """Yield whose samples to ask for, as long as there are requests to spare."""
        known, wanted = self._steps.shelf.known(), self._people.wanted.of(self.athlete)
        self._people.wanted.drop(self.athlete, [key for key in wanted if key not in known.starts or key in known.sampled])
        for key in wishes(wanted, known, Marts(self._settings), self.athlete, self._now().date()):
            quota = self._people.quota.read()
            if quota is None or not quota.spare(self._now(), self._settings.strava_reserve_share):
                return
            yield key

    def _course(self) -> Course:
        poll = timedelta(minutes=self._settings.strava_poll_minutes)
        return Course(self._steps.shelf.known(), self._people.syncs.get(self.athlete), self._now(), poll)

    def _noted(self, **values: Any) -> None:
        """Note that all went well so far, and where the listing stands."""
        if values:
            self._people.syncs.note(self.athlete, **values)
        course = self._course()
        walk = course.under_way
        well = {"problem": "", "next_step": "", "resume_at": None, "activities": len(course.known.starts)}
        self.listing = walk is not None
        oldest = walk.oldest.date() if walk and walk.oldest else None
        self._people.syncs.note(self.athlete, **well, walking=self.listing, oldest=oldest)
        if walk and self._progress:
            tell(self._progress, walk, self._steps.created_at(course.known, walk), self._now())

    def _stopped(self, error: PlimsollError) -> None:
        quota, now, self.stop = self._people.quota.read(), self._now(), error
        pause = AFTER_AN_OUTAGE if isinstance(error, UnreachableError) else timedelta(minutes=self._settings.strava_poll_minutes)
        resume_at = error.resume_at if isinstance(error, SpentError) else (quota and quota.resume_at(now)) or now + pause
        if not isinstance(error, SpentError) or (quota and quota.problem):
            self._words = (error.message, error.next_step)
        self._people.syncs.note(self.athlete, problem=self._words[0], next_step=self._words[1], resume_at=resume_at)

    def _reserved(self, course: Course) -> bool:
        """Tell whether what is left of the quota is kept for fresh activities: confirming what is known can wait, a first listing not."""
        quota, now = self._people.quota.read(), self._now()
        if self._full or course.status.walked_at is None or quota is None or not quota.short_limit or quota.resume_at(now):
            return False
        return quota.spare(now, self._settings.strava_reserve_share) == 0

    def _mind_reserve(self, course: Course) -> None:
        if self._reserved(course):
            raise refusals.spent(next_quarter(self._now()))


def next_quarter(now: datetime) -> datetime:
    """Return when the quarter of an hour ends that `now` lies in."""
    return now.replace(minute=now.minute // 15 * 15, second=0, microsecond=0) + QUARTER
