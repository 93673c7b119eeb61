"""What goes wrong on the other side: each fault has a name, and happens to the requests it was ordered for."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

JSON = {"Content-Type": "application/json; charset=utf-8"}


@dataclass(frozen=True)
class Answer:
    """An answer; `cut` is how much of the body really leaves before the connection ends (None: all of it), `drip`: byte by byte."""

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    cut: int | None = None
    drip: bool = False


def told(status: int, body: object, **headers: str) -> Answer:
    """Return an answer of JSON."""
    return Answer(status, json.dumps(body).encode(), {**JSON, **{name.replace("_", "-"): value for name, value in headers.items()}})


def refusal(status: int, message: str, resource: str, about: str, code: str) -> Answer:
    """Return an error in Strava's own words."""
    return told(status, {"message": message, "errors": [{"resource": resource, "field": about, "code": code}]})


FAULTS: dict[str, Answer | None] = {
    "400-code": refusal(400, "Bad Request", "AuthorizationCode", "code", "invalid"),
    "401": refusal(401, "Authorization Error", "Athlete", "access_token", "invalid"),
    "403": refusal(403, "Forbidden", "Activity", "", "forbidden"),
    "403-inactive": refusal(403, "Forbidden", "Application", "Status", "Inactive"),
    "404": refusal(404, "Record Not Found", "Activity", "id", "invalid"),
    "429": refusal(429, "Rate Limit Exceeded", "Application", "read rate limit", "exceeded"),
    "500": Answer(500, b"<html>Internal Server Error</html>", {"Content-Type": "text/html"}),
    "502": Answer(502, b"<html>Bad Gateway</html>", {"Content-Type": "text/html"}),
    "503": Answer(503, b"<html>Service Unavailable</html>", {"Content-Type": "text/html"}),
    "broken": Answer(200, b'[{"id": 12, "name": "Mor', JSON),
    "cut": Answer(200, b'[{"id": 12, "name": "Morning Run"}]', JSON, cut=10),
    "empty": Answer(200, b"", JSON),
    "drip": Answer(200, b'[{"id": 12, "name": "Mor', JSON, drip=True),
    "timeout": None,
    "drop": None,
}


@dataclass
class Fault:
    """A fault ordered for the requests of a path: it spares `after` of them, then happens to `times`."""

    path: str
    name: str
    times: int
    after: int
    exact: bool

    def strikes(self, path: str) -> bool:
        """Return whether this request is hit, and count it."""
        if not self.times or not (path == self.path if self.exact else path.startswith(self.path)):
            return False
        if self.after:
            self.after -= 1
            return False
        self.times -= 1
        return True
