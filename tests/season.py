"""Seeded synthetic athletes, realistic and nasty, and their seasons as a training log or as landing rows.

Distances are whole decimetres (mostly whole 100 m), so that a run can lie exactly on a boundary of the rules. Nothing here knows a rule.
"""

import csv
import io
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from random import Random
from typing import Any

from tests.oracle import Activity
from warehouse.check_in import CheckIn

FIRST = date(2023, 1, 2)


@dataclass(slots=True)
class Season:
    """A season in the making: what was recorded so far and how the athlete tends to record."""

    rng: Random
    days: int
    share_of_heartrate: float = 1.0
    share_of_rpe: float = 0.0
    shoes: tuple[str | None, ...] = ("strava:g101",)
    done: list[Activity] = field(default_factory=list)
    numbers: Iterable[int] = field(default_factory=lambda: iter(count(70_000_000_001)))

    def add(self, day: int, km: float, sport: str = "Run", **facts: Any) -> Activity:
        """Record an activity at a believable pace and hour; `facts` overrule what was drawn."""
        rng, metres = self.rng, round(km * 1000, 1)
        moving = float(round(metres / rng.uniform(2.3, 3.6)))
        beats = rng.randint(125, 165) if rng.random() < self.share_of_heartrate else None
        drawn = {
            "start": datetime.combine(FIRST, time(5)) + timedelta(days=day, minutes=rng.randrange(23 * 60)),
            "distance_m": metres,
            "moving_s": moving,
            "elapsed_s": moving + rng.randrange(300),
            "rpe": float(rng.randint(2, 9)) if rng.random() < self.share_of_rpe else None,
            "heartrate": beats and float(beats),
            "max_heartrate": beats and float(beats + rng.randint(5, 30)),
            "descent_m": float(rng.randint(0, 200)),
            "shoe_id": None if sport == "Ride" else rng.choice(self.shoes),
        }
        number = next(iter(self.numbers))
        made = Activity(f"strava:{number}", sport, FIRST + timedelta(days=day), **{**drawn, **facts})
        self.done.append(made)
        return made

    def some_days(self, most: int) -> list[int]:
        """Draw up to `most` days of the season."""
        return self.rng.sample(range(self.days), min(self.days, self.rng.randint(1, most)))

    def longest_before(self, day: int) -> float:
        """Return the longest running km of the 30 days before a day; 0 when there is none."""
        within = (act for act in self.done if act.sport_type == "Run" and 1 <= day - (act.local_date - FIRST).days <= 30)
        return max((act.distance_m or 0 for act in within), default=0) / 1000


def _habit(season: Season) -> None:
    """Run three to six days a week, one of them long, with weeks that breathe."""
    rng = season.rng
    often, usual = rng.uniform(0.4, 0.85), rng.randint(40, 120) / 10
    for day in range(season.days):
        if day == 0 or rng.random() < often:
            breath = rng.uniform(0.7, 1.3) * (1.6 if day % 7 == 6 else 1)
            season.add(day, round(usual * breath, 1))


def _doubles(season: Season) -> None:
    for day in season.some_days(30):
        for _ in range(season.rng.randint(1, 2)):
            season.add(day, season.rng.randint(20, 90) / 10)


def _gaps(season: Season) -> None:
    """Leave 10 to 40 days out, in part only of runs, and come back at exactly 60 % of a usual week or a decimetre more."""
    rng = season.rng
    for start in season.some_days(4):
        length, only_runs = rng.choice((13, 14, 15, rng.randint(10, 40))), rng.random() < 0.5
        gone = {FIRST + timedelta(days=day) for day in range(start, start + length)}
        season.done = [act for act in season.done if act.local_date not in gone or (only_runs and act.sport_type == "Ride")]
        week = sum(act.distance_m or 0 for act in season.done if 1 <= (start - (act.local_date - FIRST).days) <= 7) / 1000
        if week > 1 and start + length < season.days:
            season.add(start + length, round(week * 0.6, 4) + rng.choice((0, 0.0001)))


def _boundaries(season: Season) -> None:
    """Place runs exactly on, and a decimetre over, the lines of the spike bands; and fortnights exactly 1.30 times the last."""
    for day in sorted(season.some_days(12)):
        if longest := season.longest_before(day):
            season.add(day, round(longest * season.rng.choice((1.1, 1.3, 2.0)), 4) + season.rng.choice((0, 0.0001)))
    start = season.rng.randrange(max(1, season.days - 28))
    window = {FIRST + timedelta(days=day) for day in range(start, start + 28)}
    season.done = [act for act in season.done if act.local_date not in window]
    for day in range(start, min(season.days, start + 28), 2):
        season.add(day, 10.0 if day < start + 14 else 13.0)
    season.add(min(season.days - 1, start + 27), season.rng.choice((0.5, 0.4999, 5.0)))


