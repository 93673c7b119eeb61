"""The made-up worlds of the backtest: what links runs with injuries in them, written down as numbers.

The ratios are those of Frandsen 2025 (10.1136/bjsports-2024-109380: bands of a run's distance over the longest of the 30 days before)
and near Malisoux 2015 (an earlier injury); the spread between runners is our choice. None of it is a rule of the product.
"""

from dataclasses import dataclass

EDGES = (1.10, 1.30, 2.00)
"""Upper ends of the first three bands; a run of exactly 1.10 times the longest is still in the first."""
BANDS = ("up to 1.10 times", "above 1.10 to 1.30", "above 1.30 to 2.00", "above 2.00 times")
WINDOW = 30
EARLIER_DAYS = 365
STUDY_DAYS = 548
STUDY_INJURED = 1820 / 5205
"""Share of the runners of Frandsen 2025 who were injured within its 18 months."""


@dataclass(frozen=True, slots=True)
class World:
    """What multiplies a run's hazard: its band, an injury in the last year, and the runner's own log-normal factor (`spread` = sigma).

    `hazard` is the expected number of injuries a run of the median runner, in the first band and without an earlier injury.
    """

    name: str
    bands: tuple[float, float, float]
    earlier_injury: float
    spread: float = 0.75
    hazard: float = 0.0018


KNOWN = World("known", (1.64, 1.52, 2.28), 1.7)
NULL = World("null", (1.0, 1.0, 1.0), 1.0, spread=0.0, hazard=0.0065)
"""Nothing matters here, not even the runner. Three times as many injuries as are realistic, so that a figure that is off shows."""
