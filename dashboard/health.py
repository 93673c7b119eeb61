"""Is it alive, how old is the data, how long is the queue: for monitors. Nothing personal."""

import logging
from datetime import UTC
from importlib.metadata import version
from typing import Any

from flask import Blueprint

from dashboard.context import Context

RECENT = 200
log = logging.getLogger("plimsoll.dashboard")


def blueprint(context: Context) -> Blueprint:
    """Return the route `/health`: 200 while the published tables and the people database can be read, else 503."""
    routes = Blueprint("health", __name__)

    @routes.get("/health")
    def health() -> tuple[dict[str, Any], int]:
        try:
            return {"status": "ok", "version": version("plimsoll"), **_ages(context)}, 200
        except Exception:  # whatever is broken, a monitor wants an answer
            log.exception("health check failed")
            return {"status": "broken", "version": version("plimsoll")}, 503

    return routes


def _ages(context: Context) -> dict[str, Any]:
    built = context.marts.built_at()
    waiting = sum(job.state in {"waiting", "running"} for job in context.people.jobs.recent(RECENT))
    age = None if built is None else round((context.now() - built.replace(tzinfo=UTC)).total_seconds())
    return {"built_at": built and built.isoformat(), "data_age_s": age, "queue": waiting}
