"""A runner connected with a Strava that is played, synced in this process by a clock that tests turn, and held against Strava's truth."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pyarrow.parquet as pq

from pipelines.resources import Installation
from pipelines.strava.known import Known
from pipelines.strava.shelf import Shelf
from pipelines.strava.transport import Patience
from pipelines.sync import Synced, sync_athlete
from pipelines.upkeep import bring_in
from tests.homes import House
from tests.strava import FakeAthlete, FakeStrava, activity
from tests.strava.shapes import Json
from warehouse.landing import Landing
from warehouse.model import AthleteId
from warehouse.people import Event
from warehouse.settings import Settings

START = datetime(2026, 11, 23, 6, 1, tzinfo=UTC)
ANN = AthleteId("ann")
LIST = "/athlete/activities"
PROMPT = Patience(pauses=(0.001, 0.001), code=0.001)
Fact = tuple[str, str, datetime, float]


@dataclass
class Clock:
    """A clock that tests turn; it ticks, so that no two moments are the same."""

    time: datetime = START

    def __call__(self) -> datetime:
        """Tell the time."""
        self.time += timedelta(milliseconds=1)
        return self.time

    def pass_by(self, **much: float) -> None:
        """Let time pass."""
        self.time += timedelta(**much)


def history(count: int, *, first_id: int = 1, gear: str | None = None) -> list[Json]:
    """Return runs on every other day, the newest yesterday, each with a name of its own; ids fall with age."""
    newest = START - timedelta(days=1)
    return [
        activity(first_id + count - 1 - n, newest - timedelta(days=2 * n), 5 + n % 7, name=f"Run {n}", gear=gear, zone="UTC")
        for n in range(count)
    ]


@dataclass
class Runner:
    """One connected athlete of a home."""

    settings: Settings
    strava: FakeStrava
    fake: FakeAthlete
    athlete: AthleteId = ANN
    clock: Clock = field(default_factory=Clock)

    def __post_init__(self) -> None:
        self.strava.now = self.clock
        self.settings = self.strava.configure(self.settings)
        self.house = House.open(self.settings)
        self.people = self.house.people
        self.installation = Installation(self.settings, self.clock, PROMPT)
        self.people.athletes.ensure(self.athlete, now=self.clock(), timezone="UTC", athlete_id=self.athlete)
        self.connect()

    def connect(self) -> None:
        """Go through Strava's permission page, or go through it again."""
        grant = self.installation.oauth().exchange(self.strava.code(self.fake))
        self.people.connections.connect(self.athlete, replace(grant, scopes=self.fake.scopes), self.clock())

    def sync(self, **how: Any) -> Synced:
        """Sync without building."""
        return sync_athlete(self.installation, self.athlete, **how)

    def bring_in(self, **how: Any) -> dict[str, Any]:
        """Sync, build and publish."""
        (told,) = bring_in(self.installation, [self.athlete], **how)
        return told

    def hear(self, object_id: int, aspect: str = "update", *, object_type: str = "activity", **updates: str) -> None:
        """Have an event come in, as the webhook would note it."""
        words: dict[str, Any] = {"object_type": object_type, "aspect": aspect, "updates": updates}
        event = Event(self.fake.strava_id, object_id=object_id, event_time=int(self.clock().timestamp()), **words)
        self.people.inbox.add(event, self.clock())

    def known(self) -> Known:
        """Return what is landed."""
        return Shelf(Landing(self.settings.landing), self.athlete, lambda: None).known()

    def landed(self) -> set[Fact]:
        """Return the activities as landed last."""
        newest = {row["source_key"]: row for told in self.known().told for row in pq.read_table(told.batch.activities).to_pylist()}
        return {(key, row["name"], row["start_utc"], row["distance_m"]) for key, row in newest.items()}

    def published(self) -> set[Fact]:
        """Return the activities on screen."""
        rows = self.house.ask(f"select * from activity where athlete_id = '{self.athlete}'")
        assert len({row["activity_id"] for row in rows}) == len(rows)
        return {(row["activity_id"], row["name"], row["start_utc"], row["distance_m"]) for row in rows}

    def truth(self) -> set[Fact]:
        """Return the activities at Strava."""
        return set(map(_fact, self.fake.visible()))

    def asked(self, since: int = 0) -> list[str]:
        """Return what was asked of Strava's data since a number of requests, pages by number."""
        data = [one for one in self.strava.requests[since:] if not one.path.startswith("/oauth")]
        return [f"{one.path} {one.query['page']}" if "page" in one.query else one.path for one in data]


def _fact(row: Json) -> Fact:
    return (f"strava:{row['id']}", row["name"], datetime.fromisoformat(row["start_date"]).replace(tzinfo=None), row["distance"])


def ids(rows: Iterable[Json]) -> list[int]:
    """Return the ids of activities."""
    return [row["id"] for row in rows]
