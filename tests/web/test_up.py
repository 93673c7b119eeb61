"""`plimsoll up` as a process: starts, refuses a second one, and stops cleanly."""

import os
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError

import pytest

pytestmark = pytest.mark.slow


def start(home: Path, port: int, *more: str) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "plimsoll", "up", "--port", str(port), *more]
    return subprocess.Popen(command, stdout=-1, stderr=-1, text=True, env={**os.environ, "PLIMSOLL_HOME": str(home)})


@pytest.fixture
def port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.fixture
def running(tmp_path: Path, port: int) -> Iterator["subprocess.Popen[str]"]:
    """Start an installation and wait until it has said where it is."""
    with start(tmp_path / "home", port) as process:
        assert process.stdout is not None
        assert f"http://127.0.0.1:{port}" in process.stdout.readline()
        yield process
        process.terminate()
        process.communicate(timeout=20)


def test_it_serves_the_page_and_stops_on_ctrl_c(running: "subprocess.Popen[str]", port: int) -> None:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=10) as page:
        assert page.status == 200
    running.send_signal(signal.SIGINT)
    _, said = running.communicate(timeout=20)
    assert running.returncode == 0
    assert said.splitlines()[-1] == "Stopped; nothing half-written is kept."
    with pytest.raises(OSError, match="refused"):
        urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5)


def test_a_second_one_says_who_is_there(running: "subprocess.Popen[str]", tmp_path: Path, port: int) -> None:
    with start(tmp_path / "home", port + 1) as second:
        _, said = second.communicate(timeout=20)
    assert second.returncode == 1
    assert f"pid {running.pid}, http://127.0.0.1:{port}" in said


def test_a_taken_port_is_named_with_the_way_out(tmp_path: Path, port: int) -> None:
    with socket.create_server(("127.0.0.1", port)), start(tmp_path / "home", port) as process:
        _, said = process.communicate(timeout=20)
    assert process.returncode == 1
    assert f"Port {port}" in said
    assert "--port" in said


def test_it_does_not_show_health_data_to_the_network_without_a_login(tmp_path: Path, port: int) -> None:
    with start(tmp_path / "home", port, "--host", "0.0.0.0") as process:  # noqa: S104 -- that is the point
        _, said = process.communicate(timeout=30)
    assert process.returncode == 1
    assert "Warning" in said
    with pytest.raises((OSError, HTTPError)):
        urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5)
