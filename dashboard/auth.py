"""Connecting with Strava, which at a public address is the login too: to Strava and back, checked at every step."""

import logging
from urllib.parse import urlencode

from flask import Blueprint, Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from dashboard import session
from dashboard.access import hostname
from dashboard.accounts import unconnected
from dashboard.answer import answer
from dashboard.authorizer import Authorizer
from dashboard.connecting import UnreadableGrantError, connect, granted, lacking
from dashboard.context import Context
from dashboard.handshake import Begun, Handshakes
from warehouse.errors import PlimsollError
from warehouse.people import Connection

START = "/auth/strava/start"
CALLBACK = "/auth/strava/callback"
LOGOUT = "/auth/logout"
_LONGEST_ZONE = 64
AGAIN = ("Connect again", "/connect")
log = logging.getLogger("plimsoll.dashboard")


def blueprint(context: Context) -> Blueprint:
    """Return the routes that lead to Strava and back, and out."""
    routes = Blueprint("auth", __name__)
    handshakes = Handshakes()

    @routes.get(START)
    def start() -> AnyResponse:
        if context.strava is None or _from_elsewhere(context):
            return redirect(f"{context.settings.public_url}/connect", 303)
        state = handshakes.begin(Begun(_wanted(context), request.args.get("timezone", "")[:_LONGEST_ZONE]), context.now())
        return redirect(context.strava.authorize_url(_own_address(context) + CALLBACK, state), 302)

    @routes.get(CALLBACK)
    def callback() -> AnyResponse:
        begun = handshakes.end(request.args.get("state", ""), context.now())
        if context.strava is None or begun is None:
            return _not_ours()
        if request.args.get("error"):
            return _declined(request.args["error"])
        return _agreed(context, context.strava, begun)

    @routes.post(LOGOUT)
    def logout() -> AnyResponse:
        session.log_out()
        return redirect("/connect", 303)

    return routes


def _from_elsewhere(context: Context) -> bool:
    """Tell whether another site sent the visitor here, or they came by a name Strava will not send them back to."""
    public = hostname(context.settings.public_url)
    if public and hostname(f"//{request.host}") != public:
        return True
    return request.headers.get("Sec-Fetch-Site", "none") not in {"none", "same-origin"}


def _wanted(context: Context) -> str:
    """Return the athlete the owner chose to connect; empty for somebody new. At a public address only Strava says who somebody is."""
    asked = request.args.get("athlete", "")
    return asked if any(one.athlete == asked for one in unconnected(context, session.viewer(context))) else ""


def _own_address(context: Context) -> str:
    return context.settings.public_url or f"http://{request.host}"


def _not_ours() -> Response:
    words = "This sign-in did not begin in this browser, is older than ten minutes, or was used already. Nothing was changed."
    return answer(400, "Please begin again", [words, "Begin it here; Strava then brings you back."], ("To the connection", "/connect"))


def _declined(error: str) -> Response:
    if error != "access_denied":
        log.warning("Strava's authorisation page reported an error")
        return answer(400, "Strava reported an error", ["Strava did not say what went wrong. Nothing was changed."], AGAIN)
    words = "You did not allow Plimsoll to read your activities, so nothing is read and nothing is stored."
    ways = (AGAIN, ("Import your Strava export instead", "/import"))
    return answer(403, "Not connected", [words, "You can connect at any time, or import files instead."], *ways)


def _agreed(context: Context, strava: Authorizer, begun: Begun) -> AnyResponse:
    code = request.args.get("code", "")
    if not code:
        return answer(400, "Please begin again", ["Strava sent you back without a code, so nothing could be connected."], AGAIN)
    try:
        grant = granted(strava.exchange(code), request.args.get("scope", ""))
        connection = connect(context, strava, grant, begun)
    except PlimsollError as problem:
        log.warning("connecting failed: %s", type(problem).__name__)
        status = 403 if isinstance(problem, UnreadableGrantError) else 502
        return answer(status, "Not connected", [problem.message, problem.next_step], AGAIN)
    return _welcome(context, connection)


def _welcome(context: Context, connection: Connection) -> AnyResponse:
    if context.settings.public_url:
        session.log_in(connection)
    home = "/" if context.settings.public_url else f"/?{urlencode({'athlete': connection.athlete})}"
    if missing := lacking(connection):
        words = [*missing, "Everything else is on its way. You can connect again at any time and tick what is missing."]
        return answer(200, "Connected, with something left out", words, ("Show this week", home), AGAIN)
    return redirect(home, 303)
