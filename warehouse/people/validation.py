"""What a person may enter: each function returns the clean value or raises PlimsollError saying what would be right."""

import math
import unicodedata
from collections.abc import Callable
from zoneinfo import ZoneInfo

from warehouse.errors import PlimsollError

_LONGEST_NAME = 100


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


def kilometres(value: float, what: str, low: float, high: float) -> float:
    """Return a distance in km between `low` and `high`."""
    if not math.isfinite(value) or not low <= value <= high:
        raise PlimsollError(f"{value:g} km cannot be the {what} of a pair of shoes.", f"Use a distance from {low:g} to {high:g} km.")
    return float(value)
