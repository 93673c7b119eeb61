"""What an answer's headers tell of Strava's limits. Pure: time and headers in, a quota out."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from warehouse.people import Quota

_KINDS = ("X-RateLimit", "X-ReadRateLimit")
_LONGEST_S = 86_400


def from_headers(headers: Mapping[str, str], now: datetime, before: Quota | None) -> Quota | None:
    """Return the quota an answer tells, that of `before` when it tells none; a block that still runs stays.

    Of the limits for all requests and for reads the stricter counts, in each window. Both are put on the scale of the smaller limit,
    so that what was used only grows within a window, whichever of the two is nearer its end.
    """
    blocked = before and before.blocked_until and before.blocked_until > now
    state = (before.blocked_until, before.problem) if before and blocked else (None, "")
    windows = [pair for kind in _KINDS for pair in _windows(headers, kind)]
    if not windows:
        return before and replace(before, blocked_until=state[0], problem=state[1])
    (short_limit, short_used), (day_limit, day_used) = (_stricter(windows[window::2]) for window in (0, 1))
    return Quota(short_limit, short_used, day_limit, day_used, now, *state)


def _windows(headers: Mapping[str, str], kind: str) -> Iterator[tuple[int, int]]:
    """Yield limit and use of the quarter hour, then of the day; nothing when either header is missing or strange."""
    try:
        limits, used = ([int(word) for word in headers.get(f"{kind}-{name}", "").split(",")] for name in ("Limit", "Usage"))
    except ValueError:
        return
    if len(limits) == len(used) == len(("quarter hour", "day")):
        yield from zip(limits, used, strict=True)


def _stricter(pairs: list[tuple[int, int]]) -> tuple[int, int]:
    limit = min(limit for limit, _ in pairs)
    return limit, limit - min(limit - used for limit, used in pairs)


def spent(headers: Mapping[str, str], now: datetime, known: Quota | None) -> Quota:
    """Return the quota after Strava refused a request for its limits: blocked until the window in question ends, or as it says."""
    quota = known or Quota(0, 0, 0, 0, now)
    wait = headers.get("Retry-After", "")
    if wait.isdecimal():
        until = now + timedelta(seconds=min(int(wait), _LONGEST_S))
    elif 0 < quota.day_limit <= quota.day_used:
        until = now.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    else:
        until = now.replace(minute=now.minute // 15 * 15, second=0, microsecond=0) + timedelta(minutes=15)
    return replace(quota, blocked_until=until, problem="")


def inactive(now: datetime, known: Quota | None) -> Quota:
    """Return the quota after Strava said that the application is switched off: one try an hour tells when that has ended."""
    return replace(known or Quota(0, 0, 0, 0, now), blocked_until=now + timedelta(hours=1), problem="inactive")
