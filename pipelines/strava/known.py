"""What the landing holds of an athlete's activities at Strava, and what follows from it: where a listing stands, what it lacks.

All of it is derived from the batches that are landed, so a sync that was killed goes on where its last batch ends. Pure: asks nobody.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from itertools import pairwise

from warehouse.landing import Batch, Gear, Manifest

MARGIN = timedelta(hours=26)
"""How far Strava's order of a listing may stray from the order of starts in UTC: it may go by local time."""

RESUMABLE = timedelta(hours=24)


def stamp(moment: datetime) -> str:
    """Return a moment as `Manifest.as_of` has it; such words sort by time."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


@dataclass(frozen=True)
class Told:
    """A landed batch: what it says of itself, when each of its activities began (naive UTC), and the gear they wore."""

    batch: Batch
    manifest: Manifest
    starts: Mapping[str, datetime]
    worn: frozenset[str]


@dataclass(frozen=True)
class Walk:
    """A full listing: its pages by number."""

    began: str
    pages: Mapping[int, Told]

    @property
    def ended(self) -> bool:
        """Whether every page landed, the empty one that ends it included."""
        return max(self.pages) == len(self.pages) and self.pages[max(self.pages)].manifest.last

    @property
    def next_page(self) -> int:
        """The first page that has not landed."""
        return next(page for page in range(1, len(self.pages) + 2) if page not in self.pages)

    @cached_property
    def starts(self) -> dict[str, datetime]:
        """The start of every activity it listed."""
        return {key: start for told in self.pages.values() for key, start in told.starts.items()}

    @property
    def oldest(self) -> datetime | None:
        """The earliest start it listed so far."""
        return min(self.starts.values(), default=None)

    def resumable(self, now: datetime) -> bool:
        """Tell whether it stopped on its way and is young enough to go on."""
        return not self.ended and stamp(now - RESUMABLE) < self.began

    def between_pages(self, start: datetime) -> bool:
        """Tell whether a start lies between two pages, where a row slips through when another one is deleted meanwhile."""
        spans = [sorted(self.pages[page].starts.values()) for page in sorted(self.pages) if self.pages[page].starts]
        return any(older[-1] - MARGIN <= start <= newer[0] + MARGIN for newer, older in pairwise(spans))


@dataclass(frozen=True)
class Known:
    """Everything the API told of an athlete that is landed, oldest first."""

    told: tuple[Told, ...]

    @cached_property
    def starts(self) -> dict[str, datetime]:
        """The start of each known activity, as told last."""
        return {key: start for told in self.told for key, start in told.starts.items()}

    @cached_property
    def walk(self) -> Walk | None:
        """The newest full listing; None when there is none, or its beginning is no longer landed."""
        began = max((told.manifest.walk for told in self.told if told.manifest.walk and told.manifest.page), default=None)
        pages = {told.manifest.page: told for told in self.told if told.manifest.walk == began and told.manifest.page}
        return Walk(began, pages) if began and 1 in pages else None

    @property
    def newest(self) -> str:
        """When the newest batch was asked for."""
        return max((told.manifest.as_of for told in self.told), default="")

    @property
    def superseded(self) -> bool:
        """Whether older batches are left that the newest listing replaces."""
        return any(self._before_walk(told) for told in self.told)

    @property
    def unlisted(self) -> dict[str, datetime]:
        """Activities known before the newest listing began and told of by nothing since."""
        since = {key for told in self.told if not self._before_walk(told) for key in told.starts}
        return {key: start for told in self.told for key, start in told.starts.items() if key not in since}

    @property
    def slipped(self) -> list[str]:
        """Activities that may be missing in the newest listing only because they moved across a border of pages."""
        walk = self.walk
        return [key for key, start in self.unlisted.items() if walk and walk.between_pages(start)]

    @property
    def sampled(self) -> set[str]:
        """Activities whose samples are landed, or were asked for and do not exist."""
        return {told.manifest.samples_of for told in self.told if told.manifest.samples_of}

    @cached_property
    def gear(self) -> dict[str, Gear]:
        """Each pair of shoes whose details are known, as told last."""
        return {gear.gear_id: gear for told in self.told for gear in told.manifest.gear}

    @property
    def nameless(self) -> list[str]:
        """Pairs of shoes that Strava lists or activities wear, and whose details are not known yet."""
        listed = next((told.manifest.shoes for told in reversed(self.told) if told.manifest.shoes), {})
        return sorted((self.worn | listed.keys()) - self.gear.keys())

    @property
    def worn(self) -> set[str]:
        """Ids of the shoes that activities wear."""
        return {gear for told in self.told for gear in told.worn if gear.startswith("strava:g")}

    def profile_of(self, walk: Walk) -> Told | None:
        """Return the batch that holds the athlete's list of shoes as it was in this listing."""
        return next((told for told in self.told if told.manifest.walk == walk.began and not told.manifest.page), None)

    def repeats(self, fingerprint: str, keys: Iterable[str]) -> bool:
        """Tell whether a first page with this content would change nothing: it landed so, and nothing newer tells of its activities."""
        firsts = [place for place, told in enumerate(self.told) if told.manifest.page == 1]
        if not firsts or self.told[firsts[-1]].manifest.fingerprint != fingerprint:
            return False
        return not any(set(keys) & told.starts.keys() for told in self.told[firsts[-1] + 1 :])

    def _before_walk(self, told: Told) -> bool:
        return self.walk is not None and told.manifest.samples_of is None and told.manifest.as_of < self.walk.began
