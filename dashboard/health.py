"""Is it alive, how old is the data, how long is the queue, what does Strava still grant: for monitors. Nothing personal."""

import logging
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Any

from flask import Blueprint

from dashboard.context import Context
from warehouse.logs import last_error

RECENT = 200
log = logging.getLogger("plimsoll.dashboard")


def blueprint(context: Context) -> Blueprint:
    """Return the route `/health`: 200 while the published tables and the people database can be read, else 503."""
    routes = Blueprint("health", __name__)

    @routes.get("/health")
    def health() -> tuple[dict[str, Any], int]:
        try:
            return {"status": "ok", "version": version("plimsoll"), **_state(context)}, 200
        except Exception:  # whatever is broken, a monitor wants an answer
            log.exception("health check failed")
            return {"status": "broken", "version": version("plimsoll")}, 503

    return routes


def _state(context: Context) -> dict[str, Any]:
    built, people = context.marts.built_at(), context.people
    jobs = sum(job.state in {"waiting", "running"} for job in people.jobs.recent(RECENT))
    events = people.inbox.count()
    return {
        "built_at": built and built.isoformat(),
        "data_age_s": _age(context, built and built.replace(tzinfo=UTC)),
        "queue": jobs + events,
        "queued": {"jobs": jobs, "events": events},
        "strava": _strava(context),
        "last_error": last_error(context.settings),
    }


def _strava(context: Context) -> dict[str, Any] | None:
    """Return how the syncs stand, None without an application; `looked_at_age_s` is of the athlete not looked at for longest."""
    people, now = context.people, context.now()
    if not context.settings.strava_configured:
        return None
    syncs, quota = people.syncs.all(), people.quota.read()
    resume_at = quota and quota.resume_at(now)
    return {
        "looked_at_age_s": _age(context, min((status.looked_at for status in syncs if status.looked_at), default=None)),
        "troubled": sum(bool(status.problem) for status in syncs),
        "quota_left": quota and quota.left(now),
        "resume_at": resume_at and resume_at.isoformat(),
        "problem": (quota and quota.problem) or None,
    }


def _age(context: Context, moment: datetime | None) -> int | None:
    return None if moment is None else round((context.now() - moment).total_seconds())
