"""A demo athlete's diary: believable activities on days counted back from today. It knows no rule and no story."""

import random
from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

WEEK = {6: 0.35, 4: 0.18, 3: 0.25, 1: 0.22}
"""Days before today, modulo 7, on which a week's km are run, and the share of each; the first is the long run."""
LONG = 6
DAYS = 545
"""How far a diary goes back: eighteen months."""


@dataclass(slots=True)
class Diary:
    """Activities of one athlete as rows of `warehouse.landing.ACTIVITIES`.

    `zones` names the time zone of a day where the athlete was away; `spm` is the cadence of a day at the usual speed; `pairs` says how
    many weeks an everyday and a long-run pair of shoes last.
    """

    athlete: str
    today: date
    zone: str
    heart: bool = True
    speed_mps: float = 2.8
    pairs: tuple[int, int] = (16, 30)
    zones: Callable[[int], str | None] = lambda _: None
    spm: Callable[[int], float] = lambda _: 168.0
    rows: list[dict[str, Any]] = field(default_factory=list)
    shoes: dict[str, str] = field(default_factory=dict)
    rng: random.Random = field(init=False)

    def __post_init__(self) -> None:
        self.rng = random.Random(self.athlete)  # noqa: S311 -- the same demo every time, no secret

    def weeks(self, days: Iterable[int], km: float, *, without: Container[int] = ()) -> None:
        """Run `km` a week, 3 % more or less, every fourth week easier, on the days (before today) given but those `without`."""
        for ago in days:
            if ago % 7 in WEEK and ago not in without:
                easier = 0.85 if ago // 7 % 4 == 3 else 1.0  # noqa: PLR2004 -- weeks 0, 1, 2, 3
                self.run(ago, km * WEEK[ago % 7] * easier * self.rng.uniform(0.97, 1.03))

    def run(self, ago: int, km: float, name: str | None = None) -> None:
        """Note a run of `km` at the usual pace in the pair of its time."""
        rng, long = self.rng, ago % 7 == LONG
        speed = self.speed_mps * rng.uniform(0.96, 1.04)
        climb = km * rng.uniform(3, 9)
        cadence = self.spm(ago) + 5.6 * (speed - self.speed_mps) + rng.uniform(-0.8, 0.8)
        gear = self._pair(ago, long=long)
        self._note(ago, "Run", name or ("Long Run" if long else "Morning Run"), km, speed)
        self.rows[-1] |= {
            "elevation_gain_m": round(climb, 1),
            "descent_m": round(climb * rng.uniform(0.9, 1.1), 1),
            "cadence": round(cadence / 2, 1),
            "cadence_unit": "one_leg",
            "gear_id": gear,
            "gear_name": self.shoes[gear],
        }

    def ride(self, ago: int, km: float) -> None:
        """Note a ride of `km`."""
        self._note(ago, "Ride", "Evening Ride", km, 6.5)

    def retired(self) -> list[str]:
        """Return the ids of the pairs that were replaced by a newer one."""
        newest = {gear.rpartition("-")[0]: gear for gear in self.shoes}
        return [gear for gear in self.shoes if gear not in newest.values()]

    def _note(self, ago: int, sport: str, name: str, km: float, speed: float) -> None:
        zone = self.zones(ago) or self.zone
        clock = time(17 if sport == "Ride" else 6, self.rng.randrange(60))
        start = datetime.combine(self.today - timedelta(days=ago), clock, ZoneInfo(zone))
        metres, beats = round(km * 1000, 1), self.rng.randint(136, 150)
        moving = float(round(metres / speed))
        self.rows.append(
            {
                "source_key": f"strava:{self.athlete}-{len(self.rows) + 1:04}",
                "sport": sport,
                "sport_type": sport,
                "name": name,
                "start_utc": start.astimezone(UTC).replace(tzinfo=None),
                "utc_offset_s": int((start.utcoffset() or timedelta()).total_seconds()),
                "timezone": zone,
                "distance_m": metres,
                "moving_s": moving,
                "elapsed_s": moving + self.rng.randrange(90),
                "heartrate_bpm": float(beats) if self.heart else None,
                "max_heartrate_bpm": float(beats + self.rng.randint(12, 28)) if self.heart else None,
                "device": "Demo Watch" if self.heart else "Demo Phone",
            }
        )

    def _pair(self, ago: int, *, long: bool) -> str:
        days = 7 * self.pairs[long]
        number = 1 + DAYS // days - ago // days
        gear = f"strava:{self.athlete}-{'long' if long else 'daily'}-{number}"
        self.shoes[gear] = f"{'Headland Long' if long else 'Quayside Daily'} No {number}"
        return gear
