"""Which advice athletes followed, day by day."""

from datetime import date, datetime

from sqlalchemy import delete, insert, select

from warehouse.model import AthleteId
from warehouse.people.athletes import local_day
from warehouse.people.database import Database
from warehouse.people.tables import done as table
from warehouse.people.validation import past_day


class Done:
    """Ticks beside pieces of advice."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def toggle(self, athlete: AthleteId, day: date, advice_id: str, done: bool, now: datetime) -> None:
        """Tick a piece of advice off on a day, or untick it; harmless when repeated."""
        mine = (table.c.athlete_id == athlete, table.c.day == day, table.c.advice_id == advice_id)
        with self._database.write() as connection:
            past_day(day, "tick", local_day(connection, athlete, now))
            connection.execute(delete(table).where(*mine))
            if done:
                connection.execute(insert(table).values(athlete_id=athlete, day=day, advice_id=advice_id, done_at=now))

    def of(self, athlete: AthleteId, since: date) -> set[tuple[date, str]]:
        """Return what is ticked from the day `since` on, as day and advice."""
        query = select(table.c.day, table.c.advice_id).where(table.c.athlete_id == athlete, table.c.day >= since)
        with self._database.read() as connection:
            return {(day, advice_id) for day, advice_id in connection.execute(query)}
