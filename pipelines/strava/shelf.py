"""One athlete's place in the landing: what Strava told is read from it, and lands in it, a batch an answer."""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from zipfile import ZipFile

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.strava.known import Known, Told, stamp
from pipelines.strava.rows import Row
from warehouse.landing import Batch, Landing, Manifest
from warehouse.model import AthleteId

PROFILE = "athlete.json"


class Shelf:
    """Reads each batch once, because batches never change. `landed` and `removed` count what this object did to them.

    `hold` is called before every change; it raises when the athlete left or another process took over meanwhile.
    """

    def __init__(self, landing: Landing, athlete: AthleteId, hold: Callable[[], None]) -> None:
        self.landed = self.removed = 0
        self._landing = landing
        self._athlete = athlete
        self._hold = hold
        self._read: dict[str, Told] = {}

    def known(self) -> Known:
        """Return what is landed now."""
        batches = [batch for batch in self._landing.batches(self._athlete) if batch.source == "strava"]
        self._read = {batch.name: told for batch in batches if (told := self._read.get(batch.name) or _read(batch))}
        return Known(tuple(sorted(self._read.values(), key=lambda told: (told.manifest.as_of, told.batch.name))))

    def asked_at(self, now: datetime) -> str:
        """Return the moment of a question as `Manifest.as_of` has it, later than every answer before, whatever the clock does."""
        newest = self.known().newest
        return max(stamp(now), stamp(datetime.fromisoformat(newest) + timedelta(microseconds=1)) if newest else "")

    def land(
        self,
        rows: Sequence[Row],
        manifest: Manifest,
        now: datetime,
        *,
        originals: Mapping[str, bytes] | None = None,
        samples: pa.Table | None = None,
    ) -> None:
        """Land one batch."""
        self._hold()
        with self._landing.open(self._athlete, "strava", now) as pending:
            for name, content in (originals or {}).items():
                pending.original(name, content)
            pending.write(rows, samples, manifest)
        self._read[pending.batch.name] = _told(pending.batch, manifest, rows)
        self.landed += 1

    def erase(self, keys: set[str]) -> None:
        """Remove single activities from everything Strava told."""
        self._hold()
        self.removed += self._landing.erase(self._athlete, keys)

    def supersede(self, before: str) -> None:
        """Remove what Strava told before a moment; samples stay while something that stays tells of their activity."""
        self._hold()
        self.removed += self._landing.supersede(self._athlete, before)

    @staticmethod
    def profile(told: Told) -> dict[str, Any]:
        """Return what a batch keeps of the athlete's own page at Strava."""
        with ZipFile(told.batch.path / "originals.zip") as originals:
            kept: dict[str, Any] = json.loads(originals.read(PROFILE))
        return kept


def fingerprint(rows: Iterable[Row]) -> str:
    """Return words that are equal when the rows are: what changes at Strava but not here, such as kudos, does not count."""
    content = json.dumps(list(rows), sort_keys=True, default=str)
    return hashlib.sha256(content.encode()).hexdigest()


def _read(batch: Batch) -> Told | None:
    """Read a batch, None when it was removed since it was listed."""
    try:
        table = pq.read_table(batch.activities, columns=["source_key", "start_utc", "gear_id"], use_threads=False)
        return _told(batch, batch.manifest(), table.to_pylist())
    except FileNotFoundError:
        return None


def _told(batch: Batch, manifest: Manifest, rows: Sequence[Row]) -> Told:
    worn = frozenset(row["gear_id"] for row in rows if row["gear_id"])
    return Told(batch, manifest, {row["source_key"]: row["start_utc"] for row in rows}, worn)
