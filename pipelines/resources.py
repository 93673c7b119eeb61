"""What Dagster's assets work with: a plain object of one installation that opens what a run needs."""

from dataclasses import dataclass
from datetime import UTC, datetime

from warehouse.people import People
from warehouse.settings import Settings
from warehouse.store import Warehouse


@dataclass(frozen=True, slots=True)
class Installation:
    """One home: its settings, people and warehouse. Never part of Dagster's configuration, because settings hold secrets."""

    settings: Settings

    def people(self) -> People:
        """Open the people database."""
        return People.open(self.settings)

    def warehouse(self) -> Warehouse:
        """Open the warehouse's writer."""
        return Warehouse(self.settings, self.people())

    def now(self) -> datetime:
        """Read the clock."""
        return datetime.now(UTC)
