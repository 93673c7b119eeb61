"""Writing what was parsed into a landing batch, a bounded piece at a time: rows, samples, originals."""

import gzip
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from pipelines.files.activity import ParsedActivity, ParsedFile, Samples
from pipelines.files.archive import Member
from pipelines.files.export import Row
from pipelines.files.packing import MAGIC
from warehouse.landing import ACTIVITIES, SAMPLES, Manifest, PendingBatch

_PIECE_ROWS = 1 << 20
_KINDS = (".fit", ".gpx", ".tcx")


def rows_of(parsed: ParsedFile, sha256: str, linked_key: str | None) -> list[Row]:
    """Return the activities of a file as landing rows, named by the file's content and their place in it."""
    own = {"linked_key": linked_key, "file_sha256": sha256}
    return [
        {**{name: getattr(activity, name) for name in _PARSED}, **own, "source_key": _key(sha256, place)}
        for place, activity in enumerate(parsed.activities, start=1)
    ]


def _key(sha256: str, place: int) -> str:
    return f"file:{sha256[:16]}" + (f"-{place}" if place > 1 else "")


_PARSED = [name for name in ACTIVITIES.names if name in ParsedActivity.__dataclass_fields__]


@dataclass(slots=True)
class BatchWriter:
    """A batch being filled file by file; `close` writes what is collected."""

    pending: PendingBatch
    rows: list[Row] = field(default_factory=list)
    _pieces: list[tuple[str, Samples]] = field(default_factory=list)
    _held: int = 0
    _samples: pq.ParquetWriter | None = None

    def add(self, rows: Iterable[Row], parsed: ParsedFile) -> None:
        """Take the rows and samples of one file."""
        for row, activity in zip(rows, parsed.activities, strict=True):
            self.rows.append(row)
            if activity.samples is not None and len(activity.samples["t_s"]):
                self._pieces.append((row["source_key"], activity.samples))
                self._held += len(activity.samples["t_s"])
        if self._held >= _PIECE_ROWS:
            self._flush()

    def keep(self, member: Member, sha256: str, name: str) -> None:
        """Keep the original packed, under its content's name."""
        ending = next((kind for kind in PurePosixPath(name.casefold()).suffixes[-2:] if kind in _KINDS), ".bin")
        self.pending.original(f"{sha256[:16]}{ending}.gz", _packed(member.read().data))

    def keep_table(self, content: bytes) -> None:
        """Keep the table the rows come from, packed."""
        self.pending.original("table.csv.gz", _packed(content))

    def close(self, manifest: Manifest) -> None:
        """Write the rest; the batch lands when its block ends."""
        self._flush()
        if self._samples is not None:
            self._samples.close()
        rows = sorted(self.rows, key=lambda row: (str(row.get("start_utc") or row.get("local_date")), row["source_key"]))
        self.pending.write(rows, None, manifest)

    def _flush(self) -> None:
        if not self._pieces:
            return
        if self._samples is None:
            path = self.pending.part / self.pending.batch.samples.name
            self._samples = pq.ParquetWriter(path, SAMPLES, compression="zstd", use_dictionary=["source_key"])  # type: ignore[arg-type]  # a list names the columns
        self._samples.write_table(_table(self._pieces))
        self._pieces, self._held = [], 0


def _table(pieces: list[tuple[str, Samples]]) -> pa.Table:
    lengths = [len(samples["t_s"]) for _, samples in pieces]
    places = np.repeat(np.arange(len(pieces), dtype=np.int32), lengths)
    keys: pa.Array[Any] = pa.DictionaryArray.from_arrays(_array(places, pa.int32()), pa.array([key for key, _ in pieces]))
    columns = [keys]
    for name in SAMPLES.names[1:]:
        parts = [samples.get(name) for _, samples in pieces]
        filled = [np.full(n, np.nan, np.float32) if part is None else part for part, n in zip(parts, lengths, strict=True)]
        columns.append(_array(np.concatenate(filled).astype(np.float32, copy=False), pa.float32()))
    return pa.Table.from_arrays(columns, schema=SAMPLES)


def _array(values: NDArray[Any], kind: pa.DataType) -> "pa.Array[Any]":
    """Return the values as they lie in memory, NaN as null."""
    known = np.packbits(~np.isnan(values), bitorder="little")
    return pa.Array.from_buffers(kind, len(values), [pa.py_buffer(known.data), pa.py_buffer(values.data)])


def _packed(content: bytes) -> bytes:
    return content if content.startswith(MAGIC) else gzip.compress(content, 1, mtime=0)
