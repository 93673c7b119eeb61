"""Made-up runners put through the real warehouse: rows land as a training log would, then are built and published."""

from collections.abc import Callable, Iterable
from contextlib import closing
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from warehouse.landing import Landing, Manifest
from warehouse.model import AthleteId
from warehouse.people import People
from warehouse.settings import Settings
from warehouse.store import Warehouse

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)

Row = dict[str, Any]
Season = Callable[[], list[Row]]


def run(days_ago: int, km: float, **other: Any) -> Row:
    """One run so many days before `TODAY`, at 10 km/h unless told otherwise."""
    day = TODAY - timedelta(days=days_ago)
    row = {
        "sport_type": "Run",
        "sport": "Run",
        "name": "Easy run",
        "local_date": day,
        "start_utc": datetime.combine(day, time(6, days_ago % 40)),
        "utc_offset_s": 0,
        "distance_m": km * 1000,
        "moving_s": km * 360,
        "elapsed_s": km * 372,
        "source_key": "",
    }
    return {**row, **other}


def steady(days: int = 180, km: float = 8.0) -> list[Row]:
    """Three runs a week, a longer one at its end, two pairs of shoes, heart rate."""
    shoes = [{"gear_id": "log:Pegasus", "gear_name": "Pegasus 41"}, {"gear_id": "log:Endorphin", "gear_name": "Endorphin Pro"}]
    plan = {1: km, 3: km, 5: km * 1.3, 0: km * 0.8}
    return [
        run(ago, round(plan[ago % 7] + (ago * 7 % 5) / 10, 1), heartrate_bpm=142.0, rpe=4.0, **shoes[ago % 7 == 5])
        for ago in range(days)
        if ago % 7 in plan
    ]


def spike() -> list[Row]:
    """Make a steady season with one run far beyond the others four days ago, and one that is none."""
    return [
        *steady(),
        run(9, 0.3, name="Watch started by mistake"),
        run(4, 21.4, name="Long one with friends, all the way around the lake and back", gear_id="log:Pegasus", gear_name="Pegasus 41"),
    ]


def worn() -> list[Row]:
    """Make a steady season in one pair that has seen too much."""
    return [run(ago, 9.0, gear_id="log:Old", gear_name="Old faithful") for ago in range(0, 220, 2)]


def gone(days: int = 91) -> list[Row]:
    """Make the season with the jump, and nothing in the last `days`."""
    gap = timedelta(days=days)
    return [{**row, "local_date": row["local_date"] - gap, "start_utc": row["start_utc"] - gap} for row in spike()]


def ten_years() -> list[Row]:
    """Ten years of five sessions a week, one of them a ride."""
    runs = [run(ago, 6 + ago % 9) for ago in range(3650) if ago % 7 in {0, 2, 4, 5}]
    return runs + [run(ago, 30, sport_type="Ride", sport="Ride", name="Ride") for ago in range(1, 3650, 7)]


def beginner() -> list[Row]:
    """One run and nothing before it."""
    return [run(2, 4.2, name="First run")]


def land(settings: Settings, people: People, name: str, rows: Iterable[Row], *, athlete_id: str | None = None) -> AthleteId:
    """Land a season for an athlete, made known first; return the id."""
    account = people.athletes.ensure(name, now=NOW, timezone="Europe/Berlin", athlete_id=athlete_id)
    numbered = [{**row, "source_key": f"log:{row['local_date']}:{row['sport_type']}:{n}"} for n, row in enumerate(rows)]
    with Landing(settings.landing).open(account.athlete, "log", NOW) as batch:
        batch.write(numbered, None, Manifest(source="log", fingerprint=name, full=False, as_of=NOW.isoformat(), timezone="Europe/Berlin"))
    return account.athlete


def town(home: Path) -> None:
    """Make a home where Anna stepped up, Ben wears old shoes and counts in miles, and Emil just began."""
    settings = Settings(home=home)
    with closing(People.open(settings)) as people:
        for name, rows in (("Anna", spike()), ("Ben", worn()), ("Emil", beginner())):
            land(settings, people, name, rows)
        people.athletes.set(people.athletes.ensure("Ben", now=NOW).athlete, "units", "mi")
        build(settings, people)


def stine(home: Path) -> None:
    """Make a home of one demo athlete."""
    settings = Settings(home=home)
    with closing(People.open(settings)) as people:
        land(settings, people, "Steady Stine", steady(), athlete_id="demo-steady")
        build(settings, people)


def build(settings: Settings, people: People) -> None:
    """Build and publish what landed."""
    Warehouse(settings, people).build(NOW)
