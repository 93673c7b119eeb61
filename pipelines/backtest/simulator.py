"""Lets a world happen, day after day: everybody's runs, and the injuries that the world's own law draws from them.

The law knows the true distances and nothing of the product; the product is asked afterwards what it would have said.
"""

from dataclasses import dataclass

import numpy as np

from pipelines.backtest.training import Diary, Flags, Floats, Habits, Whole, draw_habits
from pipelines.backtest.world import EARLIER_DAYS, EDGES, WINDOW, World

EARLIER_AT_START = 0.3


@dataclass(frozen=True, slots=True)
class Season:
    """All that happened: runs (runner, day, km, seconds, metres down), injuries (runner, day), and injuries before the first day.

    Days count from 0; `earlier_day` is negative for those who were injured in the year before, else 0.
    """

    runners: int
    days: int
    run_runner: Whole
    run_day: Whole
    run_km: Floats
    run_seconds: Floats
    run_descent_m: Floats
    injury_runner: Whole
    injury_day: Whole
    earlier_day: Whole

    @property
    def injured_share(self) -> float:
        """Share of the runners with at least one injury."""
        return len(np.unique(self.injury_runner)) / self.runners


def simulate(world: World, runners: int, days: int, seed: int) -> Season:
    """Let the world happen; the same arguments give the same season. Worlds of one seed have the same runners and the same luck."""
    rng = np.random.default_rng(seed)
    habits = draw_habits(rng, runners)
    law = _Law(world, rng, runners)
    diary = Diary(habits, rng)
    every_km, every_injury = np.zeros((days, runners)), np.zeros((days, runners), dtype=bool)
    earlier_day = law.last_injury.copy()
    for day in range(days):
        every_km[day] = diary.kilometres(day)
        every_injury[day] = law.injured(day, every_km[day])
        diary.rest(day, every_injury[day])
    return _season(habits, every_km, every_injury, np.where(earlier_day < -EARLIER_DAYS, 0, earlier_day), rng)


class _Law:
    """The law of a world: each runner's own factor, their longest runs and their last injury."""

    def __init__(self, world: World, rng: np.random.Generator, runners: int) -> None:
        self._factors = np.array([1.0, *world.bands])
        self._earlier = world.earlier_injury
        self._rng = rng
        self._hazard = world.hazard * rng.lognormal(0, world.spread, runners)
        self._recent = np.zeros((WINDOW, runners))
        told = rng.random(runners) < EARLIER_AT_START
        self.last_injury = np.where(told, -rng.integers(1, EARLIER_DAYS, runners), -10 * EARLIER_DAYS)

    def injured(self, day: int, km: Floats) -> Flags:
        """Draw who is injured in the day's run, and remember the day."""
        longest = self._recent.max(axis=0)
        ratio = np.divide(km, longest, out=np.ones_like(km), where=longest > 0)
        factor = self._factors[np.searchsorted(EDGES, np.round(ratio, 9), side="left")]
        factor = factor * np.where(day - self.last_injury <= EARLIER_DAYS, self._earlier, 1.0)
        drawn = self._rng.random(len(km)) < 1 - np.exp(-self._hazard * factor)
        injured: Flags = drawn & (km > 0)
        self.last_injury = np.where(injured, day, self.last_injury)
        self._recent[day % WINDOW] = km
        return injured


def _season(habits: Habits, every_km: Floats, every_injury: Flags, earlier_day: Whole, rng: np.random.Generator) -> Season:
    day, runner = np.nonzero(every_km)
    km = every_km[day, runner]
    injury_day, injury_runner = np.nonzero(every_injury)
    return Season(
        runners=every_km.shape[1],
        days=every_km.shape[0],
        run_runner=runner,
        run_day=day,
        run_km=km,
        run_seconds=np.round(1000 * km / (habits.speed_mps[runner] * rng.lognormal(0, 0.05, len(km)))),
        run_descent_m=np.round(km * habits.descent_m_km[runner] * rng.lognormal(0, 0.4, len(km)), 1),
        injury_runner=injury_runner,
        injury_day=injury_day,
        earlier_day=earlier_day,
    )
