"""The tables hold what the oracle says, on every day of every athlete: synthetic seasons and settings."""

from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tests.agreement import Seasons, disagreements
from tests.oracle import Athlete
from tests.season import FIRST, KINDS, season

HOLE = frozenset(FIRST + timedelta(days=day) for day in range(60, 85))
TOLD = Athlete(
    hr_max=190.0,
    hr_rest=48.0,
    sex="female",
    unrecorded=HOLE,
    shoe_start_km={"strava:g101": 300.0, "strava:g103": 120.5},
    shoe_limit_km={"strava:g101": 520.0, "strava:g102": 100.0},
)


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
    assert not disagreements(tmp_path, every_kind(range(4), 400), later=15)
