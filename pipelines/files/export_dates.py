"""Dates as Strava writes them in its languages. Always UTC, never with a zone."""

import re
import unicodedata
from datetime import UTC, date, datetime, time

_MONTHS = """
january janvier januar enero janeiro gennaio jaenner
february fevrier februar febrero fevereiro febbraio
march mars marz maerz marzo marco mrz
april avril abril aprile
may mai mayo maio maggio
june juin juni junio junho giugno
july juillet juli julio julho luglio
august aout agosto
september septembre septiembre setiembre setembro settembre
october octobre oktober octubre outubro ottobre
november novembre noviembre novembro
december decembre dezember diciembre dezembro dicembre
""".strip().splitlines()

_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?(?:\s*([ap])\.?\s?m\b\.?)?", re.ASCII | re.IGNORECASE)
_YEAR_FIRST = re.compile(r"\b(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})\b", re.ASCII)
_YEAR_LAST = re.compile(r"\b(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})\b", re.ASCII)
_WORDY = re.compile(r"[0-9]+|[^\W\d_]+")
EARLIEST_YEAR = 1970
_CENTURY, _MORNING = 2000, 12


def _prefixes() -> dict[str, int]:
    """Map every beginning of a month's name that means one month only, so that any abbreviation is read."""
    found: dict[str, set[int]] = {}
    for month, names in enumerate(_MONTHS, start=1):
        for name in names.split():
            for end in range(3, len(name) + 1):
                found.setdefault(name[:end], set()).add(month)
    return {prefix: months.pop() for prefix, months in found.items() if len(months) == 1}


_MONTH = _prefixes()


def moment(text: str, *, day_first: bool = False) -> datetime | date:
    """Read a date, with its time of day where there is one, as naive UTC.

    `day_first` decides what 4/6/2024 means. Raises ValueError when it is no date.
    """
    plain = _plain(text)
    day = _year_first(plain) or _year_last(plain, day_first=day_first)
    if (day is not None or plain[:4].isdigit()) and (iso := _iso(text.strip())) is not None and iso.year >= EARLIEST_YEAR:
        return iso
    clock = clock_time(plain)
    day = day or _wordy(_CLOCK.sub(" ", plain, count=1))
    if day is None or day.year < EARLIEST_YEAR:
        raise ValueError(text)
    return day if clock is None else datetime.combine(day, clock)


def clock_time(text: str) -> time | None:
    """Read a time of day, with or without AM or PM; None when there is none."""
    if not (found := _CLOCK.search(_plain(text))):
        return None
    hours, minutes, rest, half = found.groups()
    hour = int(hours) if half is None else int(hours) % _MORNING + (_MORNING if half in "pP" else 0)
    return time(hour, int(minutes), int(rest or 0))


def _plain(text: str) -> str:
    if text.isascii():
        return text
    spaced = unicodedata.normalize("NFKD", text)
    return " ".join("".join(c for c in spaced if not unicodedata.combining(c)).split())


def _iso(text: str) -> datetime | date | None:
    try:
        if ":" not in text:
            return date.fromisoformat(text)
        found = datetime.fromisoformat(text)
        return found.astimezone(UTC).replace(tzinfo=None) if found.tzinfo else found
    except (ValueError, OverflowError):
        return None


def _year_first(text: str) -> date | None:
    return date(*map(int, found.groups())) if (found := _YEAR_FIRST.search(text)) else None


def _year_last(text: str, *, day_first: bool) -> date | None:
    if not (found := _YEAR_LAST.search(text)):
        return None
    first, mark, second, year = int(found[1]), found[2], int(found[3]), int(found[4])
    year += _CENTURY if year < 100 else 0  # noqa: PLR2004 -- two digits
    swap = day_first or mark == "." or first > 12  # noqa: PLR2004 -- no such month
    day, month = (first, second) if swap and second <= 12 else (second, first)  # noqa: PLR2004
    return date(year, month, day)


def _wordy(text: str) -> date | None:
    tokens = _WORDY.findall(text.casefold())
    months = [_MONTH[token] for token in tokens if token in _MONTH]
    numbers = sorted((token for token in tokens if token.isdecimal()), key=len)
    if len(months) != 1 or [len(number) for number in numbers] not in ([1, 4], [2, 4]):
        return None
    day, year = map(int, numbers)
    return date(year, months[0], day)
