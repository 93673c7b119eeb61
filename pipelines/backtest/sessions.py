"""The runs of a judged world as columns, and their counts by runner and whatever they are to be told apart by."""

from dataclasses import dataclass

import numpy as np

from pipelines.backtest.judging import query
from pipelines.backtest.training import Floats, Whole
from pipelines.backtest.world import BANDS, EDGES
from warehouse import db

PAST_DAYS = 84
LEAST_PAST = 10
STEPS = 20
UNKNOWN = -1


@dataclass(frozen=True, slots=True)
class Sessions:
    """An entry a run, by runner and day. Band 4 could not be judged; a score of -1 means not enough history."""

    runners: int
    runner: Whole
    day: Whole
    band: Whole
    earlier: Whole
    score: Whole
    evening_score: Whole
    injured: Whole

    def count(self, sizes: tuple[int, ...], *axes: Whole) -> tuple[Floats, Floats]:
        """Count uninjured and injured runs in arrays of shape (runners, *sizes); entries below 0 on an axis are left out."""
        known = np.logical_and.reduce([axis >= 0 for axis in axes])
        counts = []
        for injured in (0, 1):
            at = known & (self.injured == injured)
            table = np.zeros((self.runners, *sizes))
            np.add.at(table, (self.runner[at], *(axis[at] for axis in axes)), 1)
            counts.append(table)
        return counts[0], counts[1]

    def cells(self) -> tuple[Floats, Floats]:
        """Count by band and earlier injury."""
        return self.count((len(BANDS) + 1, 2), self.band, self.earlier)

    def among_own(self, score: Whole) -> Whole:
        """Return where each run's score stands among those of the same runner's runs of the twelve weeks before, in steps of 0 to 20.

        It looks back only: what an injury changes afterwards never enters the comparison that the injured run is in. Comparing with
        all runs of a runner would put the score of a comeback beside it, and show less than 0.50 where there is nothing to show.
        -1 with fewer than ten such runs.
        """
        wins, past = np.zeros(len(score)), np.zeros(len(score))
        for back in range(1, PAST_DAYS + 1):
            now, then = slice(back, None), slice(None, -back)
            counts = (self.runner[now] == self.runner[then]) & (self.day[now] - self.day[then] <= PAST_DAYS) & (score[then] >= 0)
            if not counts.any():
                break
            past[now] += counts
            wins[now] += counts * ((score[now] > score[then]) + 0.5 * (score[now] == score[then]))
        place = np.round(STEPS * wins / np.maximum(past, 1)).astype(np.int64)
        result: Whole = np.where((past >= LEAST_PAST) & (score >= 0), place, UNKNOWN)
        return result


def read_sessions(con: db.Connection, runners: int) -> Sessions:
    """Read the runs of a judged world, whose injuries are in table `injury`."""
    rows = db.rows(con, query("sessions"), dict(zip(("first", "second", "third"), EDGES, strict=True)))
    return Sessions(runners, *np.array(rows, dtype=np.int64).reshape(-1, 7).T)
