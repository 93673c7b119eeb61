"""How well a score tells injured runs from others: the area under the ROC curve (AUC), with intervals and a warning of leaks.

0.50 is a coin. Intervals come from drawing whole runners again and again, because runs of one runner are alike.
"""

from dataclasses import dataclass

import numpy as np

from pipelines.backtest.training import Floats

DRAWS = 500
SUSPICIOUS = 0.75


@dataclass(frozen=True, slots=True)
class Auc:
    """An AUC with its 95 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Discrimination:
    """An AUC over the runs of all runners, and one that compares an injured run only with other runs of the same runner."""

    name: str
    pooled: Auc
    within: Auc

    @property
    def warning(self) -> str:
        """Return a sentence when the figure is too good to be true, else nothing."""
        return leak_warning(self.name, max(self.pooled.value, self.within.value))


def leak_warning(name: str, auc: float) -> str:
    """Word the suspicion of a leak for an AUC above 0.75, else return nothing."""
    if auc <= SUSPICIOUS:
        return ""
    return (
        f"{name}: AUC {auc:.2f} is above {SUSPICIOUS:.2f}. Published figures free of leaks stay near 0.6, so suspect that"
        " something known only after the injury has leaked into the score, and look for it before you believe the figure."
    )


def area(others: Floats, injured: Floats, seed: int) -> Auc:
    """Compare counts of uninjured and injured runs by runner and score, scores ascending; both of shape (runners, scores)."""
    rng = np.random.default_rng(seed)
    runners = len(others)
    drawn = rng.multinomial(runners, np.full(runners, 1 / runners), size=DRAWS).astype(float)
    low, high = np.percentile(_areas(drawn @ others, drawn @ injured), [2.5, 97.5])
    return Auc(float(_areas(others.sum(axis=0, keepdims=True), injured.sum(axis=0, keepdims=True))[0]), float(low), float(high))


def _areas(others: Floats, injured: Floats) -> Floats:
    """Return the AUC of each row; ties count half, and where one kind is missing it is 0.5."""
    below = others.cumsum(axis=1) - others
    wins = (injured * (below + others / 2)).sum(axis=1)
    pairs = others.sum(axis=1) * injured.sum(axis=1)
    result: Floats = np.divide(wins, pairs, out=np.full(len(pairs), 0.5), where=pairs > 0)
    return result
