"""Strava's limits: reads and all requests are counted apart, in quarters of an hour and days of UTC."""

from dataclasses import dataclass
from datetime import datetime


@dataclass
class Rates:
    """Limits and usage, each (quarter hour, day); tests may set any of them."""

    limit: tuple[int, int] = (200, 2000)
    read_limit: tuple[int, int] = (100, 1000)
    used: tuple[int, int] = (0, 0)
    read_used: tuple[int, int] = (0, 0)
    quarter: object = None
    day: object = None
    told: bool = True

    def count(self, now: datetime, *, read: bool) -> bool:
        """Count a request, refused ones too; return whether it is within the limits."""
        self.turn(now)
        self.used = (self.used[0] + 1, self.used[1] + 1)
        if read:
            self.read_used = (self.read_used[0] + 1, self.read_used[1] + 1)
        return all(used <= limit for used, limit in zip(self.used + self.read_used, self.limit + self.read_limit, strict=True))

    def turn(self, now: datetime) -> None:
        """Begin at zero where a window has ended since the last request; the first request only notes its windows."""
        quarter, day = (now.date(), now.hour, now.minute // 15), now.date()
        if self.quarter not in (None, quarter):
            self.used, self.read_used = (0, self.used[1]), (0, self.read_used[1])
        if self.day not in (None, day):
            self.used, self.read_used = (self.used[0], 0), (self.read_used[0], 0)
        self.quarter, self.day = quarter, day

    def exhaust(self) -> None:
        """Have this quarter's reads spent by somebody else."""
        self.read_used = (self.read_limit[0], max(self.read_used[1], self.read_limit[0]))

    def headers(self) -> dict[str, str]:
        """Return the four headers of an answer, or none when Strava is told to keep them back."""
        pairs = {
            "X-RateLimit-Limit": self.limit,
            "X-RateLimit-Usage": self.used,
            "X-ReadRateLimit-Limit": self.read_limit,
            "X-ReadRateLimit-Usage": self.read_used,
        }
        return {name: f"{short},{day}" for name, (short, day) in pairs.items()} if self.told else {}
