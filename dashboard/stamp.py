"""Whether a page shows what is published now: a short word that changes with an athlete's numbers."""

from dataclasses import replace
from datetime import datetime
from hashlib import sha256

from dashboard.context import Context
from warehouse.errors import NotFoundError
from warehouse.model import AthleteId


def stamp(context: Context, athlete: AthleteId) -> str:
    """Return a word that changes with the numbers of the athlete's week, not with each build; empty before they are published."""
    try:
        week = context.marts.week(athlete)
        aside = context.marts.set_aside(athlete, week.as_of)
    except NotFoundError:
        return ""
    return sha256(repr((replace(week, built_at=datetime.min), aside)).encode()).hexdigest()[:16]  # noqa: DTZ901 -- any constant
