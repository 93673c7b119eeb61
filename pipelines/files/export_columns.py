"""Where each field of an activities.csv stands: by name in six languages, else by its place in the long layout."""

import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from html import unescape
from pathlib import Path
from typing import Literal

from pipelines.files.numbers import Decimal

NEEDED = ("id", "date", "type")
_TAG = re.compile(r"<[^<>]*>")
_COPY = re.compile(r"\.\d+$")
_TWINS = ((5, 15), (6, 17))


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of one export: for each field its places, the most precise last.

    `metres` is true where the only distance is in metres; `english` decides what a comma and 4/6/2024 mean.
    """

    places: Mapping[str, tuple[int, ...]]
    width: int
    english: bool
    metres: bool

    @property
    def decimal(self) -> Decimal:
        """The decimal sign of display columns."""
        return "." if self.english else ","

    def cell(self, row: Sequence[str], field: str, which: Literal["best", "first", "last"] = "best") -> str:
        """Return the field's text: from its most precise column that is filled, or from its first or last column.

        The row is as wide as the header or wider.
        """
        places = self.places.get(field, ())
        chosen = places[:1] if which == "first" else places[-1:] if which == "last" else places[::-1]
        for place in chosen:
            if text := row[place].strip():
                return text
        return ""


def find_columns(header: Sequence[str]) -> Columns | None:
    """Return the columns of this header, or None when it is not the header of an activities.csv."""
    cells = [_tidy(cell) for cell in header]
    old = "id" in cells and "activity id" not in cells
    if old:
        cells = [{"type": "activity type", "gear": "activity gear"}.get(cell, cell) for cell in cells]
    places = _by_position(cells) | _by_name(cells)
    if not all(field in places for field in NEEDED):
        return None
    english = old or "activity id" in cells
    return Columns(places, len(header), english, metres=old)


def _by_name(cells: Sequence[str]) -> dict[str, tuple[int, ...]]:
    found: dict[str, list[int]] = {}
    words = {name: field for field, (names, _) in _table().items() for name in names}
    for place, cell in enumerate(cells):
        if field := words.get(cell):
            found.setdefault(field, []).append(place)
    return {field: tuple(places) for field, places in found.items()}


def _by_position(cells: Sequence[str]) -> dict[str, tuple[int, ...]]:
    """Trust the long layout where its twin columns (elapsed time, distance) carry the same name, whatever the language."""
    width = len(cells)
    if not all(width > late and cells[early] and cells[early] == cells[late] for early, late in _TWINS):
        return {}
    return {field: tuple(p for p in places if p < width) for field, (_, places) in _table().items() if places[0] < width}


def _tidy(cell: str) -> str:
    text = unescape(_TAG.sub("", cell)).replace("_", " ").replace("\u2019", "'")
    return _COPY.sub("", " ".join(unicodedata.normalize("NFC", text).casefold().split())).strip("\ufeff ")


@cache
def _table() -> dict[str, tuple[list[str], list[int]]]:
    raw = tomllib.loads(Path(__file__).with_name("export_columns.toml").read_text("utf-8"))
    return {field: ([_tidy(name) for name in entry["names"]], entry["positions"]) for field, entry in raw.items()}
