"""What a person may enter: each function returns the clean value or raises PlimsollError saying what would be right."""

import math
import unicodedata
from collections.abc import Callable
from datetime import date
from typing import Any, get_args
from zoneinfo import ZoneInfo

from warehouse.errors import PlimsollError
from warehouse.wording import KM_PER_MILE, Units

_LONGEST_NAME = 100
_LONGEST_NOTE = 500
_EARLIEST = date(1970, 1, 1)
_MINUTE_S = 60
_FASTEST_S, _SLOWEST_S = 120, 900


def clean_name(value: str, *, of: str = "athlete") -> str:
    """Return a name without surrounding space: 1 to 100 printable characters."""
    name = unicodedata.normalize("NFC", value).strip()
    if not name or len(name) > _LONGEST_NAME or not name.isprintable():
        raise PlimsollError(
            f"That is no name for an {of}." if of[0] in "aeiou" else f"That is no name for a {of}.",
            "Use 1 to 100 letters, digits or spaces.",
        )
    return name


def clean_timezone(value: str) -> str:
    """Return an IANA time zone that this machine knows."""
    try:
        return ZoneInfo(value.strip()).key
    except (KeyError, ValueError, OSError) as error:
        raise PlimsollError(f"“{value}” is not a time zone.", "Use a name like Europe/Berlin or America/New_York.") from error


def choice(what: str, *allowed: str) -> Callable[[str], str | None]:
    """Return a cleaner that accepts the words given; an empty word stands for unknown where it is allowed."""

    def clean(value: str) -> str | None:
        word = value.strip().lower()
        if word not in allowed:
            raise PlimsollError(f"“{value}” is not a choice for {what}.", f"Use {' or '.join(word or 'nothing' for word in allowed)}.")
        return word or None

    return clean


def heart_rate(what: str, low: int, high: int) -> Callable[[str], int | None]:
    """Return a cleaner for beats a minute between `low` and `high`; empty stands for unknown."""

    def clean(value: str) -> int | None:
        if not value.strip():
            return None
        bpm = int(value) if value.strip().isdecimal() else -1
        if not low <= bpm <= high:
            raise PlimsollError(f"“{value}” cannot be a {what} heart rate.", f"Use beats a minute from {low} to {high}.")
        return bpm

    return clean


def kilometres(value: float, what: str, low: float, high: float, units: Units = "km") -> float:
    """Return a distance in km between `low` and `high`; the error is worded in `units`."""
    if not math.isfinite(value) or not low <= value <= high:
        said, least, most = (km if units == "km" else round(km / KM_PER_MILE, 1) for km in (value, low, high))
        raise PlimsollError(f"{said:g} {units} cannot be the {what} of a pair of shoes.", f"Use from {least:g} to {most:g} {units}.")
    return float(value)


def clean_note(value: str) -> str:
    """Return a note of up to 500 characters, lines allowed, other control characters not."""
    note = unicodedata.normalize("NFC", value).replace("\r\n", "\n").strip()
    if len(note) > _LONGEST_NOTE or not note.replace("\n", " ").replace("\t", " ").isprintable():
        raise PlimsollError("That note cannot be kept.", f"Use up to {_LONGEST_NOTE} letters, digits or spaces.")
    return note


def word(value: str, what: str, allowed: Any) -> Any:
    """Return the word when it is one of the `Literal` type given."""
    words = get_args(allowed)
    if value not in words:
        raise PlimsollError(f"“{value}” is not a choice for {what}.", f"Use {' or '.join(one or 'nothing' for one in words)}.")
    return value


def whole(value: int, what: str, low: int, high: int) -> int:
    """Return a whole number between `low` and `high`."""
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise PlimsollError(f"{what} cannot be {value}.", f"Use a whole number from {low} to {high}.")
    return value


def past_day(value: date, what: str, newest: date) -> date:
    """Return a day from 1970 up to the `newest` one."""
    if not _EARLIEST <= value <= newest:
        raise PlimsollError(f"The {what} cannot be on {value}.", f"Use a day from {_EARLIEST} to {newest}.")
    return value


def threshold_pace(value: str, units: str) -> float | None:
    """Return seconds a km of a pace written as minutes and seconds a km or mile, like 4:30; empty stands for unknown."""
    if not value.strip():
        return None
    minutes, _, seconds = value.strip().partition(":")
    written = minutes.isdecimal() and seconds.isdecimal() and len(seconds) == len("00") and int(seconds) < _MINUTE_S
    per_km = (int(minutes) * _MINUTE_S + int(seconds)) / (KM_PER_MILE if units == "mi" else 1) if written else 0.0
    if not _FASTEST_S <= per_km <= _SLOWEST_S:
        example = "7:15 a mile" if units == "mi" else "4:30 a km"
        raise PlimsollError(f"“{value}” cannot be a threshold pace.", f"Use minutes and seconds like {example}.")
    return per_km
