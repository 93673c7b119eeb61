"""Demo athletes for looking around: a complete home of their own beside the real one, rebuilt or removed as a whole.

What is shown changes only when a build publishes, so a killed rebuild leaves the last whole demo, or none.
"""

import hashlib
import secrets
import shutil
from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from pipelines.stories import STORIES, Story
from warehouse.landing import Landing, Manifest
from warehouse.locks import FileLock, OnWait, writer_lock
from warehouse.model import AthleteId, ShoeId
from warehouse.people import People
from warehouse.settings import Settings
from warehouse.store import Warehouse

Progress = Callable[[int, int, str], None]


def build_demo(settings: Settings, now: datetime, progress: Progress | None = None, on_wait: OnWait | None = None) -> list[AthleteId]:
    """Make or renew the demo athletes up to yesterday in `settings.demo`, build and publish; return their ids."""
    home = settings.demo
    with _alone(settings, on_wait):
        people, landing = People.open(home), Landing(home.landing)
        try:
            landing.sweep()
            made = []
            for done, story in enumerate(STORIES):
                if progress is not None:
                    progress(done, len(STORIES), f"Writing the diary of {story.name}")
                made.append(_land(landing, people, story, now))
            Warehouse(home, people).build(now, progress, on_wait)
        finally:
            people.close()
    return made


def remove_demo(settings: Settings, on_wait: OnWait | None = None) -> None:
    """Remove the demo athletes and everything of theirs; harmless when there are none."""
    home = settings.demo.home
    with _alone(settings, on_wait):
        if home.exists():
            # Out of sight in one step: a kill in between leaves litter, never half a demo.
            home.rename(home.with_name(f".demo-{secrets.token_hex(3)}.gone"))
        for litter in home.parent.glob(".demo-*.gone"):
            shutil.rmtree(litter)


def _alone(settings: Settings, on_wait: OnWait | None) -> FileLock:
    """Return the lock of whoever changes the demo; it lies in the real home, so that it outlives the demo's."""
    return writer_lock(settings.locks / "demo.lock", purpose="demo", on_wait=on_wait)


def _land(landing: Landing, people: People, story: Story, now: datetime) -> AthleteId:
    """Land the story as the athlete's only batch; the same diary lands once."""
    account = people.athletes.ensure(story.name, now=now, timezone=story.zone, athlete_id=story.athlete)
    diary = story.diary(now.astimezone(ZoneInfo(story.zone)).date())
    fingerprint = hashlib.sha256(repr(diary.rows).encode()).hexdigest()
    before = landing.batches(account.athlete)
    if not before or before[-1].manifest().fingerprint != fingerprint:
        manifest = Manifest("export", fingerprint, full=True, as_of=now.isoformat(), timezone=story.zone, shoes=diary.shoes)
        with landing.open(account.athlete, "export", now) as batch:
            batch.write(diary.rows, None, manifest)
        for old in before:
            shutil.rmtree(old.path)
    for shoe in diary.retired():
        people.shoes.set(account.athlete, ShoeId(shoe), retired=True)
    return account.athlete
