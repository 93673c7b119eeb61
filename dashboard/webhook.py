"""Events from Strava: kept in the inbox and answered at once. An event only points; nothing it says is believed before a look at Strava."""

import json
import logging
from collections.abc import Mapping
from hmac import compare_digest
from typing import Any

from flask import Blueprint, abort, request

from dashboard.context import Context
from warehouse.people import Event

LARGEST = 16 << 10
LARGEST_ID = 1 << 63
VERIFY_TOKEN = "strava_verify_token"  # noqa: S105 -- the name of a value, not the value
SUBSCRIPTION = "strava_subscription_id"
KEPT = frozenset({"authorized", "private", "type"})
"""Updates that are kept; others, such as a title, are the runner's own words and not needed."""
NUMBERS = ("object_id", "owner_id", "subscription_id", "event_time")
KINDS: Mapping[str, frozenset[str]] = {
    "object_type": frozenset({"activity", "athlete"}),
    "aspect_type": frozenset({"create", "update", "delete"}),
}
log = logging.getLogger("plimsoll.dashboard")


def blueprint(context: Context) -> Blueprint:
    """Return the route `/webhook/strava`: GET proves that the address is ours, POST takes an event."""
    routes = Blueprint("webhook", __name__)

    @routes.get("/webhook/strava")
    def verify() -> dict[str, str]:
        expected = context.settings.strava_verify_token or context.people.values.get(VERIFY_TOKEN) or ""
        told, challenge = request.args.get("hub.verify_token", ""), request.args.get("hub.challenge", "")
        if not expected or not compare_digest(told.encode(), expected.encode()) or request.args.get("hub.mode") != "subscribe":
            abort(403, "This is not the verify token of this installation.")
        return {"hub.challenge": challenge}

    @routes.post("/webhook/strava")
    def receive() -> dict[str, str]:
        request.max_content_length = LARGEST
        told = read(request.get_data())
        if not well_formed(told):
            abort(400, "This is not an event of Strava.")
        take(context, told)
        return {}

    return routes


def read(body: bytes) -> Any:
    """Return what a body says as JSON; None for nonsense."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def well_formed(told: Any) -> bool:
    """Tell whether a message has the shape of an event; kinds that are new to us have it too."""
    return (
        isinstance(told, dict)
        and all(type(told.get(name)) is int and 0 <= told[name] < LARGEST_ID for name in NUMBERS)
        and all(isinstance(told.get(name), str) for name in KINDS)
        and isinstance(told.get("updates", {}), dict)
    )


def take(context: Context, told: Mapping[str, Any]) -> None:
    """Keep an event about somebody who is connected; drop what is not of our subscription or of a kind we know."""
    people = context.people
    ours = people.values.get(SUBSCRIPTION) or context.settings.strava_subscription_id
    if str(told["subscription_id"]) != ours:
        log.warning("an event of another subscription was dropped")
    elif any(told[name] not in known for name, known in KINDS.items()):
        log.warning("an event of an unknown kind was dropped")
    elif people.connections.of_strava(told["owner_id"]) is None:
        log.info("an event of nobody here was dropped")
    else:
        people.inbox.add(event(told), context.now())


def event(told: Mapping[str, Any]) -> Event:
    """Return what is kept of an event."""
    updates = {name: str(value) for name, value in told.get("updates", {}).items() if name in KEPT}
    return Event(told["owner_id"], told["object_type"], told["object_id"], told["aspect_type"], updates, told["event_time"])
