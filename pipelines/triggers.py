"""When upkeep happens: at once when Strava tells of something, now and then where it cannot, and every night. What it is: `upkeep`.

Runs never wait. The sensor does: it looks for work for a while before it says there is none, so that Dagster's own pause of five
seconds between two looks is not what a runner waits for.
"""

import hashlib
import logging
import time
from collections.abc import Sequence
from contextlib import closing
from datetime import datetime, timedelta
from typing import Any

from dagster import (
    DagsterInstance,
    DagsterRun,
    DagsterRunStatus,
    DefaultScheduleStatus,
    DefaultSensorStatus,
    ResourceParam,
    RunRequest,
    RunsFilter,
    ScheduleDefinition,
    SensorDefinition,
    SensorEvaluationContext,
    SensorResult,
    SkipReason,
    sensor,
)

from pipelines import upkeep
from pipelines.jobs import ATHLETES, nightly, sync_athlete, sync_athletes
from pipelines.resources import Installation
from warehouse.model import AthleteId
from warehouse.people import People

log = logging.getLogger("plimsoll.dagster")

NIGHT = "night"
COUNT_EVERY_S = 0.25
LOOK_EVERY_S = 3.0
PATIENCE_S = 15.0
AGAIN = timedelta(minutes=1)
"""How soon the same reason may start another run for the same athletes, when the first did not do away with it."""
OVERDUE = timedelta(hours=26)
"""How old a full listing gets before the nightly one is made up for: a laptop sleeps at night."""
UNFINISHED = [
    DagsterRunStatus.NOT_STARTED,
    DagsterRunStatus.QUEUED,
    DagsterRunStatus.STARTING,
    DagsterRunStatus.STARTED,
    DagsterRunStatus.CANCELING,
]

every_night = ScheduleDefinition(
    name="every_night", job=nightly, cron_schedule="20 3 * * *", execution_timezone="UTC", default_status=DefaultScheduleStatus.RUNNING
)


def strava_due(patience_s: float = PATIENCE_S, status: DefaultSensorStatus = DefaultSensorStatus.RUNNING) -> SensorDefinition:
    """Return the sensor that starts a sync of whoever is due, watching for `patience_s` before it gives up for this time."""

    @sensor(name="strava_due", jobs=[sync_athlete, sync_athletes, nightly], minimum_interval_seconds=1, default_status=status)
    def strava_due(context: SensorEvaluationContext, installation: ResourceParam[Installation]) -> SensorResult | SkipReason:
        try:
            requests = _watch(installation, context.instance, patience_s)
        except Exception as error:
            log.exception("looking for what is due failed")
            return SkipReason(type(error).__name__)
        if not requests:
            return SkipReason("Nobody is due.")
        asked = [request.partition_key for request in requests if request.partition_key]
        return SensorResult(run_requests=requests, dynamic_partitions_requests=[ATHLETES.build_add_request(asked)])

    return strava_due


def _watch(installation: Installation, instance: DagsterInstance, patience_s: float) -> list[RunRequest]:
    """Look until somebody is due, or patience ends; between two looks only count the events that wait, which is cheap."""
    until = time.monotonic() + patience_s
    with closing(installation.people()) as people:
        while not (found := _requests(installation, people, instance)) and time.monotonic() < until:
            waiting, again = people.inbox.count(), min(until, time.monotonic() + LOOK_EVERY_S)
            while people.inbox.count() == waiting and time.monotonic() < again:
                time.sleep(COUNT_EVERY_S)
    return found


def _requests(installation: Installation, people: People, instance: DagsterInstance) -> list[RunRequest]:
    """Ask for one run for everybody who is due and in none already: each partition event costs 28 ms, so several are rows of one run."""
    now = installation.now()
    due = upkeep.due(installation)
    nights = _missed_nights(people, now)
    if not due and not nights:
        return []
    busy = _busy(instance, now)
    free = [athlete for athlete in due if athlete not in busy]
    return [*_syncs(people, free, now), *([] if NIGHT in busy else nights)]


def _syncs(people: People, athletes: Sequence[AthleteId], now: datetime) -> list[RunRequest]:
    if not athletes:
        return []
    newest = max((event.id for event in people.inbox.waiting()), default=0)
    key = hashlib.sha256(f"{athletes} {newest} {now.timestamp() // AGAIN.total_seconds()}".encode()).hexdigest()[:16]
    if len(athletes) == 1:
        return [RunRequest(run_key=key, job_name=sync_athlete.name, partition_key=athletes[0])]
    config = {"ops": {"bring_in": {"config": {"athletes": list(athletes)}}}}
    return [RunRequest(run_key=key, job_name=sync_athletes.name, run_config=config)]


def _missed_nights(people: People, now: datetime) -> list[RunRequest]:
    connected = [people.syncs.get(one.athlete) for one in people.connections.all() if one.state == "connected"]
    missed = any(status.walked_at and status.walked_at < now - OVERDUE for status in connected)
    return [RunRequest(run_key=f"night-{now:%Y%m%dT%H}", job_name=nightly.name)] if missed else []


def _busy(instance: DagsterInstance, now: datetime) -> set[str]:
    """Return who is in a run that has not ended, and `NIGHT` when the nightly one has not."""
    busy: set[str] = set()
    for run in instance.get_runs(RunsFilter(statuses=UNFINISHED, created_after=now - OVERDUE)):
        if run.job_name == nightly.name:
            busy.add(NIGHT)
        busy.update(run.tags.get("dagster/partition", "").split())
        busy.update(_configured(run))
    return busy


def _configured(run: DagsterRun) -> list[str]:
    config: Any = run.run_config
    athletes: list[str] = config.get("ops", {}).get("bring_in", {}).get("config", {}).get("athletes", [])
    return athletes
