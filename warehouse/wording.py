"""Numbers as a runner reads them: distances in km or miles, and templates filled with them."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from math import floor
from string import Formatter
from typing import Literal

Units = Literal["km", "mi"]

TIMES = "\N{MULTIPLICATION SIGN}"
KM_PER_MILE = 1.609344
FEET_PER_METRE = 3.28084
MAX_DIGITS = 6
HOURS_A_DAY = 24
FEW_MINUTES = 10


def distance(km: float, units: Units = "km", digits: int = 1) -> str:
    """Word a distance given in km in the runner's unit, such as "13.5 km" or "8.4 mi"."""
    return f"{rounded(_in(km, units), digits)} {units}"


def rounded(value: float, digits: int, comma: Literal["", ","] = "") -> str:
    """Write a number with so many digits; one above zero is never written as zero, and nothing is written as less than nothing."""
    words = f"{value:{comma}.{digits}f}"
    if float(words.replace(",", "")):
        return words
    return f"less than {10**-digits:.{digits}f}" if value > 0 else words.removeprefix("-")


def count(amount: int, thing: str) -> str:
    """Write a number of things, in the plural unless it is one."""
    plural = f"{thing[:-1]}ies" if thing.endswith("ty") else f"{thing}s"
    return f"{amount:,} {thing if amount == 1 else plural}"


def height(metres: float, units: Units = "km") -> str:
    """Write metres of ascent or descent, in feet for those who think in miles."""
    return f"{rounded(metres, 0, ',')} m" if units == "km" else f"{rounded(metres * FEET_PER_METRE, 0, ',')} ft"


def at_most(km: float, units: Units = "km") -> str:
    """Word a ceiling given in km, rounded down, so that running it never crosses the line; a hair below a decimal is that decimal."""
    return f"{floor(_in(km, units) * 10 + 1e-6) / 10:.1f} {units}"


def pace(seconds_a_km: float, units: Units = "km") -> str:
    """Word a pace given in seconds a km in minutes and seconds a km or mile, such as "4:30"."""
    minutes, seconds = divmod(round(seconds_a_km * (1 if units == "km" else KM_PER_MILE)), 60)
    return f"{minutes}:{seconds:02d}"


def hours(value: float) -> str:
    """Word a number of hours, in days from two days on, such as "67 days" or "2 h 20 min"."""
    if value >= 2 * HOURS_A_DAY:
        return f"{value / HOURS_A_DAY:.0f} days"
    whole, minutes = divmod(round(60 * value), 60)
    return f"{whole} h {minutes:02d} min" if whole else f"{rounded(60 * value, 0)} min"


def number(value: float) -> str:
    """Word a number without needless zeros."""
    words = rounded(value, 2)
    return words.rstrip("0").rstrip(".") if "." in words else words


def beside(value: float, line: float, unit: str, units: Units = "km") -> tuple[str, str]:
    """Word a value and its line, both in a rule's unit, with as many digits of the value as it takes to tell them apart."""
    scale, suffix = (_in(1, units), f" {units}") if unit == "km" else (1.0, "")
    first, second = apart(value * scale, line * scale, 2 if unit == "ratio" else 0 if unit in {"km", "of 10", "injuries"} else 1)
    return f"{first}{suffix}", f"{second}{suffix}"


def side_by_side(value: float, line: float, unit: str, units: Units = "km") -> tuple[str, str]:
    """Word a value and its line as in a table: each with its unit, a ratio as so many times."""
    suffix = {"km": "", "ratio": TIMES}.get(unit, f" {unit}")
    first, second = beside(value, line, unit, units)
    return f"{first}{suffix}", f"{second}{suffix}"


def apart(value: float, line: float, digits: int) -> tuple[str, str]:
    """Write two numbers with as many digits as it takes to tell them apart, and the first from zero; the line with no more than it has."""
    enough = (more for more in range(digits, MAX_DIGITS) if f"{value:.{more}f}" != f"{line:.{more}f}" and (round(value, more) or not value))
    most = next(enough, digits)
    short = abs(round(line, digits) - line) < 10**-MAX_DIGITS
    return rounded(value, most), f"{line:.{digits if short else most}f}"


def words(facts: Mapping[str, float | str | None], units: Units = "km", *, exact: bool = False) -> dict[str, str]:
    """Word each fact by its name; None is unknown.

    `_km` and `_m` are distances, `ceiling_km` rounded down, `_share` and `_cap` parts, `descent` and `min_step` heights. `exact` leaves out
    the zeros of round numbers, as for thresholds.
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
    if name.endswith(("_km", "_m")):
        return _far(name, value if name.endswith("_km") else value / 1000, units, exact=exact)
    if name.endswith(("_share", "_cap")):
        return f"{value:.0%}".replace("%", " %")
    if name.endswith("_minutes"):
        return rounded(value, 0 if value >= FEW_MINUTES or value == round(value) else 1)
    return height(value, units) if name.endswith(("descent", "min_step")) else number(value)


def _far(name: str, km: float, units: Units, *, exact: bool) -> str:
    if name == "ceiling_km":
        return at_most(km, units)
    return f"{number(round(_in(km, units), 1))} {units}" if exact else distance(km, units)
