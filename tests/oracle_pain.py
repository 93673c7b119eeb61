"""What the oracle makes of what the runner said: the colour of pain on a day, and knee injuries of the last 12 months."""

from collections.abc import Sequence
from datetime import date, timedelta

from warehouse.check_in import CheckIn

Period = tuple[date, date]


def pain_on(day: date, check_ins: Sequence[CheckIn]) -> tuple[str, CheckIn] | None:
    """Return the colour that holds on a day and the answer it comes from; None when nothing said still holds."""
    holds: tuple[str, CheckIn] | None = None
    known = sorted((one for one in check_ins if one.local_date <= day), key=lambda one: (one.local_date, one.at))
    for nth, one in enumerate(known):
        colour = _colour(one, known[:nth])
        if not (holds and holds[0] == "red" and colour == "amber"):
            holds = (colour, one)
    if holds and holds[0] != "red" and (day - holds[1].local_date).days >= 7:
        return None
    return holds


def _colour(one: CheckIn, before: Sequence[CheckIn]) -> str:
    colour = _alone(one)
    amber_days = {
        other.local_date for other in (*before, one) if _alone(other) == "amber" and (one.local_date - other.local_date).days < 14
    }
    return "red" if colour == "amber" and len(amber_days) >= 3 else colour


def _alone(one: CheckIn) -> str:
    lasting = one.minutes_after is not None and one.minutes_after > 60
    if one.pain > 5 or lasting or one.worse_next_morning or one.changed_gait or one.red_flags:
        return "red"
    return "amber" if one.pain >= 3 else "green"


def injuries_on(day: date, periods: Sequence[Period]) -> list[date] | None:
    """Return the last days on which the injuries of the last 12 months count; None when none was told of by the day."""
    told = [last for first, last in periods if first <= day]
    return [_a_year_later(last) for last in told if day <= _a_year_later(last)] if told else None


def _a_year_later(day: date) -> date:
    leap = (day.month, day.day) == (2, 29)
    return (day - timedelta(days=1) if leap else day).replace(year=day.year + 1)
