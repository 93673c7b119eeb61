"""Numbers as people and exports write them. A number that cannot be true is unknown."""

import re
from math import isfinite
from typing import Literal

Decimal = Literal[".", ","]

LIMIT = 1e9
_SPACES = re.compile(r"[\s\u00a0\u202f\u2009'\u2019]+")
_PLAIN = re.compile(r"[0-9]+(?:\.[0-9]+)?", re.ASCII)
_SHAPE = re.compile(r"[+-]?(?:[0-9]+(?:[.,][0-9]+)*|[.,][0-9]+)[.,]?(?:[eE][+-]?[0-9]{1,3})?", re.ASCII)
_CLOCK = re.compile(r"(?:(\d{1,4}):)?(\d{1,3}):(\d{2}(?:\.\d+)?)", re.ASCII)


def number(text: str, decimal: Decimal = ".") -> float | None:
    """Read a number of zero or more; None for nothing, nonsense, negative, infinite or absurdly large.

    A single point is always the decimal sign, because exports write their precise columns so in every language.
    A single comma is the decimal sign where `decimal` says so, else it parts thousands.
    """
    if _PLAIN.fullmatch(text):
        value = float(text)
    elif _SHAPE.fullmatch(bare := _SPACES.sub("", text)):
        value = float(_with_point(bare, decimal))
    else:
        return None
    return value if isfinite(value) and 0 <= value < LIMIT else None


def positive(text: str, decimal: Decimal = ".") -> float | None:
    """Read a number above zero: for what is never zero when it was measured, such as heart rate."""
    return number(text, decimal) or None


def seconds(text: str, decimal: Decimal = ".") -> float | None:
    """Read a duration: plain seconds, or minutes and seconds, or hours, minutes and seconds with colons."""
    if clock := _CLOCK.fullmatch(text.strip()):
        hours, minutes, rest = clock.groups()
        return int(hours or 0) * 3600.0 + int(minutes) * 60 + float(rest)
    return number(text, decimal)


def _with_point(bare: str, decimal: Decimal) -> str:
    last = max(bare.rfind("."), bare.rfind(","))
    if last < 0:
        return bare
    mark = bare[last]
    alone = bare.count(mark) == 1
    both = "." in bare and "," in bare
    if alone and (both or mark == "." or decimal == "," or not re.fullmatch(r"[+-]?\d{1,3},\d{3}", bare)):
        return re.sub(r"[.,]", "", bare[:last]) + "." + bare[last + 1 :]
    return re.sub(r"[.,]", "", bare)
