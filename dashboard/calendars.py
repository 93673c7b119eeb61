"""The block of this week as a calendar file."""

from datetime import time

from flask import Blueprint, Response, abort, request

from dashboard.context import Context, visit
from dashboard.session import viewer
from dashboard.this_week import recent, this_week
from warehouse.block import sessions
from warehouse.calendar_file import calendar
from warehouse.errors import NotFoundError


def blueprint(context: Context) -> Blueprint:
    """Return the route of the calendar file; `at` is a time of day such as 18:30, without it the events are of the whole day."""
    routes = Blueprint("calendars", __name__)

    @routes.get("/block.ics")
    def block() -> Response:
        try:
            seen = visit(context, "/block", request.query_string.decode(errors="replace"), viewer(context))
            planned = sessions(this_week(context, seen).advice, seen.today, recent(context, seen))
        except NotFoundError as problem:
            abort(404, str(problem))
        content = calendar(planned, seen.chosen.athlete, context.now(), _time(request.args.get("at", "")))
        return Response(content, mimetype="text/calendar", headers={"Content-Disposition": 'attachment; filename="plimsoll-block.ics"'})

    return routes


def _time(word: str) -> time | None:
    try:
        return time.fromisoformat(word) if word else None
    except ValueError:
        abort(400, f"“{word[:10]}” is not a time of day; write it as 18:30.")
