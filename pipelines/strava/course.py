"""Where an athlete's sync stands and what it needs next, from what is landed and what was noted. Pure: asks nobody."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from pipelines.strava.known import Known, Walk, stamp
from warehouse.people import Event, SyncStatus

_ROWS_THAT_CAN_SHIFT = 2
"""With fewer pages of activities in a listing there is no border to slip across."""


@dataclass(frozen=True)
class Course:
    """One moment of a sync; `poll` is how old a look may get."""

    known: Known
    status: SyncStatus
    now: datetime
    poll: timedelta

    @cached_property
    def under_way(self) -> Walk | None:
        """The full listing that is to be gone on with or wound up, None when there is none."""
        walk = self.known.walk
        if walk is None or walk.resumable(self.now):
            return walk
        return walk if walk.ended and not self._wound_up(walk) else None

    @property
    def outdated(self) -> bool:
        """Whether the listing under way began so long ago that its first pages may no longer be true."""
        return self.under_way is not None and self.under_way.began < stamp(self.now - self.poll)

    @property
    def lacks_listing(self) -> bool:
        """Whether no full listing is complete, and none can be gone on with."""
        walk = self.known.walk
        return self.under_way is None and (walk is None or not walk.ended)

    def must_look(self, events: Iterable[Event]) -> bool:
        """Tell whether the newest activities have to be asked for first: always, unless a young listing just began with them."""
        walk = self.under_way
        if walk is None or any(not covered(event, walk) for event in events):
            return True
        first = walk.pages[1].manifest.as_of
        return max(first, stamp(self.status.looked_at) if self.status.looked_at else "") < stamp(self.now - self.poll)

    def shaken(self, events: Iterable[Event], *, removed: bool) -> bool:
        """Tell whether a deletion may have moved activities across a border of pages while they were being listed.

        What was known before is asked for then; what was not known yet can only be found by listing everything again.
        """
        walk = self.known.walk
        if walk is None or not walk.ended or sum(bool(told.starts) for told in walk.pages.values()) < _ROWS_THAT_CAN_SHIFT:
            return False
        end = walk.pages[max(walk.pages)].manifest.as_of
        unseen = self.status.looked_at is None or stamp(self.status.looked_at) <= end
        meanwhile = (_second(walk.began) <= event.event_time <= _second(end) for event in events if event.aspect == "delete")
        return (removed and unseen) or any(meanwhile)

    def _wound_up(self, walk: Walk) -> bool:
        walked_at = self.status.walked_at
        return not self.known.superseded and walked_at is not None and stamp(walked_at) >= walk.began


def covered(event: Event, walk: Walk) -> bool:
    """Tell whether a listing that began after an event came in will tell what became of it."""
    return event.received_at is not None and stamp(event.received_at) < walk.began


def _second(moment: str) -> int:
    return int(datetime.fromisoformat(moment).timestamp())
