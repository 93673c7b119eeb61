"""Files of the shape of the Lövdal 2021 data, made up: no real row is in them."""

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from pipelines.backtest.lovdal_file import A_DAY, A_WEEK, BETWEEN_WEEKS, DAYS, LABELS, WEEKS, Kind, suffixed

Cells = Mapping[str, float]
NAMES: Mapping[Kind, tuple[str, ...]] = {
    "day": (*suffixed(A_DAY, DAYS), *LABELS),
    "week": (*suffixed(A_WEEK, WEEKS), *BETWEEN_WEEKS, *LABELS),
}


def row(kind: Kind, athlete: int, date: int, injury: int, **km: Sequence[float]) -> dict[str, float]:
    """Return a row: `km`, and for weeks `longest`, a number a day or week, the newest last; every other cell is 0."""
    cells = dict.fromkeys(NAMES[kind], 0.0) | {"Athlete ID": athlete, "Date": date, "injury": injury}
    columns = {"km": "total km", "longest": "total km"} if kind == "day" else {"km": "total kms", "longest": "max km one day"}
    for name, values in km.items():
        oldest_first = values if kind == "day" else values[::-1]
        cells |= dict(zip(suffixed((columns[name],), len(values)), oldest_first, strict=True))
    return cells


def write(path: Path, rows: Sequence[Cells]) -> Path:
    """Write rows with the columns of the first."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def days(athletes: int, rows: int, seed: int, *, leak: bool = False) -> list[dict[str, float]]:
    """Return rows of a day file in which km and injuries have nothing to do with each other; with `leak`, the last day knows."""
    rng = np.random.default_rng(seed)
    made = []
    for athlete in range(athletes):
        for date in range(rows):
            injury = int(rng.random() < 0.05)
            km = np.round(rng.choice([0, 6, 8, 10, 12, 15, 20], size=DAYS), 1).tolist()
            made.append(row("day", athlete, date, injury, km=[*km[:-1], 45.0 if leak and injury else km[-1]]))
    return made
