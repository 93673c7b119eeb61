"""The tables hold what the oracle says, on every day of real series with all their dirt."""

import csv
from collections import defaultdict
from datetime import datetime
from pathlib import Path

import pytest

from tests.agreement import Seasons, disagreements
from tests.oracle import Activity


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
