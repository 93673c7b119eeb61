"""A home whose runner is connected with a Strava that is played, without going through the browser."""

from datetime import UTC, datetime, timedelta

from pipelines.strava.oauth import OAuth
from tests.strava import FakeAthlete, FakeStrava, activity
from tests.strava.shapes import Json
from warehouse.model import AthleteId
from warehouse.people import People
from warehouse.settings import Settings

ADA = 7


def now() -> datetime:
    """Read the clock: the commands and the daemon do so too."""
    return datetime.now(UTC)


def runs(count: int, *, first_id: int = 1000, newest: datetime | None = None) -> list[Json]:
    """Return runs on every other day, the newest yesterday."""
    end = newest or now() - timedelta(days=1)
    return [activity(first_id + n, end - timedelta(days=2 * n), 8 + n % 5, zone="UTC") for n in range(count)]


def connect(settings: Settings, strava: FakeStrava, fake: FakeAthlete, name: str = "Ada") -> AthleteId:
    """Connect somebody at Strava with the athlete of this name, made if new."""
    people = People.open(settings)
    athlete = people.athletes.ensure(name, now=now(), timezone="UTC").athlete
    people.connections.connect(athlete, OAuth(settings, now).exchange(strava.code(fake)), now())
    people.close()
    return athlete
