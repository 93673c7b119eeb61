"""Reads the runner's own download of the Lövdal 2021 data (DataverseNL, 10.34894/UWU9PV, CC0): the day file or the week file.

A row is a day of an athlete with the 7 days (day file) or three weeks (week file) before it. In the day file the suffix .6 is the day
before the event and no suffix the seventh before; in the week file no suffix is the last week and .2 the one three weeks back. Rows of
an injury stand alone, so how far a row is from its neighbours tells the label: nothing here looks at a neighbour.
"""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np

from pipelines.backtest.training import Floats, Whole
from warehouse.errors import UnreadableError

Kind = Literal["day", "week"]
ATHLETE, INJURY, DATE = "Athlete ID", "injury", "Date"
LABELS = (ATHLETE, INJURY, DATE)
A_DAY = (
    "nr. sessions",
    "total km",
    "km Z3-4",
    "km Z5-T1-T2",
    "km sprinting",
    "strength training",
    "hours alternative",
    "perceived exertion",
    "perceived trainingSuccess",
    "perceived recovery",
)
A_WEEK = (
    "nr. sessions",
    "nr. rest days",
    "total kms",
    "max km one day",
    "total km Z3-Z4-Z5-T1-T2",
    "nr. tough sessions (effort in Z5, T1 or T2)",
    "nr. days with interval session",
    "total km Z3-4",
    "max km Z3-4 one day",
    "total km Z5-T1-T2",
    "max km Z5-T1-T2 one day",
    "total hours alternative training",
    "nr. strength trainings",
    *(f"{which} {what}" for what in ("exertion", "training success", "recovery") for which in ("avg", "min", "max")),
)
BETWEEN_WEEKS = ("rel total kms week 0_1", "rel total kms week 0_2", "rel total kms week 1_2")
DAYS, WEEKS = 7, 3
SHOWN = 5


def suffixed(names: Sequence[str], times: int) -> tuple[str, ...]:
    """Return the names as they stand in the file: bare first, then with .1, .2 and so on."""
    return tuple(f"{name}.{n}" if n else name for n in range(times) for name in names)


COLUMNS: Mapping[Kind, frozenset[str]] = {
    "day": frozenset((*suffixed(A_DAY, DAYS), *LABELS)),
    "week": frozenset((*suffixed(A_WEEK, WEEKS), *BETWEEN_WEEKS, *LABELS)),
}


@dataclass(frozen=True, slots=True)
class Rows:
    """The file as columns: athletes numbered from 0, whether the row is an injury, its masked day, and km by day or week, newest last.

    `km` has shape (rows, 7) for days and (rows, 3) for weeks; `longest_km` is the longest day of each week, or `km` itself for days.
    """

    kind: Kind
    athlete: Whole
    injury: Whole
    date: Whole
    km: Floats
    longest_km: Floats


def read_rows(path: Path) -> Rows:
    """Read a file; raise UnreadableError when it is not one of the two, has other columns, or a cell that is no number."""
    with path.open(encoding="utf-8-sig", newline="") as lines:
        reader = csv.DictReader(lines)
        kind = _kind(path, reader.fieldnames or ())
        day, week = ("total km", "total km"), ("total kms", "max km one day")
        names = {name: suffixed((name,), DAYS if kind == "day" else WEEKS) for name in (day if kind == "day" else week)}
        wanted = [*LABELS, *(column for columns in names.values() for column in columns)]
        table = np.array(list(_numbers(path, reader, wanted)), dtype=float).reshape(-1, len(wanted))
    cells = dict(zip(wanted, table.T, strict=True))
    if not len(table) or not np.isin(cells[INJURY], (0, 1)).all():
        raise UnreadableError(f"{path.name} has no rows, or an “injury” other than 0 and 1.", "Download it again and give it unchanged.")
    columns = [np.stack([cells[column] for column in one], axis=1) for one in names.values()]
    # The week file begins with the newest.
    km, longest = (columns[0], columns[-1]) if kind == "day" else (columns[0][:, ::-1], columns[-1][:, ::-1])
    athlete = np.unique(cells[ATHLETE], return_inverse=True)[1]
    return Rows(kind, athlete, cells[INJURY].astype(np.int64), cells[DATE].astype(np.int64), km, longest)


def _kind(path: Path, found: Sequence[str]) -> Kind:
    kind: Kind = "week" if "total kms" in found else "day"
    unknown, missing = sorted(set(found) - COLUMNS[kind]), sorted(COLUMNS[kind] - set(found))
    if not unknown and not missing and len(found) == len(set(found)):
        return kind
    what = "; ".join(
        f"{word} {', '.join(f'“{name}”' for name in names[:SHOWN])}{f' and {len(names) - SHOWN} more' if len(names) > SHOWN else ''}"
        for word, names in (("unknown:", unknown), ("missing:", missing))
        if names
    )
    raise UnreadableError(
        f"{path.name} does not have the columns of the Lövdal {kind} file ({what or 'a column comes twice'}), so nothing was computed:"
        " a column from elsewhere may know the answer.",
        "Give day_approach_maskedID_timeseries.csv or week_approach_maskedID_timeseries.csv as downloaded from doi.org/10.34894/UWU9PV.",
    )


def _numbers(path: Path, reader: "csv.DictReader[str]", wanted: Sequence[str]) -> Iterator[list[float]]:
    for row in reader:
        try:
            yield [float(row[name]) for name in wanted]
        except (TypeError, ValueError):
            raise UnreadableError(
                f"Line {reader.line_num} of {path.name} has a cell that is no number.", "Download the file again and give it unchanged."
            ) from None
