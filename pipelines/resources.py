"""What Dagster's assets and the syncs work with: a plain object of one installation that opens what a run needs."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from warehouse.model import AthleteId
from warehouse.people import People
from warehouse.settings import Settings
from warehouse.store import Warehouse

if TYPE_CHECKING:
    from pipelines.strava.client import StravaClient
    from pipelines.strava.oauth import OAuth
    from pipelines.strava.transport import Patience


def utc_now() -> datetime:
    """Read the clock."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Installation:
    """One home: its settings, people and warehouse. Never part of Dagster's configuration, because settings hold secrets.

    `patience` is how long Strava is waited for, None for as long as usual.
    """

    settings: Settings
    now: Callable[[], datetime] = field(default=utc_now)
    patience: "Patience | None" = None

    def people(self) -> People:
        """Open the people database."""
        return People.open(self.settings)

    def warehouse(self, people: People | None = None) -> Warehouse:
        """Open the warehouse's writer."""
        return Warehouse(self.settings, people or self.people())

    def oauth(self) -> "OAuth":
        """Return what speaks with Strava's OAuth."""
        from pipelines.strava import transport
        from pipelines.strava.oauth import OAuth

        return OAuth(self.settings, self.now, patience=self.patience or transport.PATIENCE)

    def client(self, athlete: AthleteId, people: People | None = None) -> "StravaClient":
        """Return what reads the athlete's data at Strava."""
        from pipelines.strava import transport
        from pipelines.strava.client import StravaClient

        patience = self.patience or transport.PATIENCE
        return StravaClient(self.settings, people or self.people(), athlete, self.now, self.oauth(), patience=patience)