def _hills(season: Season) -> None:
    """Go down a lot in some weeks, and lose the altitude of a run now and then; the last week is exactly half more, or just short."""
    for day in season.some_days(5):
        season.add(day, season.rng.randint(60, 200) / 10, descent_m=float(season.rng.randint(200, 900)))
    if season.rng.random() < 0.3:
        season.add(season.some_days(1)[0], 7.0, descent_m=None)
    start = season.rng.randrange(max(1, season.days - 28))
    window = {FIRST + timedelta(days=day) for day in range(start, start + 28)}
    season.done = [act for act in season.done if act.local_date not in window]
    for day in range(start, min(season.days, start + 28), 7):
        season.add(day, 8.0, descent_m=400.0 if day < start + 21 else season.rng.choice((600.0, 599.9, 600.04)))


def _junk(season: Season) -> None:
    """Record what no runner ran: stubs, walking pace, flights, lost durations and distances."""
    stubs: tuple[dict[str, Any], ...] = (
        {"distance_m": 499.9}, {"distance_m": 500.0}, {"moving_s": 600.0}, {"moving_s": 9000.0}, {"moving_s": None},
        {"moving_s": None, "elapsed_s": None}, {"distance_m": None}, {"distance_m": 0.0}, {"moving_s": 0.0},
    )  # fmt: skip
    for day in season.some_days(20):
        season.add(day, season.rng.randint(50, 80) / 10, **season.rng.choice(stubs))


