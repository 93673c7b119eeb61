"""Samples made to measure: so many seconds at a heart rate, so many at a speed, as few rows as the warehouse takes for whole seconds."""

from collections.abc import Iterator, Mapping

import pyarrow as pa

from warehouse.landing import SAMPLES

LONGEST_STEP_S = 10
"""Up to this distance of two samples the first stands for all seconds between them."""

Spent = Mapping[float, int]
"""Whole seconds by beats a minute, or by m/s."""


def samples(runs: Mapping[str, tuple[Spent | None, Spent | None]]) -> pa.Table:
    """Return the samples of runs by source key, each with its seconds by heart rate and by speed; None is no such sensor."""
    rows = [(key, *row) for key, (beats, speeds) in runs.items() for row in _rows(beats or {}, speeds or {})]
    names = ("source_key", "t_s", "heartrate_bpm", "speed_mps")
    columns = {name: [row[nth] for row in rows] for nth, name in enumerate(names)}
    blank = dict.fromkeys(("distance_m", "cadence", "altitude_m"), [None] * len(rows))
    return pa.Table.from_pydict(columns | blank, schema=SAMPLES).unify_dictionaries()


def _rows(beats: Spent, speeds: Spent) -> Iterator[tuple[int, float | None, float | None]]:
    """Tell the heart rates first and the speeds after them: the histograms do not mind, and the last row stands for nothing."""
    at = 0
    for spent, place in ((beats, 0), (speeds, 1)):
        for value, seconds in spent.items():
            for start in range(0, seconds, LONGEST_STEP_S):
                yield at + start, value if place == 0 else None, value if place else None
            at += seconds
    yield at, None, None
