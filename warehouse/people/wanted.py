"""Runs whose samples a runner wants to see, until they were fetched."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, insert, select

from warehouse.model import AthleteId
from warehouse.people.database import Database
from warehouse.people.tables import athlete as account
from warehouse.people.tables import wanted


class Wanted:
    """Activities by athlete. Asking is cheap when it was asked before: a page may do it on every view."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def ask(self, athlete: AthleteId, activity_id: str, now: datetime) -> None:
        """Note that the runner opened a run; harmless when repeated, or when there is no such athlete any more."""
        if activity_id in self.of(athlete):
            return
        with self._database.write() as connection:
            connection.execute(delete(wanted).where(wanted.c.athlete_id == athlete, wanted.c.activity_id == activity_id))
            if connection.execute(select(account.c.athlete_id).where(account.c.athlete_id == athlete)).first():
                connection.execute(insert(wanted).values(athlete_id=athlete, activity_id=activity_id, asked_at=now))

    def of(self, athlete: AthleteId) -> list[str]:
        """List the activities the athlete wants, the one asked for last first: it is the one they look at."""
        query = select(wanted.c.activity_id).where(wanted.c.athlete_id == athlete)
        with self._database.read() as connection:
            return list(connection.execute(query.order_by(wanted.c.asked_at.desc(), wanted.c.activity_id)).scalars())

    def drop(self, athlete: AthleteId, activity_ids: Collection[str]) -> None:
        """Strike activities off: fetched, or without samples."""
        with self._database.write() as connection:
            connection.execute(delete(wanted).where(wanted.c.athlete_id == athlete, wanted.c.activity_id.in_(activity_ids)))
