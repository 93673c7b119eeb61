"""The immutable truth: everything that ever came in, one folder a batch.

``landing/<athlete>/<source>/<batch>/`` holds `manifest.json`, `activities.parquet` and, where there are any,
`samples.parquet` and `originals.zip`. A batch is written beside its place and renamed into it, so it is either whole or absent;
it goes the same way. What the Strava API told is kept only while Strava says so: a deletion, an edit or the end of its time removes
batches, and nobody has to write SQL for that.
"""

import shutil
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path

from warehouse.batch import ACTIVITIES, SAMPLES, Batch, FileReport, Gear, Manifest, PendingBatch, Source
from warehouse.erasing import write_without
from warehouse.locks import is_running
from warehouse.model import AthleteId

__all__ = ["ACTIVITIES", "SAMPLES", "Batch", "FileReport", "Gear", "Landing", "Manifest", "PendingBatch", "Source"]


@dataclass(frozen=True)
class _Told:
    """A batch with what it says of itself."""

    batch: Batch
    manifest: Manifest

    @cached_property
    def starts(self) -> dict[str, datetime | None]:
        return self.batch.starts()

    @cached_property
    def keys(self) -> set[str]:
        return {*self.starts, *filter(None, [self.manifest.samples_of])}


class Landing:
    """All batches below one folder."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def batches(self, athlete: AthleteId | None = None) -> list[Batch]:
        """List landed batches, oldest first; a batch being written is not among them."""
        pattern = f"{athlete or '*'}/*/*/manifest.json"
        found = (path.parent for path in self.root.glob(pattern) if not path.parent.name.startswith("."))
        made = (Batch(AthleteId(p.parts[-3]), p.parts[-2], p.name, p) for p in found)  # type: ignore[arg-type]  # the folder is named after its source
        return sorted(made, key=lambda batch: (batch.name, batch.athlete))

    def find(self, athlete: AthleteId, source: Source, fingerprint: str) -> Batch | None:
        """Return the batch of this athlete and source that holds exactly this content, if it landed before."""
        return next((told.batch for told in self._told(athlete, source) if told.manifest.fingerprint == fingerprint), None)

    def brought(self, athlete: AthleteId, source: Source, job: str) -> Batch | None:
        """Return the newest batch of this athlete and source that this import brought, if it did."""
        own = [told.batch for told in self._told(athlete, source) if told.manifest.job == job]
        return own[-1] if own else None

    def rows(self, athlete: AthleteId, source: Source) -> dict[str, datetime | None]:
        """Return the key of every activity this source tells of, with its start (UTC, without a zone) as told last."""
        by_age = sorted(self._told(athlete, source), key=lambda told: (told.manifest.as_of, told.batch.name))
        return {key: start for told in by_age for key, start in told.starts.items()}

    def open(self, athlete: AthleteId, source: Source, now: datetime) -> PendingBatch:
        """Start a batch; it lands when its `with` block ends without an error."""
        return PendingBatch.start(self.root, athlete, source, now)

    def supersede(self, athlete: AthleteId, before: str) -> int:
        """Remove what the Strava API told of the athlete before this moment (as in `Manifest.as_of`); return how many batches.

        Samples stay as long as a batch that stays has their activity.
        """
        told = list(self._told(athlete, "strava"))
        pages = [one for one in told if one.manifest.samples_of is None]
        old = [page for page in pages if page.manifest.as_of < before]
        kept = {key for page in pages if page not in old for key in page.starts}
        orphans = [one for one in told if one not in pages and one.manifest.samples_of not in kept]
        return self._remove(one.batch for one in (*old, *orphans))

    def expire(self, before: str) -> set[AthleteId]:
        """Remove what the Strava API told of anybody before this moment and did not tell again; return whom that touched."""
        athletes = {batch.athlete for batch in self.batches() if batch.source == "strava"}
        return {athlete for athlete in athletes if self.supersede(athlete, before)}

    def erase(self, athlete: AthleteId, source_keys: set[str]) -> int:
        """Remove single activities from what the Strava API told, raw pages and samples included; return how many were there.

        May be repeated after a crash. A page of a listing stays as a page, however little is left of it.
        """
        holding = [told for told in self._told(athlete, "strava") if told.keys & source_keys]
        for told in holding:
            if told.manifest.walk or told.keys - source_keys:
                write_without(told.batch, told.manifest, source_keys)
            self._remove([told.batch])
        return len({key for told in holding for key in told.starts if key in source_keys})

    def drop(self, athlete: AthleteId, source: Source) -> int:
        """Remove everything one source told of the athlete; return how many batches."""
        return self._remove([told.batch for told in self._told(athlete, source)])

    def sweep(self) -> None:
        """Remove what killed writers left; batches still being written stay."""
        for part in self.root.glob("*/*/.*.part"):
            if not is_running(int(part.stem.rpartition("-")[2])):
                shutil.rmtree(part, ignore_errors=True)
        for gone in self.root.glob("*/*/.*.gone"):
            shutil.rmtree(gone, ignore_errors=True)

    def forget(self, athlete: AthleteId) -> int:
        """Delete every batch of the athlete; return how many there were."""
        count = len(self.batches(athlete))
        shutil.rmtree(self.root / athlete, ignore_errors=True)
        return count

    def _told(self, athlete: AthleteId, source: Source) -> Iterator[_Told]:
        for batch in self.batches(athlete):
            if batch.source == source:
                with suppress(FileNotFoundError):  # removed since it was listed
                    yield _Told(batch, batch.manifest())

    def _remove(self, batches: Iterable[Batch]) -> int:
        """Take each batch away by one renaming, so that a reader finds it whole or not at all."""
        count = 0
        for batch in batches:
            gone = batch.path.with_name(f".{batch.name}.gone")
            batch.path.rename(gone)
            shutil.rmtree(gone, ignore_errors=True)
            count += 1
        return count
