"""A home with one runner whose activities came from Strava and, some of them, from an export; tests put its connection into every state."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache
from pathlib import Path

from dashboard.app import create_app
from pipelines.strava.oauth import OAuth
from tests.web import seasons
from tests.web.pages import Site
from tests.web.seasons import NOW
from warehouse.landing import Landing, Manifest
from warehouse.model import AthleteId
from warehouse.people import Grant, People
from warehouse.reader import Marts
from warehouse.settings import Settings

ALL = frozenset({"read", "activity:read", "activity:read_all", "profile:read_all"})
SECRET = "not-to-be-shown"  # noqa: S105 -- made up
FEW = frozenset({"read", "activity:read"})
EXPORTED = 40
STAMP = NOW.isoformat(timespec="microseconds")


@dataclass(frozen=True)
class Harbour:
    """The application over that home, its people and the runner."""

    settings: Settings
    people: People
    site: Site
    athlete: AthleteId

    def connect(self, scopes: frozenset[str] = ALL, **status: object) -> None:
        """Connect the runner, and say how the last look at Strava went."""
        grant = Grant(4711, "Anna", scopes, "access", "refresh", NOW + timedelta(hours=5))
        self.people.connections.connect(self.athlete, grant, NOW - timedelta(days=40))
        if status:
            self.people.syncs.note(self.athlete, **status)

    def look(self, done: int = 0, total: int = 0) -> str:
        """Queue a look at Strava and begin it when it is to be somewhere already."""
        job = self.people.jobs.add("sync", path="", name="Strava", athlete=self.athlete, now=NOW - timedelta(seconds=30))
        if total:
            assert self.people.jobs.claim(NOW)
            self.people.jobs.progress(job, done, total, "", NOW)
        return job

    def at(self, settings: Settings) -> "Harbour":
        """Open the same home with other settings."""
        return replace(self, settings=settings, site=_open(settings, self.people))


def settings(home: Path) -> Settings:
    """Return the settings of that home."""
    return Settings(home=home, strava_client_id="12345", strava_client_secret=SECRET)


def build(home: Path) -> None:
    """Land and build the runner's activities."""
    people = People.open(settings(home))
    athlete = people.athletes.ensure("Anna", now=NOW, timezone="Europe/Berlin").athlete
    rows = [{**row, "source_key": f"strava:{1000 + n}", "device": "Garmin Forerunner 255"} for n, row in enumerate(seasons.spike())]
    parts = {"strava": (rows, {"as_of": STAMP, "walk": STAMP, "page": 1}), "export": (rows[:EXPORTED], {"as_of": "2026-11-01"})}
    for source, (landed, said) in parts.items():
        with Landing(settings(home).landing).open(athlete, source, NOW) as batch:  # type: ignore[arg-type]
            batch.write(landed, None, Manifest(source=source, fingerprint=source, **said))  # type: ignore[arg-type]
    seasons.build(settings(home), people)
    people.close()


@contextmanager
def opened(settings: Settings) -> Iterator[Harbour]:
    """Open the home."""
    people = People.open(settings)
    account = people.athletes.find("Anna")
    assert account is not None
    yield Harbour(settings, people, _open(settings, people), account.athlete)
    people.close()


@cache
def _open(settings: Settings, people: People) -> Site:
    strava = OAuth(settings, lambda: NOW) if settings.strava_configured else None
    app = create_app(settings, Marts(settings), people, strava=strava, now=lambda: NOW)
    return Site(app.server.test_client(), people, settings.public_url or "http://localhost")
