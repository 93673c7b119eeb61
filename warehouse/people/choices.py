"""Runs that athletes want counted although they look wrong, or left out although they look right."""

from collections.abc import Collection
from datetime import datetime
from typing import Literal

from sqlalchemy import delete, insert, select

from warehouse.model import ActivityId, AthleteId
from warehouse.people.athletes import local_day
from warehouse.people.database import Database
from warehouse.people.tables import run_choice as table
from warehouse.people.validation import word

Choice = Literal["use", "ignore", ""]


class Choices:
    """The athletes' say over the doubts about their data."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def set(
        self, athlete: AthleteId, activity_id: ActivityId, choice: Choice, now: datetime, *, known_as: Collection[ActivityId] = ()
    ) -> None:
        """Use or ignore an activity whatever it looks like; empty leaves it to the rules again.

        `known_as` are all ids by which sources tell of it: what was said of any of them is replaced.
        """
        clean = word(choice, "an activity", Choice)
        with self._database.write() as connection:
            local_day(connection, athlete, now)
            connection.execute(delete(table).where(table.c.athlete_id == athlete, table.c.activity_id.in_({activity_id, *known_as})))
            if clean:
                connection.execute(insert(table).values(athlete_id=athlete, activity_id=activity_id, choice=clean, chosen_at=now))

    def of(self, athlete: AthleteId) -> dict[ActivityId, Choice]:
        """Return the athlete's choices by activity."""
        query = select(table.c.activity_id, table.c.choice).where(table.c.athlete_id == athlete).order_by(table.c.activity_id)
        with self._database.read() as connection:
            return {activity: choice for activity, choice in connection.execute(query)}  # noqa: C416 -- mypy cannot see a pair in a row
