"""Orders of the settings page: look at Strava now, disconnect, delete everything. Each becomes a job."""

from typing import Any

from flask import Blueprint, abort, request

from dashboard.context import Context, visit
from dashboard.session import viewer
from dashboard.uploads import require_own_page
from warehouse.errors import NotFoundError
from warehouse.model import AthleteRow
from warehouse.people.jobs import JobKind

UNDER_WAY = ("waiting", "running")


def blueprint(context: Context) -> Blueprint:
    """Return the routes that take orders about one athlete."""
    routes = Blueprint("settings", __name__)

    @routes.post("/settings/sync")
    def look_now() -> dict[str, str]:
        return {"job": order(context, "sync", connected(context))}

    @routes.post("/settings/disconnect")
    def disconnect() -> dict[str, str]:
        return {"job": order(context, "disconnect", connected(context))}

    @routes.post("/settings/forget")
    def forget() -> dict[str, str]:
        row, asked = chosen(context)
        if str(asked.get("name", "")).strip() != row.name:
            abort(400, f"The name does not match; type {row.name} as it is written.")
        return {"job": order(context, "forget", row)}

    return routes


def chosen(context: Context) -> tuple[AthleteRow, dict[str, Any]]:
    """Return the athlete an order is about, one whom the visitor may see and who is not a demo, and the order."""
    require_own_page()
    asked = request.get_json()
    if not isinstance(asked, dict) or not asked.get("athlete"):
        abort(400, "This is not what the settings page sends.")
    try:
        row = visit(context, "/settings", f"athlete={asked['athlete']}", viewer(context)).chosen
    except NotFoundError as problem:
        abort(404, str(problem))
    if row.demo:
        abort(400, "Demo athletes have no settings.")
    return row, asked


def connected(context: Context) -> AthleteRow:
    """Return the athlete an order is about when they are connected with Strava."""
    row, _ = chosen(context)
    if context.people.connections.get(row.athlete) is None:
        abort(400, "There is no connection with Strava; connect first.")
    return row


def order(context: Context, kind: JobKind, row: AthleteRow) -> str:
    """Queue a job about an athlete; return its id, or that of the same one still under way."""
    jobs = context.people.jobs
    same = [job.id for job in jobs.about([row.athlete]) if job.kind == kind and job.state in UNDER_WAY]
    return same[-1] if same else jobs.add(kind, path="", name="Strava", athlete=row.athlete, now=context.now())
