"""What has landed before, asked of the landing itself: contents of files, ids and dates of exports."""

from collections.abc import Iterator
from datetime import datetime

import pyarrow.parquet as pq

from pipelines.files.export import Row
from warehouse.landing import Batch, Landing
from warehouse.model import AthleteId


def landed_contents(landing: Landing, athlete: AthleteId) -> frozenset[str]:
    """Return the sha256 of every file of this athlete that landed."""
    found: set[str] = set()
    for batch in landing.batches(athlete):
        column = pq.read_table(batch.activities, columns=["file_sha256"]).column(0)
        found.update(filter(None, column.to_pylist()))
    return frozenset(found)


def looks_foreign(landing: Landing, athlete: AthleteId, rows: list[Row]) -> bool:
    """Tell whether an export shares no activity with the athlete's earlier exports although their dates overlap."""
    starts = [row["start_utc"] for row in rows if row["start_utc"]]
    known = {key: start for batch in _exports(landing, athlete) for key, start in _own_rows(batch)}
    others = [start for start in known.values() if start is not None]
    if not starts or not others or any(row["source_key"] in known for row in rows):
        return False
    return bool(min(starts) <= max(others) and min(others) <= max(starts))


def _exports(landing: Landing, athlete: AthleteId) -> Iterator[Batch]:
    return (batch for batch in landing.batches(athlete) if batch.source == "export")


def _own_rows(batch: Batch) -> Iterator[tuple[str, datetime | None]]:
    """Yield key and start of the export's own rows, leaving out those of its files."""
    table = pq.read_table(batch.activities, columns=["source_key", "start_utc"])
    pairs = zip(table.column("source_key").to_pylist(), table.column("start_utc").to_pylist(), strict=True)
    return ((str(key), start) for key, start in pairs if str(key).startswith("strava:"))
