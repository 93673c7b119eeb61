"""Moments as a runner reads them: how long ago, how long to go, what the clock will say. Pure functions of aware times."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from dashboard.units import day
from warehouse.wording import count

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def since(then: datetime, now: datetime) -> str:
    """Write how long ago a moment was, in the largest plain word that fits."""
    gone = now - then
    return "just now" if gone < MINUTE else f"{_span(gone)} ago"


def to_go(left: timedelta) -> str:
    """Write how long something will still take, roughly."""
    return "less than a minute left" if left < MINUTE else f"about {_span(left)} left"


def _span(length: timedelta) -> str:
    if length >= 2 * DAY:
        return count(length // DAY, "day")
    return f"{length // HOUR} h" if length >= 2 * HOUR else f"{length // MINUTE} min"


def clock(when: datetime, now: datetime, zone: ZoneInfo) -> str:
    """Write a moment by the athlete's own clock, with its day unless that is today."""
    there, today = when.astimezone(zone), now.astimezone(zone).date()
    days = (there.date() - today).days
    named = {-1: "yesterday, ", 0: "", 1: "tomorrow, "}.get(days, f"{day(there.date(), today)}, ")
    return f"{named}{there:%H:%M}"
