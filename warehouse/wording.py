"""Numbers as a runner reads them: distances in km or miles, and templates filled with them."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from math import floor
from string import Formatter
from typing import Literal

Units = Literal["km", "mi"]

KM_PER_MILE = 1.609344
MAX_DIGITS = 6
HOURS_A_DAY = 24


def distance(km: float, units: Units = "km", digits: int = 1) -> str:
    """Word a distance given in km in the runner's unit, such as "13.5 km" or "8.4 mi"."""
    return f"{_in(km, units):.{digits}f} {units}"


def at_most(km: float, units: Units = "km") -> str:
    """Word a ceiling given in km, rounded down, so that running it never crosses the line; a hair below a decimal is that decimal."""
    return f"{floor(_in(km, units) * 10 + 1e-6) / 10:.1f} {units}"


def pace(seconds_a_km: float, units: Units = "km") -> str:
    """Word a pace given in seconds a km in minutes and seconds a km or mile, such as "4:30"."""
    minutes, seconds = divmod(round(seconds_a_km * (1 if units == "km" else KM_PER_MILE)), 60)
    return f"{minutes}:{seconds:02d}"


def speed(mps: float, units: Units = "km") -> str:
    """Word a speed given in m/s in km or miles an hour, such as "23.4 km/h"."""
    return f"{_in(3.6 * mps, units):.1f} {'km/h' if units == 'km' else 'mph'}"


def hours(value: float) -> str:
    """Word a number of hours, in days from two days on, such as "67 days" or "2 h 20 min"."""
    if value >= 2 * HOURS_A_DAY:
        return f"{value / HOURS_A_DAY:.0f} days"
    whole, minutes = divmod(round(60 * value), 60)
    return f"{whole} h {minutes:02d} min" if whole else f"{minutes} min"


def number(value: float) -> str:
    """Word a number without needless zeros."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def beside(value: float, line: float, unit: str, units: Units = "km") -> tuple[str, str]:
    """Word a value and its line, both in a rule's unit, with as many digits of the value as it takes to tell them apart."""
    scale, suffix = (_in(1, units), f" {units}") if unit == "km" else (1.0, "")
    value, line = value * scale, line * scale
    usual = 2 if unit == "ratio" else 0 if unit in {"km", "of 10"} else 1
    for digits in range(usual, MAX_DIGITS):
        if f"{value:.{digits}f}" != f"{line:.{digits}f}":
            break
    else:
        digits = usual
    words = (f"{value:.{digits}f}", f"{line:.{usual}f}")
    return f"{words[0]}{suffix}", f"{words[1]}{suffix}"


def words(facts: Mapping[str, float | str | None], units: Units = "km", *, exact: bool = False) -> dict[str, str]:
    """Word each fact by its name: `_km` and `_m` are distances, `ceiling_km` rounded down, `_share` and `_cap` parts; None is unknown.

    `exact` leaves out the zeros of round numbers, as for thresholds.
    """
    return {name: _word(name, value, units, exact=exact) for name, value in facts.items()}


@cache
def day(when: date) -> str:
    """Word a date without its year, such as "29 November"."""
    return f"{when.day} {when:%B}"


def fields(template: str) -> set[str]:
    """Return the names a template needs."""
    return {name for _, name, _, _ in Formatter().parse(template) if name}


def _in(km: float, units: Units) -> float:
    return km if units == "km" else km / KM_PER_MILE


def _word(name: str, value: float | str | None, units: Units, *, exact: bool) -> str:
    if value is None or isinstance(value, str):
        return value or "unknown"
    if name.endswith(("_share", "_cap")):
        return f"{value:.0%}".replace("%", " %")
    if name == "ceiling_km":
        return at_most(value, units)
    if name.endswith(("_km", "_m")):
        km = value if name.endswith("_km") else value / 1000
        return f"{number(round(_in(km, units), 1))} {units}" if exact else distance(km, units)
    return number(value)
