"""What 58 real runners would have been told: days at each level and alerts an athlete-month, from the runs in ../shared/data.

Usage: bench_population.py [FOLDER], by default ../shared/data. The figures are those of `REFERENCE` in pipelines/backtest/population.py.
"""

import csv
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from pipelines.backtest.judging import Run, judged
from pipelines.backtest.population import Population, population

NAME = "running-races-58-athletes-dev.csv"
SHARED = Path(__file__).parents[3] / "shared" / "data"


def real_runs(folder: Path) -> Iterator[Run]:
    """Yield every row of the table, dirt and all."""
    with (folder / "series" / NAME).open(encoding="utf-8") as lines:
        for number, row in enumerate(csv.DictReader(lines, delimiter=";")):
            start = datetime.strptime(row["timestamp"], "%d/%m/%Y %H:%M")  # noqa: DTZ007 -- naive UTC, as the models want it
            metres, seconds = float(row["distance (m)"]), float(row["elapsed time (s)"])
            yield Run(row["athlete"], str(number), start.date(), start, metres, seconds, None)


def measure(folder: Path) -> Population:
    """Judge all of them and count."""
    runs = list(real_runs(folder))
    with judged(runs, (), max(run.day for run in runs)) as con:
        return population(con)


if __name__ == "__main__":
    place = Path(sys.argv[1]) if sys.argv[1:] else SHARED
    print(measure(place) if place.is_dir() else f"{place} is absent; nothing is measured.")