def _mixed(season: Season) -> None:
    """Ride, walk, hike and swim in between; only walks and hikes wear shoes."""
    for day in season.some_days(season.days // 2 + 1):
        season.add(day, season.rng.randint(30, 400) / 10, season.rng.choice(("Ride", "Walk", "Hike", "TrailRun", "VirtualRun")))
    season.add(season.days - 1, 30.0, "Ride")


def _duplicates(season: Season) -> None:
    """Record runs a second time with another watch: a little later, a little shorter or longer, or exactly as long."""
    runs = [act for act in season.done if act.start and act.elapsed_s]
    for act in season.rng.sample(runs, min(len(runs), 8)):
        late = timedelta(seconds=round((act.elapsed_s or 0) * season.rng.choice((0.1, 0.4, 0.49, 0.51, 0.9))))
        metres = round((act.distance_m or 5000) + season.rng.choice((-300.0, 0, 250.0)), 1)
        season.add(0, 1, act.sport_type, **{**_facts(act), "start": act.start and act.start + late, "distance_m": metres})
        season.done[-1] = replace(season.done[-1], local_date=act.local_date)


def _facts(act: Activity) -> dict[str, Any]:
    return {name: getattr(act, name) for name in ("moving_s", "elapsed_s", "rpe", "heartrate", "max_heartrate", "shoe_id")}


def _shoes(season: Season) -> None:
    """Wear several pairs and nobody knows which now and then."""
    season.done = [replace(act, shoe_id=season.rng.choice(("strava:g101", "strava:g102", "strava:g103", None))) for act in season.done]


def _sampled(season: Season) -> None:
    """Give most runs samples, some of them broken or of one sensor only; four weeks end exactly half harder or just short."""
    season.done = [_with_samples(season.rng, act) if act.sport_type == "Run" and act.seconds else act for act in season.done]
    start = season.rng.randrange(max(1, season.days - 28))
    window = {FIRST + timedelta(days=day) for day in range(start, start + 28)}
    season.done = [act for act in season.done if act.local_date not in window]
    for day in range(start, min(season.days, start + 28), 7):
        hard = 1800 if day < start + 21 else season.rng.choice((2700, 2699, 2701))
        season.add(day, 9.0, moving_s=3600.0, heartrate=140.0, max_heartrate=190.0, beats={180: hard, 120: 3600 - hard})


def _with_samples(rng: Random, act: Activity) -> Activity:
    """Spend a run at three heart rates and three speeds; now and then a sensor is missing, covers half of it, or locks on to the steps."""
    total, easy = int(act.seconds), rng.randint(125, 150)
    hard = min(total, round(total * rng.choice((0, 0, 0.1, 0.3, 0.6))))
    beats: dict[float, int] = {easy: total - hard, easy + rng.randint(8, 30): hard - hard // 3, easy + 35: hard // 3}
    pace = max(12, int(10 * (act.distance_m or 0) // total)) + rng.randint(-1, 3)
    speeds: dict[float, int] = {pace / 10: total - hard, (pace + 4) / 10: hard - hard // 3, (pace + rng.choice((6, 40))) / 10: hard // 3}
    kept = rng.random()
    if kept < 0.03:
        beats = {195: total}
    elif kept < 0.06:
        beats = {easy: total // 2}
    return replace(act, beats=None if 0.06 < kept < 0.1 else beats, speeds=None if kept > 0.97 else speeds)


_SPICES: Mapping[str, Callable[[Season], None]] = {
    "steady": lambda _: None,
    "doubles": _doubles,
    "mixed": _mixed,
    "gaps": _gaps,
    "boundaries": _boundaries,
    "hills": _hills,
    "junk": _junk,
    "shoes": _shoes,
    "duplicates": _duplicates,
    "sampled": _sampled,
}
KINDS = (*_SPICES, "no_heart_rate", "partial_rpe", "single_day", "nasty")


def season(seed: int, days: int, *, kind: str = "nasty") -> list[Activity]:
    """Return the activities of an athlete over `days` days from `FIRST`, the same for the same seed; `kind` is one of `KINDS`."""
    rng = Random(f"{kind} {seed}")  # noqa: S311 -- reproducible data, no secret
    made = Season(rng, 1 if kind == "single_day" else days)
    if kind in {"no_heart_rate", "nasty"}:
        made.share_of_heartrate = 0.0 if kind == "no_heart_rate" else rng.choice((0.0, 0.5, 0.8, 0.9, 1.0))
    if kind in {"partial_rpe", "nasty"}:
        made.share_of_rpe = rng.choice((0.0, 0.3, 0.75, 0.85, 1.0))
    _habit(made)
    for spice in _SPICES.values() if kind == "nasty" else (_SPICES.get(kind, _SPICES["steady"]),):
        spice(made)
    return sorted(made.done, key=lambda act: (act.local_date, act.activity_id))


def pains(seed: int, days: int) -> tuple[CheckIn, ...]:
    """Return what the athlete said about pain, now and then and sometimes several times a day, mostly mild and some of it bad."""
    rng = Random(f"pain {seed}")  # noqa: S311 -- reproducible data, no secret
    asked = sorted(rng.choices(range(days), k=rng.randint(0, days // 8 + 1)))
    return tuple(
        CheckIn(
            FIRST + timedelta(days=day),
            rng.choice((0, 1, 2, 3, 3, 4, 5, 6)),
            minutes_after=rng.choice((None, 0, 60, 61) if rng.random() < 0.2 else (None,)),
            changed_gait=rng.random() < 0.03,
            at=datetime.combine(FIRST + timedelta(days=day), time(6), UTC) + timedelta(minutes=nth % 600),
        )
        for nth, day in enumerate(asked)
    )


def injuries(seed: int) -> tuple[tuple[date, date], ...]:
    """Return periods of knee injury, some before the season and long past, some in it."""
    rng = Random(f"injury {seed}")  # noqa: S311 -- reproducible data, no secret
    starts = [rng.randint(-500, 200) for _ in range(rng.choice((0, 1, 1, 2)))]
    return tuple((FIRST + timedelta(days=day), FIRST + timedelta(days=day + rng.randint(0, 60))) for day in starts)


def to_log_csv(activities: Iterable[Activity]) -> bytes:
    """Write the activities as a training log: what a coach's spreadsheet holds, without clock times."""
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow(("date", "sport", "distance_km", "minutes", "rpe", "average_heartrate", "cadence_spm", "elevation_gain_m", "shoe"))
    for act in activities:
        km = None if act.distance_m is None else f"{act.distance_m / 1000:.4f}"
        minutes = f"{act.seconds / 60:.6f}" if act.seconds else None
        table.writerow((act.local_date, act.sport_type, km, minutes, act.rpe, act.heartrate, None, None, act.shoe_id))
    return text.getvalue().encode()


def to_landing_rows(activities: Iterable[Activity]) -> list[dict[str, Any]]:
    """Return the activities as rows of `warehouse.landing.ACTIVITIES`, as an export or the API would bring them."""
    return [
        {
            "source_key": act.activity_id,
            "sport": act.sport_type,
            "sport_type": act.sport_type,
            "start_utc": act.start,
            "utc_offset_s": _offset_s(act),
            "local_date": None if act.start else act.local_date,
            "distance_m": act.distance_m,
            "moving_s": act.moving_s,
            "elapsed_s": act.elapsed_s,
            "descent_m": act.descent_m,
            "heartrate_bpm": act.heartrate,
            "max_heartrate_bpm": act.max_heartrate,
            "rpe": act.rpe,
            "gear_id": act.shoe_id,
        }
        for act in activities
    ]


def _offset_s(act: Activity) -> int | None:
    """Return a whole-hour offset that brings the start to the activity's local day."""
    if act.start is None:
        return None
    fitting = (hours for hours in range(-240, 241) if (act.start + timedelta(hours=hours)).date() == act.local_date)
    return min(fitting, key=abs) * 3600
