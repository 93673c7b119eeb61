"""Days as people write them in spreadsheets. Which of two numbers is the month, only the whole column can tell."""

import re
from collections.abc import Callable, Iterable
from datetime import date
from typing import Literal

from pipelines.files.export_dates import EARLIEST_YEAR

Order = Literal["day first", "month first"]

_REST = r"(?:[T ].*)?"
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})" + _REST, re.ASCII)
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})" + _REST, re.ASCII)
_SLASHED = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})" + _REST, re.ASCII)
_MONTHS = 12


def day_reader(column: Iterable[str]) -> Callable[[str], date]:
    """Return a reader of the days of this column. It raises ValueError with plain words for what is no day or could be two."""
    order = _order([(int(match[1]), int(match[2])) for text in column if (match := _SLASHED.fullmatch(text))])
    return lambda text: _day(text, order)


def _order(pairs: Iterable[tuple[int, int]]) -> Order | None:
    """Return the order that a number above twelve gives away, None where none or both do."""
    pairs = list(pairs)
    day_first, month_first = any(one > _MONTHS for one, _ in pairs), any(two > _MONTHS for _, two in pairs)
    if day_first == month_first:
        return None
    return "day first" if day_first else "month first"


def _day(text: str, order: Order | None) -> date:
    if match := _YEAR_FIRST.fullmatch(text):
        return _date(text, match[1], match[2], match[3])
    if match := _DOTTED.fullmatch(text):
        return _date(text, match[3], match[2], match[1])
    if not (match := _SLASHED.fullmatch(text)):
        raise ValueError(f"date '{text}' is not a day written as YYYY-MM-DD")
    first, second, year = match.groups()
    if order is None and first != second:
        raise ValueError(f"date '{text}' can be read in two ways, write YYYY-MM-DD")
    return _date(text, year, first, second) if order == "month first" else _date(text, year, second, first)


def _date(text: str, year: str, month: str, day: str) -> date:
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        raise ValueError(f"date '{text}' is not in the calendar") from None
    if found.year < EARLIEST_YEAR:
        raise ValueError(f"date '{text}' is before {EARLIEST_YEAR}")
    return found
