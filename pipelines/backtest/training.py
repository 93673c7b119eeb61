"""How the made-up runners train: habits that differ between them, weeks that build and ease, holidays, races, and slow comebacks."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
Flags = NDArray[np.bool_]

CYCLE = np.array([0.9, 1.0, 1.1, 0.7])
BUILDERS = 0.5
SKIPPED = 0.15
ADVENTURE = 0.013
BREAK_A_WEEK = 0.012
SHORTEST_KM = 1.5
COMEBACK_DAYS = 28
COMEBACK_FROM = 0.4


@dataclass(frozen=True, slots=True)
class Habits:
    """What stays the same with a runner, an entry each: usual km a week, days of running (by weekday), and how they like to run."""

    weekly_km: Floats
    runs_on: Flags
    long_day: Whole
    long_share: Floats
    builds: Flags
    speed_mps: Floats
    descent_m_km: Floats

    def __len__(self) -> int:
        """Return the number of runners."""
        return len(self.weekly_km)


def draw_habits(rng: np.random.Generator, runners: int) -> Habits:
    """Draw the habits of so many runners: two to five runs a week, around 22 km."""
    order = rng.random((runners, 7)).argsort(axis=1)
    runs = rng.choice([2, 3, 4, 5], size=runners, p=[0.3, 0.35, 0.25, 0.1])
    return Habits(
        weekly_km=runs * rng.lognormal(np.log(6.5), 0.35, runners),
        runs_on=order < runs[:, None],
        long_day=order.argmin(axis=1),
        long_share=np.clip(1 / runs + rng.uniform(0.05, 0.2, runners), 0, 0.7),
        builds=rng.random(runners) < BUILDERS,
        speed_mps=np.clip(rng.normal(2.8, 0.3, runners), 2.0, 4.2),
        descent_m_km=rng.lognormal(np.log(6), 0.8, runners),
    )


class Diary:
    """The days of all runners as they pass: who runs how far, given who is injured."""

    def __init__(self, habits: Habits, rng: np.random.Generator) -> None:
        self._habits = habits
        self._rng = rng
        runners = len(habits)
        self._mood = rng.lognormal(0, 0.2, runners)
        self._away_until = np.zeros(runners, dtype=np.int64)
        self._back_on = np.full(runners, -COMEBACK_DAYS)

    def kilometres(self, day: int) -> Floats:
        """Return everybody's distance on the day in km, 0 for a rest day; call once a day, in order."""
        habits, rng, weekday = self._habits, self._rng, day % 7
        if weekday == 0:
            self._turn_of_the_week(day)
        runners = len(habits)
        is_long = habits.long_day == weekday
        others = (1 - habits.long_share) / np.maximum(1, habits.runs_on.sum(axis=1) - 1)
        cycle = np.where(habits.builds, CYCLE[day // 7 % len(CYCLE)], 1.0)
        share = np.where(is_long, habits.long_share, others) * rng.lognormal(0, 0.15, runners)
        adventure = np.where(rng.random(runners) < ADVENTURE, rng.lognormal(np.log(2.0), 0.45, runners), 1.0)
        km = habits.weekly_km * self._mood * cycle * self._comeback(day) * share * adventure
        runs = habits.runs_on[:, weekday] & (rng.random(runners) >= SKIPPED) & (day >= self._away_until)
        return np.where(runs, np.maximum(SHORTEST_KM, np.round(km, 2)), 0.0)

    def rest(self, day: int, injured: Flags) -> None:
        """Let the injured rest from the next day on, one to thirteen weeks; they come back with less."""
        days = np.clip(self._rng.lognormal(np.log(21), 0.6, len(self._habits)), 7, 91).astype(np.int64)
        self._away_until = np.where(injured, day + 1 + days, self._away_until)
        self._back_on = np.where(injured, day + 1 + days, self._back_on)

    def _turn_of_the_week(self, day: int) -> None:
        rng, runners = self._rng, len(self._habits)
        self._mood = np.exp(0.85 * np.log(self._mood) + rng.normal(0, 0.14, runners))
        leaves, days = rng.random(runners) < BREAK_A_WEEK, rng.integers(9, 36, runners)
        self._away_until = np.where(leaves, np.maximum(self._away_until, day + days), self._away_until)

    def _comeback(self, day: int) -> Floats:
        passed = np.clip((day - self._back_on) / COMEBACK_DAYS, 0, 1)
        return COMEBACK_FROM + (1 - COMEBACK_FROM) * passed
