"""What is worth saying of pairs of shoes, in words: `shoe_notes.toml`, read strictly, and filled with the numbers of a day."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from warehouse.model import Grade, ShoeId
from warehouse.rules import load_rules
from warehouse.tables import broken, read
from warehouse.wording import Units, beside, count, day, fields, words

FILE = "shoe_notes.toml"
FACTS = {"shoe", "other", "uses", "of_uses", "recent_uses", "other_uses", "earlier_days", "distance_km", "of_km", "recent_km", "until"}

COUNTED = {"retired_in_use": "activity", "no_pair": "activity", "other_sports": "run"}
"""What is counted in notes that may be about a single one."""


@dataclass(frozen=True, slots=True)
class ShoeNote:
    """One thing worth saying of a pair, None for running without one: a sentence with its numbers, why, and what to do."""

    note: str
    shoe: ShoeId | None
    title: str
    message: str
    why: str
    action: str
    grade: Grade
    source: str
    important: bool


@dataclass(frozen=True, slots=True)
class NoteText:
    """The words of one kind of note; `line` names the parameter a share is held against."""

    id: str
    important: bool
    title: str
    message: str
    why: str
    action: str
    grade: Grade
    source: str
    line: str = ""


@dataclass(frozen=True, slots=True)
class NoteTexts:
    """All kinds of notes, the most pressing first."""

    note: tuple[NoteText, ...]


@cache
def load_notes() -> tuple[NoteText, ...]:
    """Return the words that came with this version, the most pressing kind first; raise SettingsError when they were damaged."""
    return parse_notes()


def parse_notes(content: str | None = None) -> tuple[NoteText, ...]:
    """Read the words from TOML text, the package's own by default; raise SettingsError naming what is wrong."""
    notes = read(FILE, NoteTexts, content).note
    known = FACTS | {"share", "line"} | load_rules().about("shoe_wear").parameters.keys()
    for text in notes:
        used = {name for template in (text.message, text.why, text.action) for name in fields(template)}
        if unknown := used - known:
            raise broken(f"{FILE}: {text.id}", f"{', '.join(sorted(unknown))} is used in a text but is neither a fact nor a parameter")
    return notes


def say(rows: Iterable[Mapping[str, Any]], units: Units = "km") -> tuple[ShoeNote, ...]:
    """Word the rows of the query `shoe_notes`, the most pressing first; distances follow `units`."""
    found = list(rows)
    return tuple(_note(text, row, units) for text in load_notes() for row in found if row["note"] == text.id)


def _note(text: NoteText, row: Mapping[str, Any], units: Units) -> ShoeNote:
    rule = load_rules().about("shoe_wear").parameters
    said = {**words(rule, units, exact=True), **words(_facts(row, rule), units)}
    if text.line:
        value, line = beside(100 * row["distance_km"] / row["of_km"], 100 * rule[text.line], "%")
        said |= {"share": f"{value} %", "line": f"{line} %"}
    message, why, action = (template.format_map(said) for template in (text.message, text.why, text.action))
    return ShoeNote(text.id, row["shoe_id"], text.title, message, why, action, text.grade, text.source, text.important)


def _facts(row: Mapping[str, Any], rule: Mapping[str, float]) -> dict[str, float | str | None]:
    thing = COUNTED.get(row["note"])
    uses = {name: count(row[name] or 0, thing) if thing else row[name] for name in ("uses", "recent_uses")}
    distances = {name: row[name] for name in ("shoe", "other", "of_uses", "other_uses", "distance_km", "of_km", "recent_km")}
    return {**distances, **uses, "earlier_days": rule["share_days"] - rule["known_days"], "until": row["until"] and day(row["until"])}


def table(notes: tuple[NoteText, ...]) -> str:
    """Return the notes as a table in Markdown, with the lines they are held against."""
    rule = load_rules().about("shoe_wear").parameters
    fixed = {**dict.fromkeys(FACTS, "n"), "shoe": "A pair", "other": "another", **words(rule, exact=True), "share": "n %"}
    rows = ((text, text.message.format_map({**fixed, "line": fixed.get(text.line, "")})) for text in notes)
    lines = (f"| {text.title} (`{text.id}`) | {message} | {text.grade} | {text.source} |" for text, message in rows)
    return "\n".join(("| Note | Said when | Grade | Source |", "|---|---|---|---|", *lines))
