"""Dagster's commands as parts of `plimsoll up`: the daemon that triggers runs, and its own page.

Both ask one code server, a part of its own. Left alone, the daemon would start a new one every minute.
"""

import logging
import os
import shutil
import sys
import time
from pathlib import Path
from runpy import run_module

from warehouse.settings import Settings

_LOOK_EVERY_S = 0.1


def prepare(settings: Settings) -> Path:
    """Return Dagster's folder below the home, its configuration inside."""
    folder = settings.home / "dagster"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    shutil.copyfile(Path(__file__).with_name("dagster.yaml"), folder / "dagster.yaml")
    return folder


def run_daemon(socket: str) -> None:
    """Trigger what is due until told to stop."""
    _wait_for(socket)
    _dagster("dagster._daemon", "run", "--grpc-socket", socket, "--grpc-host", "localhost")


def serve_page(socket: str, port: str) -> None:
    """Serve Dagster's own page on this machine until told to stop."""
    _wait_for(socket)
    _dagster("dagster_webserver", "--grpc-socket", socket, "--grpc-host", "localhost", "-h", "127.0.0.1", "-p", port)


def _dagster(module: str, *words: str) -> None:
    """Become one of Dagster's commands; what it prints goes where logs go."""
    os.dup2(2, 1)
    for name in ("dagster", "dagster-webserver"):
        logging.getLogger(name).propagate = False  # it brings a handler of its own
    sys.argv = [module, *words, "--log-level", "warning", "--log-format", "colored" if sys.stderr.isatty() else "json"]
    run_module(module, run_name="__main__")


def _wait_for(socket: str) -> None:
    while not Path(socket).exists():
        time.sleep(_LOOK_EVERY_S)
