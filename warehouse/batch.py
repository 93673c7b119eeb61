"""One batch of the landing: what its rows look like, what it says of itself, how it is written whole or not at all.

Nothing here reads a file format or decides what is a duplicate.
"""

import json
import os
import secrets
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, Self
from zipfile import ZIP_STORED, ZipFile

import pyarrow as pa
import pyarrow.parquet as pq

from warehouse.durable import sync
from warehouse.model import AthleteId

Source = Literal["export", "files", "log", "strava"]

_COLUMNS: list[tuple[str, pa.DataType]] = [
    ("source_key", pa.string()),
    ("linked_key", pa.string()),
    ("file_sha256", pa.string()),
    ("sport", pa.string()),
    ("sport_type", pa.string()),
    ("name", pa.string()),
    ("start_utc", pa.timestamp("us")),
    ("utc_offset_s", pa.int32()),
    ("timezone", pa.string()),
    ("local_date", pa.date32()),
    ("distance_m", pa.float64()),
    ("moving_s", pa.float64()),
    ("elapsed_s", pa.float64()),
    ("elevation_gain_m", pa.float64()),
    ("descent_m", pa.float64()),
    ("cadence", pa.float64()),
    ("cadence_unit", pa.string()),
    ("heartrate_bpm", pa.float64()),
    ("max_heartrate_bpm", pa.float64()),
    ("rpe", pa.float64()),
    ("device", pa.string()),
    ("indoor", pa.bool_()),
    ("gear_id", pa.string()),
    ("gear_name", pa.string()),
]
ACTIVITIES = pa.schema(_COLUMNS)
"""One row an activity as its source tells it: SI units, UTC without zone, unknown is null.

`source_key` is `strava:<id>` for a row of an export or the API, `file:<16 hex of the content>[-<session>]` for a watch file,
`log:<date>:<sport>:<nth of the day>` for a training log. `linked_key` names the export row a file belongs to.
`cadence` is as the source has it; `cadence_unit` is `steps`, `one_leg` or null when the number must decide.
`local_date` is only set by sources that know no clock. `gear_id` is `strava:g<id>`, `strava:<name>` where an export has only
the name, or `log:<name>`.
"""

SAMPLES = pa.schema(
    [
        pa.field("source_key", pa.dictionary(pa.int32(), pa.string()), nullable=False),
        pa.field("t_s", pa.float32(), nullable=False),
        pa.field("distance_m", pa.float32()),
        pa.field("speed_mps", pa.float32()),
        pa.field("cadence", pa.float32()),
        pa.field("heartrate_bpm", pa.float32()),
        pa.field("altitude_m", pa.float32()),
    ]
)
"""Per-second samples: seconds since the activity's start, cumulative metres, m/s, cadence as in the source, bpm, metres."""


@dataclass(frozen=True, slots=True)
class FileReport:
    """What became of one file: shown to the user line by line."""

    path: str
    status: Literal["imported", "duplicate", "not_an_activity", "failed"]
    reason: str | None = None
    recovered_records: int | None = None


