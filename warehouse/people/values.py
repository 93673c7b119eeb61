"""Facts about the whole installation that it learns while it runs, such as the id of its subscription to events."""

from sqlalchemy import delete, insert, select

from warehouse.people.database import Database
from warehouse.people.tables import installation


class Values:
    """Words by key; nothing secret and nothing about a person."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, key: str) -> str | None:
        """Return the value, None when it was never set."""
        with self._database.read() as connection:
            return connection.execute(select(installation.c.value).where(installation.c.key == key)).scalar()

    def set(self, key: str, value: str) -> None:
        """Set a value; an empty one removes it."""
        with self._database.write() as connection:
            connection.execute(delete(installation).where(installation.c.key == key))
            if value:
                connection.execute(insert(installation).values(key=key, value=value))
