"""Doubts about runs as rows: what is doubted of one run, and runs that are set aside with what counting them would change."""

from dataclasses import dataclass
from datetime import date

from warehouse.model import ActivityId


@dataclass(frozen=True, slots=True)
class RunDoubt:
    """A doubt about the data of a run: whether it sets the run aside, and the two numbers it rests on, in the doubt's unit."""

    doubt: str
    sets_aside: bool
    value: float | None
    line: float | None


@dataclass(frozen=True, slots=True)
class SetAside:
    """A run that a doubt keeps out of the checks, and what counting it would change.

    `ratio` to the longest run of the 30 days before, and its points, are None where too little stands before it; `spares` counts later
    runs that would be less of a jump, the first of them on `spares_on`.
    """

    activity_id: ActivityId
    name: str | None
    sport_type: str
    local_date: date
    distance_km: float
    doubt: str
    value: float | None
    line: float | None
    longest_km: float | None
    ratio: float | None
    points: int | None
    spares: int
    spares_on: date | None
