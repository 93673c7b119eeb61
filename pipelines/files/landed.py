"""What has landed before, asked of the landing itself: contents of files, ids and dates of exports."""

from collections.abc import Iterator

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipelines.files.export import Row
from warehouse.landing import Batch, Landing
from warehouse.model import AthleteId


def landed_contents(landing: Landing, athlete: AthleteId) -> frozenset[str]:
    """Return the sha256 of every file of this athlete that landed."""
    found: set[str] = set()
    for batch in landing.batches(athlete):
        column = pq.read_table(batch.activities, columns=["file_sha256"]).column(0)
        found.update(str(value) for value in pc.unique(column.drop_null()).to_pylist())
    return frozenset(found)


def looks_foreign(landing: Landing, athlete: AthleteId, rows: list[Row]) -> bool:
    """Tell whether an export shares no activity with the athlete's earlier exports although their dates overlap."""
    starts = [row["start_utc"] for row in rows if row["start_utc"]]
    earlier = [table for batch in _exports(landing, athlete) if (table := _own_rows(batch)).num_rows]
    if not starts or not earlier:
        return False
    known = pa.concat_tables(earlier)
    keys = set(known.column("source_key").to_pylist())
    if any(row["source_key"] in keys for row in rows):
        return False
    others = [start for start in known.column("start_utc").to_pylist() if start is not None]
    return bool(others) and min(starts) <= max(others) and min(others) <= max(starts)


def _exports(landing: Landing, athlete: AthleteId) -> Iterator[Batch]:
    return (batch for batch in landing.batches(athlete) if batch.source == "export")


def _own_rows(batch: Batch) -> pa.Table:
    table = pq.read_table(batch.activities, columns=["source_key", "start_utc"])
    return table.filter(pc.starts_with(table.column("source_key"), "strava:"))
