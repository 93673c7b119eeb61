"""Training logs: spreadsheets of coaches, one session a line, saved as CSV by whatever program in whatever language."""

import codecs
import csv
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from io import StringIO
from typing import Any

from pipelines.files.log_dates import day_reader
from pipelines.files.numbers import number
from pipelines.files.sports import sport_type
from warehouse.errors import UnreadableError

REQUIRED = frozenset({"date", "sport"})
OF_STRAVA = frozenset({"activity_id", "activity_date", "activity_type", "filename"})
_HEAD = 1 << 16
_WIDEST = 1 << 17
NEXT_STEP = "The first line names the columns: date and sport, and what you have of distance_km, minutes, rpe, shoe and so on."


@dataclass(frozen=True, slots=True)
class _Figure:
    """A column of numbers: the landing column it fills, the factor to SI units, the highest believable value."""

    column: str
    factor: float
    highest: float
    zero_is_unknown: bool = False


FIGURES = {
    "distance_km": _Figure("distance_m", 1000.0, 500.0),
    "minutes": _Figure("moving_s", 60.0, 6000.0),
    "rpe": _Figure("rpe", 1.0, 10.0),
    "average_heartrate": _Figure("heartrate_bpm", 1.0, 250.0, zero_is_unknown=True),
    "cadence_spm": _Figure("cadence", 1.0, 300.0, zero_is_unknown=True),
    "elevation_gain_m": _Figure("elevation_gain_m", 1.0, 20_000.0),
}


@dataclass(frozen=True, slots=True)
class LogAthlete:
    """One athlete's sessions, as rows of `warehouse.landing.ACTIVITIES`; `name` is None when the log names nobody."""

    name: str | None
    rows: list[dict[str, Any]] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    cells: Mapping[str, str]
    surplus: bool

    def text(self, column: str) -> str:
        return self.cells.get(column, "")


def is_log(content: bytes) -> bool:
    """Say whether this is a training log: a table with the columns date and sport that does not come from Strava."""
    try:
        header, _ = _table(_decoded(content[:_HEAD]))
    except csv.Error:
        return False
    return set(header) >= REQUIRED and not OF_STRAVA & set(header)


def read_log(content: bytes) -> list[LogAthlete]:
    """Read a training log; athletes in the order they appear. A bad row becomes a problem, the others are kept.

    Raises:
        UnreadableError: the columns date and sport are missing, there is no row, or it is no table at all.

    """
    try:
        lines = list(_lines(_decoded(content)))
    except csv.Error:
        raise UnreadableError(
            "The training log is not readable as a table.", "Save it as CSV (comma separated) and import it again."
        ) from None
    if not lines:
        raise UnreadableError("The training log has no rows.", NEXT_STEP)
    to_day = day_reader(line.text("date") for line in lines)
    people: dict[str | None, LogAthlete] = {}
    sessions: Counter[tuple[str | None, str]] = Counter()
    for line in lines:
        name = line.text("athlete") or None
        person = people.setdefault(name, LogAthlete(name))
        try:
            row = _row(line, to_day)
        except ValueError as error:
            person.problems.append(f"line {line.number}: {error}")
            continue
        key = f"log:{row['local_date']}:{row['sport_type']}"
        sessions[name, key] += 1
        person.rows.append({"source_key": f"{key}:{sessions[name, key]}", **row})
    return list(people.values())


def _lines(text: str) -> Iterator[_Line]:
    """Yield the rows that are not blank.

    Raises:
        UnreadableError: the columns date and sport are missing.

    """
    header, rows = _table(text)
    if missing := REQUIRED - set(header):
        raise UnreadableError(f"The training log has no column {' and no column '.join(sorted(missing))}.", NEXT_STEP)
    for line, cells in rows:
        named = dict(reversed([*zip(header, cells, strict=False)]))
        yield _Line(line, named, any(cells[len(header) :]))


def _table(text: str) -> tuple[list[str], Iterator[tuple[int, list[str]]]]:
    """Return the names of the columns and the numbered rows below them, blank lines and Excel's `sep=` left out."""
    csv.field_size_limit(_WIDEST)  # one limit a process, which reading an export raises
    reader = csv.reader(StringIO(text, newline=""), delimiter=_separator(text))
    stripped = ([cell.strip() for cell in cells] for cells in reader)
    rows = ((reader.line_num, cells) for cells in stripped if any(cells) and not cells[0].startswith("sep="))
    _, header = next(rows, (0, []))
    return [_column(cell) for cell in header], rows


def _row(line: _Line, to_day: Callable[[str], date]) -> dict[str, Any]:
    if line.surplus:
        raise ValueError("it has more values than there are columns, perhaps a decimal comma without quotes")
    for column in sorted(REQUIRED):
        if not line.text(column):
            raise ValueError(f"{column} is missing")
    sport, shoe = line.text("sport"), line.text("shoe") or None
    return {
        "sport": sport,
        "sport_type": sport_type(sport),
        "local_date": to_day(line.text("date")),
        "cadence_unit": "steps",
        "gear_id": shoe and f"log:{shoe}",
        "gear_name": shoe,
        **{figure.column: _figure(line.text(name), name, figure) for name, figure in FIGURES.items()},
    }


def _figure(text: str, name: str, figure: _Figure) -> float | None:
    if not text:
        return None
    label = name.removesuffix("_km")
    value = number(text, decimal=",")
    if value is None and number(text.lstrip("-"), decimal=",") is None:
        raise ValueError(f"{label} '{text}' is not a number")
    if value is None or value > figure.highest:
        raise ValueError(f"{label} '{text}' is not between 0 and {figure.highest:g}")
    return None if figure.zero_is_unknown and value == 0 else value * figure.factor


def _column(name: str) -> str:
    return "_".join(name.casefold().replace("-", " ").replace("_", " ").split())


def _separator(text: str) -> str:
    head = text.lstrip("\r\n \t")
    first = head.partition("\n")[0]
    return first[4:5] if first.startswith("sep=") else max(",;\t", key=first.count)


def _decoded(content: bytes) -> str:
    """Return the text: Unicode where it is, else what Excel saves on Windows."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", "replace")
    bare = content.removeprefix(codecs.BOM_UTF8)
    try:
        return bare.decode("utf-8")
    except UnicodeDecodeError:
        return bare.decode("cp1252", "replace")
