"""Numbers as a runner reads them: km or miles, hours and minutes, pace, dates. Pure functions; unknown is an en dash."""

from datetime import date, datetime, timedelta

from warehouse.wording import KM_PER_MILE, TIMES, Units, height, rounded

UNKNOWN = "–"  # noqa: RUF001 -- the usual sign for an unknown number


def in_units(km: float, units: Units) -> float:
    """Return kilometres as a number in the athlete's units."""
    return km if units == "km" else km / KM_PER_MILE


def number(km: float | None, units: Units, digits: int = 1) -> str:
    """Write a distance without its unit."""
    return UNKNOWN if km is None else rounded(in_units(km, units), digits, ",")


def distance(km: float | None, units: Units, digits: int = 1) -> str:
    """Write a distance given in km with its unit."""
    return UNKNOWN if km is None else f"{number(km, units, digits)} {units}"


def climb(metres: float | None, units: Units) -> str:
    """Write metres of ascent or descent, in feet for those who think in miles."""
    return UNKNOWN if metres is None else height(metres, units)


def duration(seconds: float | None) -> str:
    """Write seconds as hours and minutes, minutes and seconds below one hour."""
    if seconds is None:
        return UNKNOWN
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes:02d} min" if hours else f"{minutes} min {rest:02d} s"


def pace(speed_mps: float | None, units: Units) -> str:
    """Write metres a second as minutes and seconds for each km or mile."""
    if not speed_mps:
        return UNKNOWN
    minutes, seconds = divmod(round((1000 if units == "km" else 1000 * KM_PER_MILE) / speed_mps), 60)
    return f"{minutes}:{seconds:02d} min/{units}"


def quantity(value: float | None, unit: str, units: Units, digits: int = 1) -> str:
    """Write a check's number with its unit; distances follow the athlete's units and have `digits`, a ratio is a multiple."""
    if value is None:
        return UNKNOWN
    if unit == "km":
        return distance(value, units, digits)
    return f"{value:.2f}{TIMES}" if unit == "ratio" else f"{value:,.4g} {unit}".strip()


def day(when: date | None, today: date | None = None) -> str:
    """Write a date, without its year when `today` is in the same one."""
    if when is None:
        return UNKNOWN
    year = "" if today and today.year == when.year else f" {when.year}"
    return f"{when:%a} {when.day} {when:%b}{year}"


def ago(when: date, today: date) -> str:
    """Write how long ago a day was, in the largest plain word that fits."""
    days = (today - when).days
    named = {0: "today", 1: "yesterday"}
    if days in named:
        return named[days]
    size, name = next(((s, n) for s, n in ((365, "year"), (30, "month"), (7, "week")) if days >= 2 * s), (1, "day"))
    return f"{days // size} {name}s ago"


def moment(when: datetime | None) -> str:
    """Write a point in time as a date and a clock in its own zone."""
    return UNKNOWN if when is None else f"{day(when.date())}, {when:%H:%M}"


def week_end(start: date) -> date:
    """Return the last day of the calendar week that starts on `start`."""
    return start + timedelta(days=6)
