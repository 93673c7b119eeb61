"""Reads a transcript: a Markdown file that says why in a sentence, then what is *given* and what to *expect*, as tables.

A date may stand for several days: `2026-03-01..2026-03-29 every 7`. A number is expected to the digits it is written with, an empty
cell to be null, and a row whose first cell begins with "no " is expected to be absent.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

Cells = Mapping[str, str]
KEYS = ("local_date", "opened_on", "week_start", "first_day", "measure", "rule", "note", "name", "shoe_id", "distance_km", "doubt")
HALF_A_DIGIT = 0.5000001
_DAYS = re.compile(r"(\d{4}-\d\d-\d\d)(?:\.\.(\d{4}-\d\d-\d\d))?(?: every (\d+))?")


@dataclass(frozen=True, slots=True)
class Transcript:
    """One case: its name, its sentence, and its tables by heading."""

    name: str
    why: str
    given: Mapping[str, list[Cells]]
    expect: Mapping[str, list[Cells]]


def read(path: Path) -> Transcript:
    """Read one file; raise ValueError when it lacks the sentence or expects nothing."""
    head, *sections = re.split(r"^## ", path.read_text("utf-8"), flags=re.MULTILINE)
    why = head.partition("\n")[2].strip()
    tables: dict[str, dict[str, list[Cells]]] = {"given": {}, "expect": {}}
    for section in sections:
        heading, _, body = section.partition("\n")
        kind, name = heading.split()
        tables[kind].setdefault(name, []).extend(_rows(body))
    if not why or not all(tables["expect"].values()) or not tables["expect"]:
        raise ValueError(f"{path.name} needs a sentence and something to expect")
    return Transcript(path.stem, why, tables["given"], tables["expect"])


def days(text: str) -> Iterator[date]:
    """Return the days a cell stands for."""
    found = _DAYS.fullmatch(text)
    if not found:
        raise ValueError(f"{text!r} is no day")
    first, last = date.fromisoformat(found[1]), date.fromisoformat(found[2] or found[1])
    step = int(found[3] or 1)
    return (first + timedelta(days=n) for n in range(0, (last - first).days + 1, step))


def differences(expected: Cells, rows: list[dict[str, Any]]) -> Iterator[str]:
    """Say what of one expected row is not so in the published rows of the athlete."""
    first = next(iter(expected))
    absent = expected[first].startswith("no ")
    cells = {**expected, first: expected[first].removeprefix("no ")}
    keys = [name for name in KEYS if cells.get(name)]
    for day in days(cells[keys[0]]) if keys and keys[0] in {"local_date", "opened_on", "week_start"} else [None]:
        wanted = {**cells, keys[0]: str(day)} if day else cells
        found = [row for row in rows if all(_agrees(wanted[key], row[key]) for key in keys)]
        if len(found) != (not absent):
            yield f"{len(found)} rows for {wanted}"
        elif found:
            yield from (
                f"{day or ''} {name} is {found[0][name]!r}, not {text or 'null'} in {wanted}"
                for name, text in wanted.items()
                if not _agrees(text, found[0][name])
            )


def _agrees(text: str, value: object) -> bool:
    if not text or value is None:
        return not text and value is None
    if isinstance(value, bool):
        return text == str(value).lower()
    if isinstance(value, int | float):
        digits = len(text.partition(".")[2])
        return abs(float(text) - value) <= HALF_A_DIGIT * 10.0**-digits
    return text == str(value)


def _rows(body: str) -> Iterator[Cells]:
    lines = [line.strip().strip("|") for line in body.splitlines() if line.lstrip().startswith("|")]
    header, _, *rest = ([cell.strip() for cell in line.split("|")] for line in lines)
    for cells in rest:
        yield dict(zip(header, cells, strict=True))
