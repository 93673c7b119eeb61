"""The login of a public installation: a signed cookie that names the athlete, good for as long as they are connected."""

from datetime import timedelta

from flask import Flask, g, session

from dashboard.access import NOBODY, OWNER, Viewer
from dashboard.context import Context
from warehouse.model import AthleteId
from warehouse.people import Connection
from warehouse.people.keys import Keys

LIFETIME = timedelta(days=30)


def prepare(server: Flask, context: Context) -> None:
    """Sign cookies with a key of this home; with https they never travel openly, and no other host can set them."""
    https = context.settings.public_url.startswith("https://")
    server.secret_key = Keys.of(context.settings).session_secret()
    server.permanent_session_lifetime = LIFETIME
    server.config.update(
        SESSION_COOKIE_NAME="__Host-plimsoll" if https else "plimsoll",
        SESSION_COOKIE_SECURE=https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_REFRESH_EACH_REQUEST=False,
    )


def viewer(context: Context) -> Viewer:
    """Return who sends this request; asked once a request."""
    if not context.settings.public_url:
        return OWNER
    if "viewer" not in g:
        g.viewer = _logged_in(context)
    found: Viewer = g.viewer
    return found


def log_in(connection: Connection) -> None:
    """Begin a new session for the athlete of a connection; nothing of an earlier one stays."""
    session.clear()
    session.permanent = True
    session.update(athlete=connection.athlete, since=connection.connected_at.isoformat())


def log_out() -> None:
    """End the session."""
    session.clear()


def _logged_in(context: Context) -> Viewer:
    athlete = session.get("athlete")
    connection = context.people.connections.get(AthleteId(athlete)) if isinstance(athlete, str) else None
    if connection is None or connection.connected_at.isoformat() != session.get("since"):
        return NOBODY
    return Viewer(connection.athlete)
