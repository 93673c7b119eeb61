"""Rows of Strava's activities.csv as activities, whatever the year and language it was exported in."""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import islice
from typing import Any

from pipelines.files.export_columns import Columns, find_columns
from pipelines.files.export_dates import clock_time, moment
from pipelines.files.numbers import number, positive, seconds
from pipelines.files.sports import sport_type
from warehouse.errors import UnreadableError

Row = dict[str, Any]
_ID = re.compile(r"(\d{1,20})(?:\.0*)?", re.ASCII)
_HEADER_WITHIN = 5
_METRES_A_KM = 1000.0
_WIDEST = 1 << 24
_START = 1 << 18


@dataclass(slots=True)
class ExportTable:
    """What an activities.csv holds: rows of `warehouse.landing.ACTIVITIES`, the file of each row, and what could not be read."""

    rows: list[Row] = field(default_factory=list)
    filenames: dict[str, str] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)

    def as_of(self, now: datetime) -> str:
        """Age of the content as text that sorts: the newest start that is not in the future, and the largest activity id."""
        limit = str(now.astimezone(UTC).replace(tzinfo=None))
        starts = (str(row["start_utc"] or row["local_date"]) for row in self.rows)
        ids = (int(row["source_key"].partition(":")[2]) for row in self.rows)
        return f"{max((s for s in starts if s <= limit), default='')}#{max(ids, default=0):020d}"


def is_export(content: bytes) -> bool:
    """Tell whether this is an activities.csv, by the shape of its header."""
    start = content[:_START]
    return _find_header(start[: start.rfind(b"\n") + 1] or start) is not None


def read_export(content: bytes) -> ExportTable:
    """Read every row that can be read; the others are named in `problems`.

    Raises UnreadableError when no line is a header of activities.csv.
    """
    header = _find_header(content)
    if header is None:
        raise UnreadableError("This table has no header of a Strava export.", "Take activities.csv from the export as it came from Strava.")
    lines, columns = header
    rows: dict[str, Row] = {}
    table = ExportTable()
    for line, cells in _records(content, skip=lines):
        try:
            row = _row(cells, columns)
        except ValueError as error:
            table.problems.append(f"row {line}: {error}")
            continue
        key = row["source_key"]
        rows.pop(key, None)
        rows[key] = row
        if filename := columns.cell(cells, "filename"):
            table.filenames[key] = filename
    table.rows.extend(rows.values())
    return table


def _find_header(content: bytes) -> tuple[int, Columns] | None:
    for line, cells in islice(_records(content), _HEADER_WITHIN):
        if columns := find_columns(cells):
            return line, columns
    return None


def _records(content: bytes, skip: int = 0) -> Iterator[tuple[int, list[str]]]:
    """Yield each record that is not blank with its number, as a spreadsheet counts rows."""
    text = decode(content)
    start = text[:4096]
    csv.field_size_limit(_WIDEST)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=";" if start.count(";") > start.count(",") else ",")
    line = 0
    while True:
        line += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            cells = ["?"]
        if line > skip and any(cell.strip() for cell in cells):
            yield line, cells


def decode(content: bytes) -> str:
    """Return the text of a table: UTF-8 with or without a mark, UTF-16 with one, else Windows' western letters; without NULs."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace").replace("\0", "")
    try:
        return content.decode("utf-8-sig").replace("\0", "")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace").replace("\0", "")


def _row(cells: list[str], columns: Columns) -> Row:
    if len(cells) < columns.width or any(cell.strip() for cell in cells[columns.width :]):
        raise ValueError(f"it has {len(cells)} of {columns.width} columns")
    gear_id, gear_name = _gear(cells, columns)
    sport = columns.cell(cells, "type")
    return {
        "source_key": f"strava:{_activity_id(columns.cell(cells, 'id'))}",
        "linked_key": None,
        "file_sha256": None,
        "sport": sport or None,
        "sport_type": sport_type(sport),
        "name": columns.cell(cells, "name") or None,
        "gear_id": gear_id,
        "gear_name": gear_name,
        **_start(cells, columns),
        **_measures(cells, columns),
    }


def _activity_id(text: str) -> int:
    if not (found := _ID.fullmatch(text)):
        raise ValueError(f"the activity id {text[:30]!r} is not a whole number")
    return int(found[1])


def _start(cells: list[str], columns: Columns) -> Mapping[str, datetime | date | None]:
    text = columns.cell(cells, "date", "first")
    try:
        found = moment(text, day_first=not columns.english)
        if not isinstance(found, datetime) and (clock := clock_time(columns.cell(cells, "start_time"))):
            found = datetime.combine(found, clock)
    except ValueError:
        raise ValueError(f"the date {text[:40]!r} is not understood") from None
    if isinstance(found, datetime):
        return {"start_utc": found, "local_date": None}
    return {"start_utc": None, "local_date": found}


def _measures(cells: list[str], columns: Columns) -> dict[str, float | None]:
    def read(name: str) -> str:
        return columns.cell(cells, name)

    comma = columns.decimal
    return {
        "distance_m": _distance(cells, columns),
        "moving_s": seconds(read("moving"), comma),
        "elapsed_s": seconds(read("elapsed"), comma),
        "elevation_gain_m": number(read("gain"), comma),
        "descent_m": number(read("loss"), comma),
        "cadence": positive(read("cadence"), comma),
        "heartrate_bpm": positive(read("heartrate"), comma),
        "max_heartrate_bpm": positive(read("max_heartrate"), comma),
        "rpe": positive(read("rpe"), comma),
    }


def _distance(cells: list[str], columns: Columns) -> float | None:
    """Return metres: the later of two distances; a single one is in km but for swims, or in metres in the old header."""
    twice = len(columns.places.get("distance", ())) > 1
    if twice and (precise := columns.cell(cells, "distance", "last")):
        return number(precise, columns.decimal)
    shown = number(columns.cell(cells, "distance", "first"), columns.decimal)
    if shown is None or columns.metres or sport_type(columns.cell(cells, "type")) == "Swim":
        return shown
    return shown * _METRES_A_KM


def _gear(cells: list[str], columns: Columns) -> tuple[str | None, str | None]:
    """Return id and name. Ids were written as 32-bit floats until 2025; an export without ids names its gear only."""
    name = columns.cell(cells, "gear_name") or None
    for column, letter in (("gear", "g"), ("bike", "b")):
        if found := _ID.fullmatch(columns.cell(cells, column)):
            return f"strava:{letter}{found[1]}", name
    return (f"strava:{name}" if name else None), name
