"""The warehouse's one writer: load, build, audit, publish, forget.

Loading and taking a snapshot hold the writer's lock; building the marts holds nothing, because it reads only its own file.
"""

import json
import secrets
import shutil
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from warehouse import db, loading, plan
from warehouse.errors import StaleBuildError
from warehouse.landing import Batch, Landing
from warehouse.loading import Changes
from warehouse.locks import OnWait, writer_lock
from warehouse.model import AthleteId
from warehouse.part import Part, discard_until, publish, published, snapshot_of, stale, sweep
from warehouse.people import People
from warehouse.rulebook import load_rules
from warehouse.settings import Settings

Progress = Callable[[int, int, str], None]
KEPT_FILES = 2
TRIES = 5


@dataclass(frozen=True, slots=True)
class Receipt:
    """Proof of a deletion, free of personal data: a random id, the day, and how much was removed."""

    receipt: str
    date: str
    batches: int
    activities: int
    people_rows: int
    published_files: int


class Warehouse:
    """Everything below one home that is derived from landing."""

    def __init__(self, settings: Settings, people: People) -> None:
        self.settings = settings
        self.people = people
        self.landing = Landing(settings.landing)

    def load(self, now: datetime, on_wait: OnWait | None = None, awaited: Collection[Batch] = ()) -> dict[AthleteId, Changes]:
        """Bring the writer's database up to landing; return what changed for every athlete touched.

        What an earlier load did with `awaited` batches is counted in.
        """
        del now
        with self._writing("load", on_wait) as con:
            return loading.load(con, self.landing, self.people.facts(), awaited)

    def snapshot(
        self, now: datetime, on_wait: OnWait | None = None, awaited: Collection[Batch] = ()
    ) -> tuple[Part, dict[AthleteId, Changes]]:
        """Load, then start a build from what is there now."""
        with self._writing("build", on_wait) as con:
            self.landing.sweep()
            sweep(self.settings.published, self._spill)
            changes = loading.load(con, self.landing, self.people.facts(), awaited)
            return Part.start(con, self.settings.published, self._spill, load_rules(), now), changes

    def build(
        self, now: datetime, progress: Progress | None = None, on_wait: OnWait | None = None, awaited: Collection[Batch] = ()
    ) -> dict[AthleteId, Changes]:
        """Load, build every mart into a new file, audit it and publish it; return what changed for every athlete touched, as `load` does.

        When a deletion overtakes the build, it is made again from what is left; StaleBuildError when that happens every time.
        """
        changes: dict[AthleteId, Changes] = {}
        for left in reversed(range(TRIES)):
            part, found = self.snapshot(now, on_wait, awaited)
            changes |= found
            try:
                self._finish(part, progress, on_wait)
                break
            except StaleBuildError:
                if not left:
                    raise
        return changes

    def _finish(self, part: Part, progress: Progress | None, on_wait: OnWait | None) -> None:
        steps: list[tuple[str, Callable[[db.Connection], None]]]
        steps = [("Working out the numbers", partial(part.run, model=model)) for model in plan.models("marts")]
        steps += [("Putting them into words", part.tell)]
        steps += [("Checking the numbers", partial(part.audit, check=check)) for check in plan.models("checks")]
        try:
            with db.closing(part.connect()) as con:
                for done, (what, step) in enumerate(steps):
                    if progress is not None:
                        progress(done, len(steps), what)
                    step(con)
            self.publish(part, on_wait)
        except BaseException:
            part.discard()
            raise
        if progress is not None:
            progress(len(steps), len(steps), "Published")

    def publish(self, part: Part, on_wait: OnWait | None = None) -> None:
        """Publish a finished and audited part; raise StaleBuildError when a deletion or a newer build overtook it.

        After batches vanished no older published file is kept, and the writer's own is rewritten.
        """
        with self._writing("publish", on_wait) as con:
            ((forgotten_at, wipe),) = db.rows(con, "select forgotten_at, wipe from counter")
            current = published(self.settings.published)
            if part.snapshot <= forgotten_at:
                raise stale()
            if current is None or snapshot_of(current) < part.snapshot:
                publish(part, self.settings.published)
            else:
                part.discard()
            self._prune(1 if wipe else KEPT_FILES)
            if wipe:
                discard_until(self.settings.published, forgotten_at)
                self._rewrite(con)

    def forget(self, athlete: AthleteId, now: datetime, on_wait: OnWait | None = None) -> Receipt:
        """Delete every trace of the athlete below the home, republish the others, and return (and keep) a receipt.

        Builds under way are made stale first. The athlete is known by name until the rest is gone, so that a deletion that was
        interrupted can be asked for again.
        """
        with self._writing("forget", on_wait) as con:
            db.rows(con, "update counter set snapshot = snapshot + 1, forgotten_at = snapshot + 1, wipe = true")
            batches = self.landing.forget(athlete)
            activities = loading.remove(con, athlete)
            files = self._prune(0)
            self._rewrite(con)
            people_rows = self.people.forget(athlete)
        self.build(now, on_wait=on_wait)
        return self._keep(Receipt(secrets.token_hex(8), now.date().isoformat(), batches, activities, people_rows, files))

    def disconnect(self, athlete: AthleteId, now: datetime, on_wait: OnWait | None = None) -> Receipt:
        """Delete what the Strava API told of the athlete and all that came of it, and return (and keep) a receipt.

        Account, exports and files stay; `activities` counts those that nothing else tells of. May be asked for again.
        """
        with self._writing("disconnect", on_wait) as con:
            batches = self.landing.drop(athlete, "strava")
            changes = loading.load(con, self.landing, self.people.facts())
            files = self._files()
        self.build(now, on_wait=on_wait)
        activities, removed = changes.get(athlete, Changes()).removed, sum(not path.exists() for path in files)
        return self._keep(Receipt(secrets.token_hex(8), now.date().isoformat(), batches, activities, 0, removed))

    def _keep(self, receipt: Receipt) -> Receipt:
        self.settings.receipts.mkdir(parents=True, exist_ok=True)
        (self.settings.receipts / f"{receipt.receipt}.json").write_text(json.dumps(asdict(receipt), indent=2) + "\n", "utf-8")
        return receipt

    @property
    def _spill(self) -> Path:
        return self.settings.home / "warehouse" / "spill"

    @contextmanager
    def _writing(self, purpose: str, on_wait: OnWait | None) -> Iterator[db.Connection]:
        lock = self.settings.locks / "warehouse.lock"
        with writer_lock(lock, purpose=purpose, on_wait=on_wait):
            empty = not self.settings.warehouse.exists() and not self._files()
            with db.closing(db.open_writer(self.settings.warehouse, "warehouse", self._spill)) as con:
                loading.prepare(con, empty=empty)
                yield con

    def _rewrite(self, con: db.Connection) -> None:
        """Copy the live rows into a new file: deleted rows would stay readable in the old one's free blocks.

        The old file's log is emptied first, because after a crash it would be taken for the new file's.
        """
        fresh = self.settings.warehouse.with_suffix(".rewrite")
        for remains in (fresh, fresh.with_name(fresh.name + ".wal")):
            remains.unlink(missing_ok=True)
        db.rows(con, "checkpoint")
        db.copy_database(con, fresh, "update counter set wipe = false")
        fresh.replace(self.settings.warehouse)

    def _files(self) -> list[Path]:
        return sorted(self.settings.published.glob("marts-*.duckdb"), key=snapshot_of)

    def _prune(self, keep: int) -> int:
        """Delete published files but the newest `keep`; with none kept, also what builds under way have written."""
        folder, files = self.settings.published, self._files()
        old = files[: len(files) - keep] if keep else files
        for path in old:
            path.unlink()
        if not keep:
            (folder / "current").unlink(missing_ok=True)
            for path in folder.glob(".marts-*"):
                path.unlink()
            for path in self._spill.glob("*"):
                shutil.rmtree(path, ignore_errors=True)
        return len(old)
