"""How an athlete stands with Strava at one moment: what the strip, the settings and the quota meter are drawn from."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from dashboard.context import Context
from warehouse.errors import NotFoundError
from warehouse.model import AthleteId
from warehouse.people import Job
from warehouse.people.connections import Connection
from warehouse.people.quota import Quota
from warehouse.people.syncs import SyncStatus

SUBSCRIPTION = "strava_subscription_id"
RARER_WITH_WEBHOOK = 4
_SOONEST_GUESS = timedelta(seconds=3)
_LEAST_SHARE = 0.05
_UNDER_WAY = ("waiting", "running")


@dataclass(frozen=True, slots=True)
class Standing:
    """A connection with what the last syncs said of it.

    `kept` is the retention, `every` the time between two looks, `told` whether Strava calls when something changes.
    """

    connection: Connection
    status: SyncStatus
    quota: Quota | None
    job: Job | None
    now: datetime
    zone: ZoneInfo
    kept: timedelta
    every: timedelta
    told: bool = False

    @property
    def lost(self) -> bool:
        """Whether only the runner can bring the connection back."""
        return self.connection.state == "reconnect"

    @property
    def paused_until(self) -> datetime | None:
        """When Strava may be asked again; None when it may be asked now."""
        ends = (self.status.resume_at, self.quota and self.quota.resume_at(self.now))
        return max((end for end in ends if end and end > self.now), default=None)

    @property
    def under_way(self) -> bool:
        """Whether a look is going on or waits for its turn, so that the page has news soon."""
        return self.job is not None or (self.status.walking and self.paused_until is None and not self.lost)

    @property
    def quiet(self) -> bool:
        """Whether all is well and nothing is going on."""
        return not (self.lost or self.status.problem or self.paused_until or self.under_way)

    @property
    def next_look(self) -> datetime | None:
        """When Strava will be looked at without being asked; None when it will not be, or as soon as can be."""
        due = [moment for moment in (self.status.looked_at and self.status.looked_at + self.every, self.paused_until) if moment]
        return None if self.lost or not due or max(due) <= self.now else max(due)

    @property
    def kept_until(self) -> datetime | None:
        """When what came from Strava is dropped unless Strava confirms it before."""
        confirmed = self.status.walked_at or self.status.looked_at
        return confirmed and confirmed + self.kept

    @property
    def share(self) -> float | None:
        """How much of the work is done, from 0 to 1; None when nobody knows."""
        return self.job.done / self.job.total if self.job and self.job.total and self.job.state == "running" else None

    @property
    def left(self) -> timedelta | None:
        """How long the work will still take at the pace so far; None before that can be told."""
        spent = self.now - self.job.created_at if self.job else timedelta()
        if not self.share or self.share < _LEAST_SHARE or spent < _SOONEST_GUESS:
            return None
        return spent * (1 - self.share) / self.share


def standing(context: Context, athlete: AthleteId) -> Standing | None:
    """Return how the athlete stands with Strava; None without a connection, as demo athletes are."""
    people, now = context.people, context.now()
    connection = people.connections.get(athlete)
    if connection is None:
        return None
    syncs = [job for job in people.jobs.about([athlete]) if job.kind == "sync" and job.state in _UNDER_WAY]
    return Standing(
        connection,
        people.syncs.get(athlete),
        people.quota.read(),
        syncs[-1] if syncs else None,
        now,
        zone_of(context, athlete),
        timedelta(days=context.settings.strava_retention_days),
        looks_every(context),
        hears_at_once(context),
    )


def zone_of(context: Context, athlete: AthleteId) -> ZoneInfo:
    """Return the athlete's own clock; UTC for somebody who has no account here."""
    try:
        return ZoneInfo(context.people.athletes.get(athlete).timezone)
    except NotFoundError:
        return ZoneInfo("UTC")


def hears_at_once(context: Context) -> bool:
    """Tell whether Strava can call this installation when something changes."""
    return bool(context.settings.public_url and subscription(context))


def subscription(context: Context) -> str | None:
    """Return the id of the webhook subscription; None when none is known."""
    return context.people.values.get(SUBSCRIPTION) or context.settings.strava_subscription_id or None


def looks_every(context: Context) -> timedelta:
    """Return the time between two looks that nobody asked for."""
    every = timedelta(minutes=context.settings.strava_poll_minutes)
    return every * RARER_WITH_WEBHOOK if hears_at_once(context) else every
