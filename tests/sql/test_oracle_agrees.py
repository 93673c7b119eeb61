"""The tables hold what the oracle says, on every day of every athlete: synthetic seasons, settings, and real series."""

import csv
from collections import defaultdict
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tests.agreement import Difference, differences, end_of
from tests.oracle import Activity, Athlete
from tests.season import FIRST, KINDS, injuries, pains, season
from warehouse.settings import Settings

Seasons = dict[str, list[Activity]]
HOLE = frozenset(FIRST + timedelta(days=day) for day in range(60, 85))
TOLD = Athlete(
    hr_max=190.0,
    hr_rest=48.0,
    sex="female",
    unrecorded=HOLE,
    shoe_start_km={"strava:g101": 300.0, "strava:g103": 120.5},
    shoe_limit_km={"strava:g101": 520.0, "strava:g102": 100.0},
)


def disagreements(home: Path, seasons: Seasons, *, told: Athlete | None = None, later: int = 0) -> list[Difference]:
    """Build the seasons of athletes who also say what hurts, each something else; `told` is what all of them say besides."""
    athletes = {name: replace(told or Athlete(), **said(nth)) for nth, name in enumerate(seasons)}
    now = end_of([act for activities in seasons.values() for act in activities], later)
    return differences(Settings(home=home), seasons, athletes, now)[:20]


def said(seed: int) -> dict[str, Any]:
    """Return what an athlete says of pain in a season of 100 days and of injuries then and before; every fourth one says nothing."""
    return {"check_ins": pains(seed, 100), "injuries": injuries(seed)} if seed % 4 else {}


def every_kind(seeds: range, days: int) -> Seasons:
    return {f"{kind}-{seed}": season(seed, days, kind=kind) for kind in KINDS for seed in seeds}


@pytest.mark.slow
@settings(max_examples=8, deadline=None, phases=(Phase.generate,))
@given(seed=st.integers(0, 10**6), days=st.integers(1, 120), later=st.integers(0, 40))
def test_seasons_of_every_kind_agree(tmp_path_factory: pytest.TempPathFactory, seed: int, days: int, later: int) -> None:
    assert not disagreements(tmp_path_factory.mktemp("home"), every_kind(range(seed, seed + 1), days), later=later)


@pytest.mark.slow
def test_nasty_seasons_agree_under_the_athletes_own_settings(tmp_path: Path) -> None:
    seasons = {f"{kind}-{seed}": season(seed, 200, kind=kind) for kind in ("nasty", "gaps", "shoes") for seed in range(4)}
    hidden = {name: [act for act in activities if act.local_date not in HOLE] for name, activities in seasons.items()}
    assert not disagreements(tmp_path, hidden, told=TOLD)


@pytest.mark.slow
def test_many_long_seasons_agree(tmp_path: Path) -> None:
    assert not disagreements(tmp_path, every_kind(range(20), 400), later=15)


@pytest.mark.slow
@pytest.mark.data
def test_58_real_runners_agree(shared: Path, tmp_path: Path) -> None:
    """The dirt stays in: exact repeats, zero distances, a default date of 2000. A mean of 0 or 27 beats is a sensor's, not a runner's."""
    runners: Seasons = defaultdict(list)
    with (shared / "series" / "running-races-58-athletes-dev.csv").open(encoding="utf-8") as lines:
        for number, row in enumerate(csv.DictReader(lines, delimiter=";"), 10**10):
            start = datetime.strptime(row["timestamp"], "%d/%m/%Y %H:%M")  # noqa: DTZ007 -- naive UTC throughout
            metres, seconds, beats = (_number(row[name]) for name in ("distance (m)", "elapsed time (s)", "average heart rate (bpm)"))
            made = Activity(
                f"strava:{number}",
                "Run",
                start.date(),
                start,
                metres,
                elapsed_s=seconds,
                heartrate=beats if beats and beats >= 30 else None,
            )
            runners[row["athlete"]].append(made)
    assert not disagreements(tmp_path, runners)


@pytest.mark.slow
@pytest.mark.data
def test_fourteen_years_of_one_runner_agree(shared: Path, tmp_path: Path) -> None:
    with (shared / "series" / "fourteen-year-runner-dev.csv").open(encoding="utf-8") as lines:
        runner = [_logged(row) for row in csv.DictReader(lines)]
    assert not disagreements(tmp_path, {"fourteen": runner})


def _logged(row: dict[str, str]) -> Activity:
    start, local = (datetime.fromisoformat(row[name]) for name in ("start_utc", "start_local"))
    names = ("distance_m", "moving_s", "elapsed_s", "rpe", "avg_hr", "max_hr")
    metres, moving, elapsed, rpe, mean, most = (_number(row[name]) for name in names)
    return Activity(f"strava:{row['activity_id']}", row["sport_type"], local.date(), start, metres, moving, elapsed, rpe, mean, most)


def _number(cell: str) -> float | None:
    return float(cell) if cell else None
