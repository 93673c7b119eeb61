"""Events of Strava's webhook: what a first page of the list already answers, and what has to be asked for. Pure.

An event only points; forged, doubled and disordered ones are harmless, because nothing is believed but what Strava answers afterwards.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from pipelines.strava.known import MARGIN
from warehouse.people import Event

MOST_ASKED = 5
"""With more activities to ask for one by one, a full listing is the cheaper answer."""


@dataclass(frozen=True)
class FirstPage:
    """The newest activities of an athlete, by key with their start."""

    starts: Mapping[str, datetime]

    @property
    def floor(self) -> datetime | None:
        """The start from which on the page is complete, whatever order it goes by."""
        return min(self.starts.values()) + MARGIN if self.starts else None

    def gone(self, known: Mapping[str, datetime]) -> set[str]:
        """Return the known activities that this page would list if they still were at Strava."""
        return {key for key, start in known.items() if key not in self.starts and self._covers(start)}

    def answers(self, event: Event, known: Mapping[str, datetime]) -> bool:
        """Tell whether the page shows what became of the event's activity, or there is nothing to find out."""
        key = f"strava:{event.object_id}"
        if event.object_type == "athlete" or key in self.starts:
            return True
        return self._covers(known[key]) if key in known else event.aspect == "delete"

    def _covers(self, start: datetime) -> bool:
        return self.floor is not None and start > self.floor


@dataclass
class Triage:
    """What to do about waiting events: ids of those that are answered, and the others by the activity to ask for."""

    answered: list[int] = field(default_factory=list)
    asks: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))


def triage(events: Iterable[Event], page: FirstPage, known: Mapping[str, datetime]) -> Triage:
    """Sort events by what a first page says about them; `known` is what was known before it."""
    sorted_ = Triage()
    for event in events:
        if page.answers(event, known):
            sorted_.answered.append(event.id)
        else:
            sorted_.asks[event.object_id].append(event.id)
    return sorted_


def revocations(events: Iterable[Event]) -> list[Event]:
    """Return the events that say that the athlete took their permission back."""
    return [event for event in events if event.object_type == "athlete" and event.updates.get("authorized") == "false"]
