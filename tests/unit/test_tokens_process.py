"""Renewing tokens with real processes against a token endpoint that rotates, as Strava's does."""

import json
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from warehouse.errors import ReconnectError
from warehouse.model import AthleteId
from warehouse.people import Grant, People
from warehouse.settings import Settings

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
ENDED = Grant(7, "Ada L", frozenset({"read"}), "access-0", "refresh-0", NOW)

RENEW = """
import json, os, signal, sys
from datetime import datetime, timedelta
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen
from warehouse.errors import ReconnectError
from warehouse.people import Grant, People
from warehouse.settings import Settings

home, athlete, url, moment, dies = sys.argv[1:]
now = datetime.fromisoformat(moment)

def refresh(token):
    try:
        with urlopen(url + token) as answer:
            pair = json.load(answer)
    except HTTPError as error:
        raise ReconnectError("Strava refused.", "Connect again.") from error
    if dies == "dies":
        os.kill(os.getpid(), signal.SIGKILL)
    return Grant(7, "", frozenset(), pair["access_token"], pair["refresh_token"], now + timedelta(hours=6))

people = People.open(Settings(home=Path(home)))
print("ready", flush=True)
sys.stdin.readline()
try:
    print(people.connections.token(athlete, refresh, lambda: now))
except ReconnectError as error:
    print(error.message)
"""


class TokenEndpoint(ThreadingHTTPServer):
    """Answers the newest refresh token, and with `grace` once more the one before it."""

    daemon_threads = True

    def __init__(self, grace: bool) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.grace = grace
        self.asked: list[str] = []
        self.newest = 0
        self.turn = threading.Lock()

    @property
    def url(self) -> str:
        """Return where tokens are asked for."""
        return f"http://127.0.0.1:{self.server_port}/"

    def rotate(self, token: str) -> dict[str, str] | None:
        """Return a new pair, None when the token is an old one."""
        with self.turn:
            self.asked.append(token)
            if token != f"refresh-{self.newest}" and not self.grace:
                return None
            self.newest += 1
            return {"access_token": f"access-{self.newest}", "refresh_token": f"refresh-{self.newest}"}


class _Handler(BaseHTTPRequestHandler):
    server: TokenEndpoint

    def do_GET(self) -> None:
        pair = self.server.rotate(self.path[1:])
        time.sleep(0.2)  # longer than the others take to find the row claimed
        self.send_response(400 if pair is None else 200)
        self.end_headers()
        self.wfile.write(json.dumps(pair).encode())

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def ada(people: People) -> AthleteId:
    athlete = people.athletes.ensure("Ada", now=NOW).athlete
    people.connections.connect(athlete, ENDED, NOW)
    return athlete


@pytest.fixture
def endpoint(request: pytest.FixtureRequest) -> Iterator[TokenEndpoint]:
    with TokenEndpoint(grace=request.param) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield server
        server.shutdown()


def start(settings: Settings, athlete: AthleteId, url: str, now: datetime = NOW, fate: str = "lives") -> subprocess.Popen[str]:
    command = [sys.executable, "-c", RENEW, str(settings.home), athlete, url, now.isoformat(), fate]
    return subprocess.Popen(command, stdin=-1, stdout=-1, text=True)


def answers(*children: subprocess.Popen[str]) -> list[str]:
    for child in children:
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"
    for child in children:
        assert child.stdin is not None
        child.stdin.write("go\n")
        child.stdin.flush()
    return [child.communicate()[0].strip() for child in children]


@pytest.mark.slow
@pytest.mark.parametrize("endpoint", [False], indirect=True)
def test_processes_that_renew_at_once_ask_once_and_get_the_same_token(settings: Settings, endpoint: TokenEndpoint, ada: AthleteId) -> None:
    assert answers(*(start(settings, ada, endpoint.url) for _ in range(2))) == ["access-1"] * 2
    assert endpoint.asked == ["refresh-0"]


def killed(settings: Settings, athlete: AthleteId, endpoint: TokenEndpoint) -> None:
    child = start(settings, athlete, endpoint.url, fate="dies")
    assert answers(child) == [""]
    assert child.returncode == -signal.SIGKILL
    assert endpoint.asked == ["refresh-0"]


@pytest.mark.slow
@pytest.mark.parametrize("endpoint", [True], indirect=True)
def test_a_connection_survives_a_kill_before_storing_where_strava_allows_it(
    settings: Settings, people: People, endpoint: TokenEndpoint, ada: AthleteId
) -> None:
    killed(settings, ada, endpoint)
    assert answers(start(settings, ada, endpoint.url, NOW + timedelta(seconds=40))) == ["access-2"]
    assert people.connections.refresh_token(ada) == "refresh-2"


@pytest.mark.slow
@pytest.mark.parametrize("endpoint", [False], indirect=True)
def test_else_it_says_reconnect_and_nothing_else_is_lost(
    settings: Settings, people: People, endpoint: TokenEndpoint, ada: AthleteId
) -> None:
    people.consents.give(ada, "strava", "1", NOW)
    killed(settings, ada, endpoint)
    (answer,) = answers(start(settings, ada, endpoint.url, NOW + timedelta(seconds=40)))
    assert "no longer accepts" in answer
    lost = people.connections.get(ada)
    assert lost is not None
    assert lost.state == "reconnect"
    assert (people.athletes.get(ada).name, len(people.consents.of(ada))) == ("Ada", 1)
    with pytest.raises(ReconnectError):
        people.connections.token(ada, lambda _: ENDED, lambda: NOW)
