"""Keeping athletes in step with Strava: what a sync tells, who is due when, what a night is for.

Who takes which turn is in pipelines/rounds.py, what one athlete's sync does in pipelines/sync.py.
"""

from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from pipelines.resources import Installation
from pipelines.rounds import Builds, play
from pipelines.strava.events import revocations
from pipelines.strava.known import stamp
from pipelines.strava.progress import Progress
from pipelines.strava.turn import Turns
from pipelines.sync import Synced
from warehouse.landing import Landing
from warehouse.loading import Changes
from warehouse.model import AthleteId
from warehouse.people import Job, People, SyncStatus

SUBSCRIPTION = "strava_subscription_id"
RARER_WITH_WEBHOOK = 4
CONFIRMED_FOR = timedelta(hours=20)
EVENTS_KEPT = timedelta(days=7)
AT_A_TIME = 25
"""How many athletes take turns at once in the night: each one's activities are held in memory."""

JOB_TAKES = timedelta(minutes=10)
"""How long a sync the page asked for is left to the worker."""


def bring_in(
    installation: Installation, athletes: Sequence[AthleteId], *, full: bool = False, progress: Progress | None = None
) -> list[dict[str, Any]]:
    """Sync the athletes, build and publish; return what came of it for each, as `plimsoll sync --json` tells it.

    What goes wrong with one athlete is told in their `problem` and stops nobody else.
    """
    with closing(installation.people()) as people:
        builds = Builds(partial(_build, installation, people, progress))
        synced = play(installation, people, athletes, builds, full=full, progress=progress)
        names = {account.athlete: account.name for account in people.athletes.all()}
    return [_told(one, names.get(one.athlete), builds.changes.get(one.athlete, Changes())) for one in synced]


def _told(one: Synced, name: str | None, changes: Changes) -> dict[str, Any]:
    return {
        "athlete": one.athlete,
        "athlete_name": name,
        "requests": one.requests,
        "added": changes.added,
        "updated": changes.updated,
        "removed": changes.removed,
        "complete": one.complete,
        "resume_at": one.resume_at and one.resume_at.isoformat(),
        "problem": f"{one.problem} {one.next_step}".strip() or None,
    }


def _build(installation: Installation, people: People, progress: Progress | None = None) -> dict[AthleteId, Changes]:
    if progress:
        progress(0, 0, "Working out what it means")
    return installation.warehouse(people).build(installation.now())


def nightly(installation: Installation) -> None:
    """Confirm every row by a full listing, those that wait longest first; drop what was not confirmed in time; build once."""
    now = installation.now()
    with closing(installation.people()) as people:
        people.inbox.prune(now - EVENTS_KEPT)
        _expire(installation, people, now)
        for some in _batched(_unconfirmed(people, now)):
            for athlete in some:
                people.syncs.note(athlete, full_wanted=True)
            play(installation, people, some, Builds(dict))
        _build(installation, people)


def due(installation: Installation) -> list[AthleteId]:
    """List who has something waiting, or was not looked at for too long; not those whom a process is at, or who must wait."""
    now = installation.now()
    with closing(installation.people()) as people:
        events = people.inbox.waiting()
        # Only the runner can renew a lost connection; that they took it back at Strava is still heard.
        heard = {"connected": {event.strava_id for event in events}, "reconnect": {event.strava_id for event in revocations(events)}}
        poll = _poll(installation, people)
        resting = {status.athlete for status in people.syncs.all() if _rests(status, now, poll)}
        return [
            one.athlete
            for one in people.connections.all()
            if one.strava_id in heard[one.state] or (one.state == "connected" and one.athlete not in resting)
            if _may(people, one.athlete, now)
        ]


def _poll(installation: Installation, people: People) -> timedelta:
    settings = installation.settings
    webhook = settings.public_url and (settings.strava_subscription_id or people.values.get(SUBSCRIPTION))
    return timedelta(minutes=settings.strava_poll_minutes * (RARER_WITH_WEBHOOK if webhook else 1))


def _rests(status: SyncStatus, now: datetime, poll: timedelta) -> bool:
    """Tell whether nothing was left unfinished or is wanted, and the last look is not too long ago."""
    unfinished = status.resume_at or status.walking or status.full_wanted
    return not unfinished and status.looked_at is not None and now - status.looked_at < poll


def _may(people: People, athlete: AthleteId, now: datetime) -> bool:
    """Tell whether the athlete may be synced now: no pause runs, no process is at it, and the page did not just ask the worker to."""
    resume_at = people.syncs.get(athlete).resume_at
    if resume_at and resume_at > now:
        return False
    return not any(_fresh(job, now) for job in people.jobs.about([athlete])) and Turns(people, athlete, lambda: now).free


def _fresh(job: Job, now: datetime) -> bool:
    return job.kind == "sync" and job.state in {"waiting", "running"} and now - job.created_at < JOB_TAKES


def _unconfirmed(people: People, now: datetime) -> list[AthleteId]:
    connected = (people.syncs.get(one.athlete) for one in people.connections.all() if one.state == "connected")
    old = [(status.walked_at, status.athlete) for status in connected if not status.walked_at or now - status.walked_at >= CONFIRMED_FOR]
    return [athlete for walked_at, athlete in sorted(old, key=lambda one: (one[0] is not None, one[0] or now))]


def _expire(installation: Installation, people: People, now: datetime) -> None:
    """Drop what Strava did not confirm for too long, of everybody, whatever became of their connection."""
    landing = Landing(installation.settings.landing)
    for athlete in landing.expire(stamp(now - timedelta(days=installation.settings.strava_retention_days))):
        people.syncs.note(athlete, activities=len(landing.rows(athlete, "strava")))


def _batched(athletes: Sequence[AthleteId]) -> Iterator[Sequence[AthleteId]]:
    return (athletes[start : start + AT_A_TIME] for start in range(0, len(athletes), AT_A_TIME))
