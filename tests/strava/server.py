"""The server: sockets, the log of requests, faults and limits around the answers."""

import gzip
import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from secrets import token_hex
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qsl, urlsplit

import requests

from tests.strava import oauth, routes
from tests.strava.athlete import ALL_SCOPES, FakeAthlete
from tests.strava.faults import FAULTS, Answer, Fault
from tests.strava.rates import Rates
from tests.strava.shapes import Json
from warehouse.settings import Settings

API = "/api/v3"
OAUTH = {
    "/oauth/authorize": oauth.authorize,
    "/oauth/token": oauth.token,
    "/oauth/revoke": oauth.revoke,
    "/oauth/deauthorize": oauth.deauthorize,
}


@dataclass(frozen=True)
class Request:
    """What came in and what was answered; `path` without `/api/v3`; status 0 when nothing was answered."""

    method: str
    path: str
    query: dict[str, str]
    status: int
    form: dict[str, str] = field(default_factory=dict, repr=False)


class FakeStrava:
    """Plays Strava until it is closed. Attributes may be changed at any time; `log` is in the order of the requests."""

    def __init__(self, now: Callable[[], datetime] | None = None) -> None:
        self._lock, self._closing = threading.RLock(), threading.Event()
        self.begin(now)
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.strava = self
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def begin(self, now: Callable[[], datetime] | None = None) -> None:
        """Be as new, at the same address."""
        self.now = now or (lambda: datetime.now(UTC))
        self.application = oauth.Application()
        self.athletes: dict[int, FakeAthlete] = {}
        self.visitor: FakeAthlete | None = None  # who is logged in at Strava in the browser: the athlete added last
        self.denies, self.unticked = False, frozenset[str]()
        self.athlete_limit: int | None = None
        self.grace, self.revokes, self.token_seconds = False, True, 21_600
        self.page_size: int | None = None  # short pages
        self.rates = Rates()
        self.slow = 1.0  # seconds the faults "timeout" and "drip" take
        self.requests: list[Request] = []
        self._faults: list[Fault] = []

    def __enter__(self) -> Self:
        """Return the running server."""
        return self

    def __exit__(self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None) -> None:
        """Stop it; requests that wait are let go."""
        self._closing.set()
        self._server.shutdown()
        self._server.server_close()

    def configure(self, settings: Settings) -> Settings:
        """Return settings whose Strava is this server."""
        return replace(
            settings,
            strava_base_url=self.url,
            strava_api_url="",
            strava_client_id=self.application.client_id,
            strava_client_secret=self.application.client_secret,
        )

    def add_athlete(
        self,
        strava_id: int,
        activities: list[Json] | None = None,
        shoes: list[Json] | None = None,
        scopes: frozenset[str] = ALL_SCOPES,
        **other: Any,
    ) -> FakeAthlete:
        """Add an athlete, who is also the one logged in at Strava from now on."""
        self.visitor = self.athletes[strava_id] = FakeAthlete(strava_id, activities or [], shoes or [], scopes, **other)
        return self.visitor

    def code(self, athlete: FakeAthlete, scopes: frozenset[str] | None = None, state: str = "good") -> str:
        """Return an authorisation code as the callback would get it; `state` may be "expired"."""
        word = token_hex(20)
        self.application.codes[word] = oauth.Code(athlete, athlete.scopes if scopes is None else scopes, state)
        return word

    def fail(self, path_prefix: str, fault: str, times: int = 1, *, after: int = 0, exact: bool = False) -> None:
        """Have the next requests of a path fail, sparing the first `after`; `exact`: of this very path only."""
        if fault not in FAULTS:
            raise KeyError(fault)
        with self._lock:
            self._faults.append(Fault(path_prefix, fault, times, after, exact))

    def heal(self) -> None:
        """End every fault."""
        with self._lock:
            self._faults.clear()

    def count(self, path_prefix: str = "/", *, exact: bool = False) -> int:
        """Return how many requests of a path came in."""
        return sum(one.path == path_prefix if exact else one.path.startswith(path_prefix) for one in list(self.requests))

    def heard(self, number: int, path_prefix: str = "/") -> int:
        """Wait until so many requests of a path came in; return how many did. Who gives up early may do so before they are noted."""
        ends = time.monotonic() + 60
        while self.count(path_prefix) < number and time.monotonic() < ends:
            time.sleep(0.01)
        return self.count(path_prefix)

    def send_event(
        self, callback_url: str, owner: int, object_id: int, aspect: str = "create", *, object_type: str = "activity", **fields: Any
    ) -> requests.Response:
        """Push an event as Strava does and return what the callback answered; `fields` override those of the event."""
        kept = self.application.subscriptions
        event = {
            "aspect_type": aspect,
            "event_time": int(self.now().timestamp()),
            "object_id": object_id,
            "object_type": object_type,
            "owner_id": owner,
            "subscription_id": kept[0].id if kept else 120_475,
            "updates": {},
        }
        return requests.post(callback_url, json={**event, **fields}, timeout=30)

    @property
    def full(self) -> bool:
        """Whether the application serves as many athletes as it may."""
        return self.athlete_limit is not None and sum(one.authorized for one in self.athletes.values()) >= self.athlete_limit

    def bearer_of(self, token: str) -> FakeAthlete | None:
        """Return whom an access token that is still good speaks for."""
        for one in self.athletes.values():
            if token and token == one.access_token and one.expires_at and one.expires_at > self.now():
                return one
        return None

    def answer(self, call: routes.Call, *, api: bool) -> Answer | None:
        """Answer a request and log it; None: the connection ends without an answer."""
        with self._lock:
            fault = next((one.name for one in self._faults if one.strikes(call.path)), None)
            within = not api or call.path.startswith("/push_") or self.rates.count(self.now(), read=call.method == "GET")
            if fault == "429":
                self.rates.exhaust()
            answer = FAULTS[fault or "429"] if fault or not within else None
        if answer is None and fault is None:
            answer = self._route(call)
        self.requests.append(Request(call.method, call.path, dict(call.query), answer.status if answer else 0, dict(call.form)))
        if fault == "timeout":
            self.rest(1.0)
        return replace(answer, headers={**answer.headers, **(self.rates.headers() if api else {})}) if answer else None

    def rest(self, share: float) -> None:
        """Wait for a share of `slow`, or until the server closes."""
        self._closing.wait(self.slow * share)

    def _route(self, call: routes.Call) -> Answer:
        if call.path.startswith("/push_subscriptions"):
            return oauth.subscriptions(self, call)  # without the lock: it waits for the callback
        with self._lock:
            if call.path in OAUTH:
                return OAUTH[call.path](self, call)
            return routes.data(call, self.bearer_of(call.bearer), self.page_size)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    strava: FakeStrava

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: a client that hangs up is part of the play."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # head and body leave together
    disable_nagle_algorithm = True

    def _serve(self) -> None:
        parts = urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        form = json.loads(body) if body.startswith("{") else dict(parse_qsl(body))
        api = parts.path.startswith(API)
        call = routes.Call(
            self.command, parts.path.removeprefix(API) if api else parts.path, dict(parse_qsl(parts.query)), form, self.headers
        )
        answer = self.server.strava.answer(call, api=api)
        if answer is None:
            self.close_connection = True
        else:
            self._send(answer)

    def _send(self, answer: Answer) -> None:
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        if answer.status == requests.codes.ok and "gzip" in self.headers.get("Accept-Encoding", "") and not (answer.cut or answer.drip):
            self._send_packed(answer.body)
            return
        if answer.status != requests.codes.no_content:
            self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        for part in [answer.body[at : at + 1] for at in range(len(answer.body))] if answer.drip else [answer.body[: answer.cut]]:
            self.wfile.write(part)
            self.wfile.flush()
            if answer.drip:
                self.server.strava.rest(1 / len(answer.body))
        self.close_connection = self.close_connection or answer.cut is not None

    def _send_packed(self, body: bytes) -> None:
        """Send an answer as Strava's edge does: packed, in chunks."""
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        packed = gzip.compress(body, compresslevel=1)
        for part in (packed[:50], packed[50:]):
            self.wfile.write(b"%x\r\n%s\r\n" % (len(part), part) if part else b"")
        self.wfile.write(b"0\r\n\r\n")

    do_GET = do_POST = do_DELETE = _serve  # noqa: N815 -- the names are http.server's

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the name is http.server's
        """Print nothing."""
