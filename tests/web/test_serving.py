"""The server as `plimsoll up` starts it, in a process of its own."""

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection, RemoteDisconnected

import pytest

from dashboard.wsgi import serve
from warehouse.errors import SettingsError
from warehouse.settings import Settings

PATIENCE_S = 300
START = (
    "import sys; from pathlib import Path; from dashboard.wsgi import serve; from warehouse.settings import Settings;"
    " serve(Settings(home=Path(sys.argv[1])), '127.0.0.1', int(sys.argv[2]))"
)


def status(port: int, path: str = "/") -> int:
    connection = HTTPConnection("localhost", port, timeout=PATIENCE_S)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    finally:
        connection.close()


def wait_for(port: int, seconds: float = PATIENCE_S) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            status(port, "/health")
        except (ConnectionRefusedError, RemoteDisconnected):
            time.sleep(0.1)
        else:
            return
    pytest.fail("the server did not start")


@pytest.mark.slow
def test_the_first_visitors_may_come_all_at_once_and_it_stops_when_told(settings: Settings, port: int) -> None:
    with subprocess.Popen([sys.executable, "-c", START, str(settings.home), str(port)]) as process:
        try:
            wait_for(port)
            with ThreadPoolExecutor(8) as visitors:
                answers = list(visitors.map(lambda path: status(port, path), ["/", "/_dash-layout", "/_dash-dependencies"] * 8))
            assert set(answers) == {200}
        finally:
            process.terminate()
        assert process.wait(PATIENCE_S) == 0


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.7", "::"])  # noqa: S104 -- refused, not bound
def test_health_data_is_not_offered_to_the_network_without_a_login(settings: Settings, host: str) -> None:
    with pytest.raises(SettingsError, match="no login"):
        serve(settings, host, 1)
