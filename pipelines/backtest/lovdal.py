"""What can be said of our rules with the Lövdal 2021 data: relatives of three of them, judged row by row, never across rows.

Nothing is fitted, so there is no training set that could leak into a test set; figures are given for whole athletes drawn again and again,
and for five groups of athletes that share nobody.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from pipelines.backtest.discrimination import Auc, area, leak_warning
from pipelines.backtest.lovdal_file import Kind, Rows, read_rows
from pipelines.backtest.training import Floats, Whole
from warehouse.rulebook import Rule, load_rules

GROUPS = 5
GAPS = (2, 8, 22)

NOT_COMPUTABLE = {
    "longest_run_spike": "needs single runs and the 30 days before them; a row holds 7 days or 3 weeks, by day or week",
    "two_week_ramp": "needs four weeks; a row holds three at most",
    "return_from_break": "needs the weeks before a break of 14 days",
    "hard_time_ramp": "needs four weeks of minutes above threshold",
    "descent_ramp": "the file has no metres down",
    "cadence_fall": "the file has no cadence",
    "shoe_wear": "the file has no shoes",
    "pain": "the file has no answers about pain",
    "injury_history": "an earlier injury is a neighbouring row, and rows must not be compared: that is the leak",
}


@dataclass(frozen=True, slots=True)
class Relative:
    """A number that a row holds itself, judged by the lines of the rule it is like."""

    name: str
    rule: str
    kind: Kind
    ratio: Callable[[Rows], Floats]


@dataclass(frozen=True, slots=True)
class RelativeResult:
    """Rows over the line and below it, the injuries among them, the AUC of the points, and its lowest and highest in five groups."""

    name: str
    rule: str
    flagged: int
    flagged_injuries: int
    others: int
    other_injuries: int
    auc: Auc
    lowest: float
    highest: float
    warning: str


@dataclass(frozen=True, slots=True)
class LovdalResult:
    """The file, what was computed from it, and how much the gaps between rows would have given away."""

    file: str
    kind: Kind
    athletes: int
    rows: int
    injuries: int
    relatives: tuple[RelativeResult, ...]
    gap_auc: float


def _over(new: Floats, old: Floats) -> Floats:
    return np.divide(new, old, out=np.zeros_like(new), where=old > 0)


RELATIVES = (
    Relative(
        "the last day's km over the longest of the six days before",
        "longest_run_spike",
        "day",
        lambda rows: np.where(
            rows.km[:, -1] - rows.km[:, :-1].max(axis=1) >= _step_km(), _over(rows.km[:, -1], rows.km[:, :-1].max(axis=1)), 0
        ),
    ),
    Relative(
        "the last week's longest day over the longest of the two weeks before",
        "longest_run_spike",
        "week",
        lambda rows: np.where(
            rows.longest_km[:, -1] - rows.longest_km[:, :-1].max(axis=1) >= _step_km(),
            _over(rows.longest_km[:, -1], rows.longest_km[:, :-1].max(axis=1)),
            0,
        ),
    ),
    Relative("the last week's km over the week before", "two_week_ramp", "week", lambda rows: _over(rows.km[:, -1], rows.km[:, -2])),
)


def judge_file(path: Path, seed: int) -> LovdalResult:
    """Read a file and judge its rows; raise UnreadableError as `read_rows` does."""
    rows = read_rows(path)
    results = tuple(_judge(rows, one, seed) for one in RELATIVES if one.kind == rows.kind)
    athletes = int(rows.athlete.max()) + 1
    return LovdalResult(path.name, rows.kind, athletes, len(rows.injury), int(rows.injury.sum()), results, _gap_auc(rows, seed))


def _judge(rows: Rows, relative: Relative, seed: int) -> RelativeResult:
    points = _points(load_rules().about(relative.rule), relative.ratio(rows))
    others, injured = _counts(rows, points)
    groups = [area(others[n::GROUPS], injured[n::GROUPS], seed).value for n in range(GROUPS) if injured[n::GROUPS].sum()]
    auc = area(others, injured, seed)
    flagged = points > 0
    return RelativeResult(
        name=relative.name,
        rule=relative.rule,
        flagged=int(flagged.sum()),
        flagged_injuries=int(rows.injury[flagged].sum()),
        others=int((~flagged).sum()),
        other_injuries=int(rows.injury[~flagged].sum()),
        auc=auc,
        lowest=min(groups, default=auc.value),
        highest=max(groups, default=auc.value),
        warning=leak_warning(relative.name, auc.value),
    )


def _points(rule: Rule, ratio: Floats) -> Whole:
    crossed = [np.where(np.round(ratio, 9) > level.above, level.points, 0) for level in rule.levels]
    points: Whole = np.maximum.reduce(crossed)
    return points


def _step_km() -> float:
    return load_rules().about("longest_run_spike").parameters["min_step_m"] / 1000


def _counts(rows: Rows, score: Whole) -> tuple[Floats, Floats]:
    counts = np.zeros((2, int(rows.athlete.max()) + 1, int(score.max()) + 1))
    np.add.at(counts, (rows.injury, rows.athlete, score), 1)
    return counts[0], counts[1]


def _gap_auc(rows: Rows, seed: int) -> float:
    """Return the AUC of the days since the same athlete's row before: the trap, computed to be shown and used for nothing."""
    order = np.lexsort((rows.date, rows.athlete))
    gap = np.diff(rows.date[order], prepend=rows.date[order][0])
    first = np.diff(rows.athlete[order], prepend=-1) != 0
    score = np.zeros(len(order), dtype=np.int64)
    score[order] = np.where(first, 0, np.searchsorted(GAPS, gap, side="right"))
    return area(*_counts(rows, score), seed).value
