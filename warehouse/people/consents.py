"""What athletes agreed to, in which version of the words, and when they took it back."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, delete, insert, select, update

from warehouse.model import AthleteId
from warehouse.people.database import Database
from warehouse.people.tables import consent


@dataclass(frozen=True, slots=True)
class Consent:
    """One agreement. `withdrawn_at` is None while it holds; a newer version of the words ends it as well."""

    athlete: AthleteId
    kind: str
    version: str
    given_at: datetime
    withdrawn_at: datetime | None


class Consents:
    """The agreements of all athletes: ended ones stay as proof until the athlete is forgotten."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def give(self, athlete: AthleteId, kind: str, version: str, now: datetime) -> None:
        """Record an agreement to a version of the words; it replaces one to an older version. Harmless when repeated."""
        with self._database.write() as connection:
            if connection.execute(select(consent).where(_holds(athlete, kind), consent.c.version == version)).first():
                return
            connection.execute(update(consent).where(_holds(athlete, kind)).values(withdrawn_at=now))
            connection.execute(insert(consent).values(athlete_id=athlete, kind=kind, version=version, given_at=now))

    def withdraw(self, athlete: AthleteId, kind: str, now: datetime) -> None:
        """Record that the athlete took an agreement back; harmless when there is none."""
        with self._database.write() as connection:
            connection.execute(update(consent).where(_holds(athlete, kind)).values(withdrawn_at=now))

    def of(self, athlete: AthleteId) -> list[Consent]:
        """List all agreements of the athlete, oldest first."""
        columns = [column for column in consent.columns if column.name != "consent_id"]
        with self._database.read() as connection:
            rows = connection.execute(select(*columns).where(consent.c.athlete_id == athlete).order_by(consent.c.consent_id)).all()
        return [Consent(*row) for row in rows]

    def forget(self, athlete: AthleteId) -> int:
        """Delete all agreements of the athlete; return how many."""
        with self._database.write() as connection:
            return connection.execute(delete(consent).where(consent.c.athlete_id == athlete)).rowcount


def _holds(athlete: AthleteId, kind: str) -> ColumnElement[bool]:
    return (consent.c.athlete_id == athlete) & (consent.c.kind == kind) & consent.c.withdrawn_at.is_(None)
