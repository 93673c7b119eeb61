"""How Strava lets an athlete in: permission page, tokens, revocation, and the application's one subscription."""

from base64 import b64encode
from dataclasses import dataclass, field
from secrets import token_hex
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import requests

from tests.strava.faults import Answer, refusal, told
from tests.strava.routes import NOT_FOUND, Call

if TYPE_CHECKING:
    from tests.strava.athlete import FakeAthlete
    from tests.strava.server import FakeStrava

UNKNOWN_CLIENT = refusal(401, "Authorization Error", "Application", "", "invalid")
DEAD_TOKEN = refusal(400, "Bad Request", "RefreshToken", "refresh_token", "invalid")
LIMIT = (
    "Limit of connected athletes exceeded",
    "This app has exceeded the limit of connected athletes. If you are a developer of this application, please contact Strava.",
)


@dataclass
class Code:
    """An authorisation code: good once, for what the athlete agreed to."""

    athlete: "FakeAthlete"
    scopes: frozenset[str]
    state: str = "good"


@dataclass
class Subscription:
    """The application's webhook."""

    id: int
    callback_url: str

    def row(self) -> dict[str, object]:
        """Return it as Strava shows it."""
        times = dict.fromkeys(("created_at", "updated_at"), "2026-11-01T08:00:00Z")
        return {"id": self.id, "resource_state": 2, "application_id": 4711, "callback_url": self.callback_url, **times}


@dataclass
class Application:
    """What Strava keeps of the application."""

    client_id: str = "4711"
    client_secret: str = "s3cret-of-the-application"  # noqa: S105 -- of nobody's application
    codes: dict[str, Code] = field(default_factory=dict)
    subscriptions: list[Subscription] = field(default_factory=list)

    def knows(self, credentials: dict[str, str]) -> bool:
        """Return whether id and secret are right."""
        return (credentials.get("client_id"), credentials.get("client_secret")) == (self.client_id, self.client_secret)


def authorize(strava: "FakeStrava", call: Call) -> Answer:
    """Send the athlete back with a code, as if they had pressed the button at once; what they untick is not granted."""
    query, athlete = call.query, strava.visitor
    if query.get("client_id") != strava.application.client_id or query.get("response_type") != "code" or "redirect_uri" not in query:
        return refusal(400, "Bad Request", "Application", "client_id", "invalid")
    if athlete is None or (strava.full and not athlete.authorized):
        return Answer(403, f"<html><h1>Error 403: {LIMIT[0]}</h1><p>{LIMIT[1]}</p></html>".encode(), {"Content-Type": "text/html"})
    state = {"state": query.get("state", "")}
    if strava.denies:
        return _redirect(query["redirect_uri"], {**state, "error": "access_denied"})
    granted = frozenset(query.get("scope", "").split(",")) - strava.unticked | {"read"}
    return _redirect(query["redirect_uri"], {**state, "code": strava.code(athlete, granted), "scope": ",".join(sorted(granted))})


def _redirect(address: str, answer: dict[str, str]) -> Answer:
    return Answer(302, b"", {"Location": f"{address}{'&' if '?' in address else '?'}{urlencode(answer)}"})


def token(strava: "FakeStrava", call: Call) -> Answer:
    """Exchange a code or a refresh token."""
    if not strava.application.knows(dict(call.form)):
        return UNKNOWN_CLIENT
    if call.form.get("grant_type") == "authorization_code":
        return _exchange(strava, call.form.get("code", ""))
    word = call.form.get("refresh_token") or "none"
    accepted = [one for one in strava.athletes.values() if word == one.refresh_token or (strava.grace and word == one.former_refresh_token)]
    return told(200, accepted[0].issue(strava.now(), strava.token_seconds)) if accepted else DEAD_TOKEN


def _exchange(strava: "FakeStrava", word: str) -> Answer:
    code = strava.application.codes.get(word)
    if code is None or code.state != "good":
        return refusal(400, "Bad Request", "AuthorizationCode", "code", code.state if code else "invalid")
    if strava.full and not code.athlete.authorized:
        return told(403, {"message": f"{LIMIT[0]}. {LIMIT[1]}", "errors": []})
    code.state, code.athlete.scopes = "invalid", code.scopes
    return told(200, {**code.athlete.issue(strava.now(), strava.token_seconds), "athlete": code.athlete.summary()})


def revoke(strava: "FakeStrava", call: Call) -> Answer:
    """Revoke by either token, with the application's own credentials; an unknown token is revoked already."""
    if not strava.revokes:
        return NOT_FOUND
    known = b64encode(f"{strava.application.client_id}:{strava.application.client_secret}".encode()).decode()
    if call.headers.get("Authorization") != f"Basic {known}":
        return UNKNOWN_CLIENT
    for athlete in strava.athletes.values():
        if call.form.get("token", "none") in {athlete.access_token, athlete.refresh_token}:
            athlete.revoke()
    return told(200, {})


def deauthorize(strava: "FakeStrava", call: Call) -> Answer:
    """Revoke as it was done until 2026: with the access token alone."""
    athlete = strava.bearer_of(call.bearer)
    if athlete is None:
        return refusal(401, "Authorization Error", "Athlete", "access_token", "invalid")
    athlete.revoke()
    return told(200, {"access_token": call.bearer})


def subscriptions(strava: "FakeStrava", call: Call) -> Answer:
    """Create, show or delete the one subscription."""
    if not strava.application.knows({**call.query, **call.form}):
        return UNKNOWN_CLIENT
    kept = strava.application.subscriptions
    if call.method == "GET":
        return told(200, [one.row() for one in kept])
    if call.method == "DELETE":
        gone = [one for one in kept if call.path == f"/push_subscriptions/{one.id}"]
        strava.application.subscriptions = [one for one in kept if one not in gone]
        return Answer(204) if gone else NOT_FOUND
    if kept:
        return refusal(400, "Bad Request", "PushSubscription", "", "already exists")
    return _subscribe(strava, call.form.get("callback_url", ""), call.form.get("verify_token", ""))


def _subscribe(strava: "FakeStrava", callback: str, verify_token: str) -> Answer:
    challenge = token_hex(8)
    question = {"hub.mode": "subscribe", "hub.challenge": challenge, "hub.verify_token": verify_token}
    try:
        echo = requests.get(callback, params=question, timeout=30)
        verified = echo.status_code == requests.codes.ok and echo.json() == {"hub.challenge": challenge}
    except requests.RequestException:
        verified = False
    if not verified:
        return refusal(400, "Bad Request", "PushSubscription", "callback url", "GET to callback URL does not return 200")
    strava.application.subscriptions.append(Subscription(120_475, callback))
    return told(201, {"id": 120_475})