@dataclass(frozen=True, slots=True)
class Gear:
    """A pair of shoes as Strava tells of it; `distance_m` is everything it ever did, what was set by hand included.

    `gear_id` is the rows' word for it, `strava:g<id>`.
    """

    gear_id: str
    name: str
    distance_m: float | None = None
    retired: bool = False


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a batch says of itself.

    `full` batches hold everything its source has: what a newer full batch lacks is gone there. `as_of` is the age of the content, not of
    the import, so an old export imported late never overrules a newer one. Equal `fingerprint`: the same content. `job` is the import that
    brought it, so that one that was cut off knows its own when it goes on.

    Pages of the Strava API: `as_of` is when the page was asked for, ISO 8601 in UTC to the microsecond; `walk` names the full listing it
    belongs to (the moment that began, same form; None outside one), `page` its place there, and `last` marks the empty page that ends it.
    `samples_of` is the key of the one activity whose samples the batch holds, or was told that there are none; such a batch has no rows.
    """

    source: Source
    fingerprint: str
    full: bool = False
    as_of: str = ""
    timezone: str | None = None
    shoes: Mapping[str, str] = field(default_factory=dict)
    files: tuple[FileReport, ...] = ()
    gear: tuple[Gear, ...] = ()
    walk: str | None = None
    page: int = 0
    last: bool = False
    samples_of: str | None = None
    job: str | None = None


@dataclass(frozen=True, slots=True)
class Batch:
    """A landed batch: whose it is, where it lies, and its name, which sorts by the time it landed."""

    athlete: AthleteId
    source: Source
    name: str
    path: Path

    @property
    def activities(self) -> Path:
        """The batch's activities, Parquet with the columns of `ACTIVITIES`."""
        return self.path / "activities.parquet"

    @property
    def samples(self) -> Path:
        """The batch's samples, Parquet with the columns of `SAMPLES`; may be absent."""
        return self.path / "samples.parquet"

    def manifest(self) -> Manifest:
        """Read what the batch says of itself."""
        raw = json.loads((self.path / "manifest.json").read_text("utf-8"))
        gear = tuple(Gear(**pair) for pair in raw.get("gear", ()))
        return Manifest(**{**raw, "files": tuple(FileReport(**f) for f in raw["files"]), "gear": gear})

    def starts(self) -> dict[str, datetime | None]:
        """Read the key of each of its activities with the start in UTC, without a zone; None where only the day is known."""
        table = pq.read_table(self.activities, columns=["source_key", "start_utc"])
        return dict(zip(*(column.to_pylist() for column in table.columns), strict=True))


@dataclass(slots=True)
class PendingBatch:
    """A batch being written beside its place. Use as a context manager: leaving it well renames it into place."""

    batch: Batch
    part: Path
    _originals: ZipFile | None = None

    @classmethod
    def start(cls, root: Path, athlete: AthleteId, source: Source, now: datetime) -> Self:
        """Create the empty folder beside the batch's future place."""
        name = f"{now.astimezone(UTC):%Y%m%dT%H%M%S%f}-{secrets.token_hex(3)}"
        return cls.at(Batch(athlete, source, name, root / athlete / source / name))

    @classmethod
    def at(cls, batch: Batch) -> Self:
        """Create the empty folder beside the place of this batch to be."""
        part = batch.path.with_name(f".{batch.name}-{secrets.token_hex(3)}-{os.getpid()}.part")
        part.mkdir(parents=True)
        return cls(batch, part)

    def original(self, name: str, content: bytes) -> None:
        """Keep the bytes of a file as they came, under a name made by us (never a name from the file)."""
        if self._originals is None:
            self._originals = ZipFile(self.part / "originals.zip", "x", ZIP_STORED)
        self._originals.writestr(name, content)

    def write(self, activities: Iterable[Mapping[str, Any]], samples: pa.Table | None, manifest: Manifest) -> None:
        """Write rows, samples and manifest; call once, before leaving the block."""
        table = pa.Table.from_pylist(list(activities), schema=ACTIVITIES)
        pq.write_table(table, self.part / "activities.parquet", compression="zstd")
        if samples is not None and samples.num_rows:
            pq.write_table(samples.cast(SAMPLES), self.part / "samples.parquet", compression="zstd")
        (self.part / "manifest.json").write_text(json.dumps(asdict(manifest)), "utf-8")

    def __enter__(self) -> Self:
        """Hand out the open batch."""
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """Rename into place when all went well, else leave no trace."""
        if self._originals is not None:
            self._originals.close()
        if kind is not None:
            shutil.rmtree(self.part, ignore_errors=True)
            return
        for path in _files_below(self.part):
            sync(path)
        self.part.rename(self.batch.path)
        sync(self.batch.path.parent)


def _files_below(folder: Path) -> Iterator[Path]:
    yield from (path for path in folder.rglob("*") if path.is_file())
    yield folder
