"""Recovers hazard ratios from runs and injuries: a Poisson model a run, with a log-normal factor for each runner.

Runners differ, and who was injured runs differently afterwards; so runs are neither compared across runners as if these were alike, nor
within a runner as if an injury changed nothing. The likelihood of a runner's whole history, averaged over their unknown factor by
Gauss-Hermite quadrature, is right in both respects. Intervals are Wald's at 95 %, on the log scale for ratios.
"""

from dataclasses import dataclass
from math import exp, sqrt

import numpy as np

from pipelines.backtest.training import Floats
from pipelines.backtest.world import BANDS

NODES = 32
Z = 1.96
STEPS = 60
TOLERANCE = 1e-7
RIDGE = 1 / 3**2
"""A normal prior with SD 3 on each log ratio: a band without injuries keeps a finite ratio, and a wide interval."""
JUDGED_BANDS = len(BANDS)


@dataclass(frozen=True, slots=True)
class Estimate:
    """A recovered number beside the known one, with its 95 % interval, and the runs and injuries it rests on."""

    name: str
    known: float
    value: float
    low: float
    high: float
    runs: int
    injuries: int

    @property
    def recovered(self) -> bool:
        """Whether the known number lies within the interval."""
        return self.low <= self.known <= self.high


@dataclass(frozen=True, slots=True)
class Recovered:
    """Ratios of the three bands above the first, of an earlier injury, and the spread between runners (sigma)."""

    bands: tuple[Estimate, ...]
    earlier_injury: Estimate
    spread: Estimate

    @property
    def all(self) -> tuple[Estimate, ...]:
        """Return all five, in this order."""
        return (*self.bands, self.earlier_injury, self.spread)


@dataclass(frozen=True, slots=True)
class _History:
    """Runs and injuries by runner and cell, and the design that gives each cell its log hazard."""

    runs: Floats
    injuries: Floats
    design: Floats
    nodes: Floats
    weights: Floats

    def value(self, theta: Floats) -> float:
        """Return the penalised log likelihood."""
        log_parts, _, _ = self._parts(theta)
        top = log_parts.max(axis=1, keepdims=True)
        return float((top[:, 0] + np.log(np.exp(log_parts - top).sum(axis=1))).sum() - RIDGE * (theta[1:-1] ** 2).sum() / 2)

    def gradient(self, theta: Floats) -> Floats:
        """Return its derivatives."""
        log_parts, rates, factors = self._parts(theta)
        posterior = np.exp(log_parts - log_parts.max(axis=1, keepdims=True))
        posterior /= posterior.sum(axis=1, keepdims=True)
        expected = self.runs * rates * (posterior @ factors)[:, None]
        of_cells = (self.injuries - expected).sum(axis=0) @ self.design
        hurt, total = self.injuries.sum(axis=1), self.runs @ rates
        of_spread = ((hurt[:, None] - total[:, None] * factors) * self.nodes * posterior).sum()
        penalty = np.concatenate(([0.0], RIDGE * theta[1:-1], [0.0]))
        return np.append(of_cells, of_spread) - penalty

    def curvature(self, theta: Floats) -> Floats:
        """Return minus the second derivatives, by central differences of the first."""
        step = 1e-4
        moved = [(self.gradient(theta + step * row) - self.gradient(theta - step * row)) / (2 * step) for row in np.eye(len(theta))]
        second = -np.array(moved)
        return (second + second.T) / 2

    def _parts(self, theta: Floats) -> tuple[Floats, Floats, Floats]:
        log_rates, spread = self.design @ theta[:-1], theta[-1]
        rates, factors = np.exp(log_rates), np.exp(spread * self.nodes)
        hurt, total = self.injuries.sum(axis=1), self.runs @ rates
        log_parts = (self.injuries @ log_rates)[:, None] + np.outer(hurt, spread * self.nodes) - np.outer(total, factors)
        return log_parts + np.log(self.weights), rates, factors


def recover(runs: Floats, injuries: Floats, known: tuple[float, ...]) -> Recovered:
    """Fit the model to counts of runs and injuries of shape (runners, bands + 1, 2).

    The last band holds runs that could not be judged, the last axis is without and with an earlier injury. `known` are the world's
    three band ratios, its ratio of an earlier injury, and its spread.
    """
    # At most one injury a run: one that ends in an injury is at risk for half of it, which the count model needs where hazards are high.
    at_risk = runs - injuries / 2
    history = _History(at_risk.reshape(len(runs), -1), injuries.reshape(len(runs), -1), _design(), *_quadrature())
    theta = _fit(history)
    errors = np.sqrt(np.diag(np.linalg.inv(history.curvature(theta))))
    total_runs, total_injuries = runs.sum(axis=0), injuries.sum(axis=0)

    def ratio(name: str, at: int, true: float, ran: float, hurt: float) -> Estimate:
        middle, margin = theta[at], Z * errors[at]
        return Estimate(name, true, exp(middle), exp(middle - margin), exp(middle + margin), int(ran), int(hurt))

    bands = tuple(
        ratio(BANDS[band], band, known[band - 1], total_runs[band].sum(), total_injuries[band].sum()) for band in range(1, JUDGED_BANDS)
    )
    earlier = ratio("an injury in the year before", JUDGED_BANDS + 1, known[3], total_runs[:, 1].sum(), total_injuries[:, 1].sum())
    low, sigma, high = _spread(abs(theta[-1]), Z * errors[-1])
    spread = Estimate("spread between runners (sigma)", known[4], sigma, low, high, int(runs.sum()), int(injuries.sum()))
    return Recovered(bands, earlier, spread)


def _spread(sigma: float, margin: float) -> tuple[float, float, float]:
    """Return sigma between its limits; the lower one is that of the variance, because near 0 an interval of sigma itself is too short."""
    return sqrt(max(0.0, sigma**2 - 2 * sigma * margin)), sigma, sigma + margin


def _design() -> Floats:
    cells = [(band, earlier) for band in range(JUDGED_BANDS + 1) for earlier in range(2)]
    return np.array([[1, *(band == other for other in range(1, JUDGED_BANDS + 1)), earlier] for band, earlier in cells], dtype=float)


def _quadrature() -> tuple[Floats, Floats]:
    nodes, weights = np.polynomial.hermite_e.hermegauss(NODES)
    return nodes, weights / weights.sum()


def _fit(history: _History) -> Floats:
    """Climb by Newton's method, with shorter steps where a whole one would lead down."""
    columns = history.design.shape[1]
    theta = np.zeros(columns + 1)
    theta[0] = np.log(max(1.0, history.injuries.sum()) / history.runs.sum())
    theta[-1] = 0.5
    here = history.value(theta)
    for _ in range(STEPS):
        step = _direction(history, theta)
        there = history.value(theta + step)
        while there < here and np.abs(step).max() > TOLERANCE:
            step = step / 2
            there = history.value(theta + step)
        theta, moved, here = theta + step, np.abs(step).max(), there
        if moved < TOLERANCE:
            break
    return theta


def _direction(history: _History, theta: Floats) -> Floats:
    """Return Newton's step; where the likelihood is not curved downwards, steepness is used instead of curvature."""
    values, vectors = np.linalg.eigh(history.curvature(theta))
    step: Floats = vectors @ ((vectors.T @ history.gradient(theta)) / np.maximum(np.abs(values), 1e-3))
    return np.clip(step, -1, 1)
