"""The JSON documents people script against: which keys, in which order, rounded how. No printing."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from warehouse.doubt import RunDoubt
from warehouse.model import AthleteRow, Run, Shoe, Week
from warehouse.shoe_notes import ShoeNote
from warehouse.wording import Units

_CHECK = ("rule", "level", "value", "unit", "threshold", "grade", "source", "active_until", "message", "action", "missing")
_SHOE = ("shoe", "name", "distance_km", "limit_km", "share_90d", "replace_from", "replace_to", "state")
_ADVICE = ("id", "kind", "title", "dose", "why", "grade", "source")
_WEEK = ("athlete", "athlete_name", "as_of", "level", "score", "incomplete", "checks_ran", "checks_total", "ceiling_km", "load_scale")
_PARTS = {"checks": _CHECK, "shoes": _SHOE, "advice": _ADVICE}
_ORDER = ("checks", "week", "context", "cadence", "shoes", "advice")


def week_document(week: Week) -> dict[str, Any]:
    """Return the week as the contract has it."""
    whole = asdict(week)
    head = {key: plain(key, whole[key]) for key in _WEEK}
    return head | {key: _part(key, whole[key]) for key in _ORDER} | {"hints": list(week.hints)}


def run_document(run: Run) -> dict[str, Any]:
    """Return one activity with every column of the list."""
    return _plain(asdict(run))


def doubt_document(doubt: RunDoubt, units: Units) -> dict[str, Any]:
    """Return one doubt about a run with its sentence in the athlete's units."""
    from warehouse.quality import explain

    return {**_plain(asdict(doubt)), "message": explain(doubt, units)}


def shoe_document(shoe: Shoe) -> dict[str, Any]:
    """Return one pair with everything known of it."""
    return _plain(asdict(shoe))


def shoe_list_document(shoes: Iterable[Shoe], notes: Iterable[ShoeNote]) -> list[dict[str, Any]]:
    """Return every pair with what is worth saying of it under `notes`."""
    said = [note_document(note) for note in notes]
    return [{**shoe_document(shoe), "notes": [note for note in said if note["shoe"] == shoe.shoe]} for shoe in shoes]


def note_document(note: ShoeNote) -> dict[str, Any]:
    """Return one note; `shoe` is null when it is about running without a pair."""
    return asdict(note)


def athlete_document(row: AthleteRow) -> dict[str, Any]:
    """Return one athlete; `demo` tells whether they are made up."""
    names = {"athlete": row.athlete, "athlete_name": row.name}
    return names | _plain({key: value for key, value in asdict(row).items() if key not in {"athlete", "name"}})


def plain(key: str, value: Any) -> Any:
    """Return a value JSON knows: days in ISO, km to the metre, other numbers to four decimals."""
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, float):
        return round(value, 3 if key.endswith("_km") else 4)
    return value


def _part(key: str, value: Any) -> Any:
    if isinstance(value, dict):
        return _plain(value)
    return [{name: plain(name, item[name]) for name in _PARTS[key]} for item in value]


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {key: plain(key, value) for key, value in row.items()}
