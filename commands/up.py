"""`plimsoll up`: the page, the worker and, for Strava, Dagster's code server and daemon as child processes; one set a home."""

import logging
import signal
import socket
import sys
import webbrowser
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from commands.context import Context, pass_context
from commands.supervisor import GRACE_S, Child, Log, Supervisor
from commands.terminal import say, show
from warehouse.errors import BusyError, PlimsollError
from warehouse.locks import FileLock
from warehouse.settings import Settings

_LOOPBACK = ("127.0.0.1", "localhost", "::1")
_EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 -- only translated for a visitor on this machine
_DAGSTER_PORT = 3000
_DAGSTER_GRACE_S = {"daemon": 0.2, "code server": 1.0, "Dagster page": 1.0}
_LEANING = ("daemon", "Dagster page")  # on the code server: they would complain of its end


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, metavar="ADDRESS", help="Where to listen.")
@click.option("--port", default=8050, show_default=True, type=click.IntRange(1, 65535), help="Port of the page.")
@click.option("--dagster-ui", is_flag=True, help="Also start Dagster's own page, on this machine only.")
@click.option("--open/--no-open", "browse", default=False, show_default=True, help="Open the page in a browser.")
@pass_context
def up(context: Context, *, host: str, port: int, dagster_ui: bool, browse: bool) -> None:
    """Start everything, print the address of the page, and run until Ctrl-C, which stops all."""
    context.real.people.close()
    url = _url(_EVERYWHERE.get(host, host), port)
    lock = FileLock(context.settings.locks / "up.lock", url)
    if not lock.try_acquire():
        raise BusyError(f"Plimsoll is already running here ({lock.holder()}).", "Open that address, or stop it first.")
    with lock, TemporaryDirectory(prefix="plimsoll-") as folder:
        _check_address(host, port)
        _warn(host)
        dagster = _dagster(context.settings, folder, page=dagster_ui)
        supervisor = Supervisor([_child("dashboard", "dashboard", host, str(port)), _child("worker", "worker")], _logger(context.settings))
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: supervisor.stopping.set())
        _run(supervisor, url, dagster, browse=browse)


def _logger(settings: Settings) -> Log:
    """Return how to say that a part crashed: as a line of the log."""
    from warehouse import logs

    logs.set_up(settings)
    return logging.getLogger("plimsoll.up").warning


def _url(host: str, port: int) -> str:
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _run(supervisor: Supervisor, url: str, later: list[Child], *, browse: bool) -> None:
    try:
        supervisor.start()
        supervisor.watch(until=lambda: _answers(url))
        if not supervisor.stopping.is_set():
            show(f"Plimsoll is at {url} (Ctrl-C stops it)")
            supervisor.start(*later)
            if browse:
                webbrowser.open(url)
        supervisor.watch(until=lambda: False)
    finally:
        supervisor.stop()
    say("Stopped; nothing half-written is kept.")


def _dagster(settings: Settings, folder: str, *, page: bool) -> list[Child]:
    """Return the parts of Dagster: those that keep in step with Strava where it is configured, and its own page on request."""
    if not settings.strava_configured and not page:
        return []
    from pipelines.parts import prepare

    socket, port = str(Path(folder, "code.sock")), str(_DAGSTER_PORT)
    environment = {"DAGSTER_HOME": str(prepare(settings)), "PLIMSOLL_HOME": str(settings.home)}
    parts = [_child("code server", "code", socket, **environment)]
    if settings.strava_configured:
        parts.append(_child("daemon", "daemon", socket, **environment))
    if page:
        _check_address("127.0.0.1", _DAGSTER_PORT)
        say(f"Dagster's page will be at http://127.0.0.1:{port}")
        parts.append(_child("Dagster page", "dagster-page", socket, port, **environment))
    return parts


def _child(name: str, *words: str, **environment: str) -> Child:
    """Return a part; one of Dagster's would wait for its own calls to end, which nobody else needs it to."""
    variables = ["env", *(f"{key}={value}" for key, value in environment.items())] if environment else []
    command = [*variables, sys.executable, "-m", "commands.child", *words]
    return Child(name, command, _DAGSTER_GRACE_S.get(name, GRACE_S), leans=name in _LEANING)


def _check_address(host: str, port: int) -> None:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except socket.gaierror as error:
        raise PlimsollError(f"There is no address {host}.", "Use --host 127.0.0.1, or an address of this machine.") from error
    except OSError as error:
        raise PlimsollError(
            f"Port {port} on {host} cannot be used ({error.strerror}).", "Choose another one with --port, such as --port 8055."
        ) from error


def _warn(host: str) -> None:
    if host not in _LOOPBACK:
        say(f"Warning: at {host} other machines in your network can reach this page and the health data on it.")


def _answers(url: str) -> bool:
    from urllib.error import HTTPError
    from urllib.request import Request, urlopen

    try:
        with urlopen(Request(f"{url}/health", headers={"Host": "localhost"}), timeout=1):  # noqa: S310 -- our own address
            return True
    except HTTPError:
        return True
    except OSError:
        return False


COMMANDS = (up,)
