"""`plimsoll up` as a process: starts, refuses a second one, and stops cleanly."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.error import HTTPError

import psutil
import pytest

from tests.connected import ADA, connect, now, runs
from tests.strava import FakeStrava, activity
from warehouse.people import Event, People
from warehouse.settings import Settings

pytestmark = pytest.mark.slow

PATIENCE_S = 300


def start(home: Path, port: int, *more: str, **told: str) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "plimsoll", "up", "--port", str(port), *more]
    return subprocess.Popen(command, stdout=-1, stderr=-1, text=True, env={**os.environ, **told, "PLIMSOLL_HOME": str(home)})


def wait(reached: Callable[[], bool], seconds: float = PATIENCE_S) -> None:
    until = time.monotonic() + seconds
    while not reached():
        assert time.monotonic() < until, "it did not come"
        time.sleep(0.1)


def part(family: list[psutil.Process], name: str) -> psutil.Process:
    """Return the process of a part, such as `worker`."""
    return next(one for one in family if name in one.cmdline())


@pytest.fixture
def running(tmp_path: Path, port: int) -> Iterator["subprocess.Popen[str]"]:
    """Start an installation and wait until it has said where it is."""
    with start(tmp_path / "home", port) as process:
        assert process.stdout is not None
        assert f"http://127.0.0.1:{port}" in process.stdout.readline()
        yield process
        process.terminate()
        process.communicate(timeout=PATIENCE_S)


def test_it_serves_the_page_and_stops_on_ctrl_c(running: "subprocess.Popen[str]", port: int) -> None:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=PATIENCE_S) as page:
        assert page.status == 200
    running.send_signal(signal.SIGINT)
    _, said = running.communicate(timeout=PATIENCE_S)
    assert running.returncode == 0
    assert said.splitlines()[-1] == "Stopped; nothing half-written is kept."
    with pytest.raises(OSError, match="refused"):
        urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5)


def test_a_second_one_says_who_is_there(running: "subprocess.Popen[str]", tmp_path: Path, port: int) -> None:
    with start(tmp_path / "home", port + 1) as second:
        _, said = second.communicate(timeout=PATIENCE_S)
    assert second.returncode == 1
    assert f"pid {running.pid}, http://127.0.0.1:{port}" in said


def test_a_taken_port_is_named_with_the_way_out(tmp_path: Path, port: int) -> None:
    with socket.create_server(("127.0.0.1", port)), start(tmp_path / "home", port) as process:
        _, said = process.communicate(timeout=PATIENCE_S)
    assert process.returncode == 1
    assert f"Port {port}" in said
    assert "--port" in said


def test_it_does_not_show_health_data_to_the_network_without_a_login(tmp_path: Path, port: int) -> None:
    with start(tmp_path / "home", port, "--host", "0.0.0.0") as process:  # noqa: S104 -- that is the point
        _, said = process.communicate(timeout=PATIENCE_S)
    assert process.returncode == 1
    assert "Warning" in said
    with pytest.raises((OSError, HTTPError)):
        urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5)


def test_with_strava_it_keeps_in_step_survives_a_crash_and_leaves_no_process(settings: Settings, strava: FakeStrava, port: int) -> None:
    """New runs arrive without anybody asking, also after the code server was killed; what is logged is JSON and tells no secret."""
    configured, fake = strava.configure(settings), strava.add_athlete(ADA, runs(3))
    ada = connect(configured, strava, fake)
    told = {"STRAVA_BASE_URL": strava.url, "STRAVA_CLIENT_ID": configured.strava_client_id}
    people = People.open(configured)
    with start(settings.home, port, **told, STRAVA_CLIENT_SECRET=configured.strava_client_secret) as up:
        wait(lambda: people.syncs.get(ada).walked_at is not None)
        family = psutil.Process(up.pid).children(recursive=True)
        part(family, "code").kill()
        fake.activities.insert(0, activity(9000, now(), 6.0, zone="UTC"))
        people.inbox.add(Event(ADA, "activity", 9000, "create", {}, int(now().timestamp())), now())
        wait(lambda: people.inbox.count() == 0)
        wait(lambda: people.syncs.get(ada).activities == 4)
        family = [*family, *psutil.Process(up.pid).children(recursive=True)]
        up.send_signal(signal.SIGINT)
        _, said = up.communicate(timeout=PATIENCE_S)
    people.close()
    assert people.syncs.get(ada).activities == 4
    assert (up.returncode, psutil.wait_procs(family, timeout=5)[1]) == (0, [])
    *lines, last = said.splitlines()
    assert last == "Stopped; nothing half-written is kept."
    logged = [json.loads(line) for line in lines]
    assert "The code server stopped with code -9; it starts again in 0.2 s." in [line.get("message") for line in logged]
    assert not any(word in said for word in (fake.access_token, fake.refresh_token, configured.strava_client_secret, "Ada"))
