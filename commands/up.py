"""`plimsoll up`: the dashboard and the worker as child processes, one set a home, until Ctrl-C."""

import signal
import socket
import sys
import webbrowser
from pathlib import Path

import click

from commands.context import Context, pass_context
from commands.supervisor import Child, Supervisor
from commands.terminal import say, show
from warehouse.errors import BusyError, PlimsollError
from warehouse.locks import FileLock
from warehouse.settings import Settings

_LOOPBACK = ("127.0.0.1", "localhost", "::1")
_EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 -- only translated for a visitor on this machine
_DAGSTER_PORT = 3000


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, metavar="ADDRESS", help="Where to listen.")
@click.option("--port", default=8050, show_default=True, type=click.IntRange(1, 65535), help="Port of the page.")
@click.option("--dagster-ui", is_flag=True, help="Also start Dagster's own page, on this machine only.")
@click.option("--open/--no-open", "browse", default=False, show_default=True, help="Open the page in a browser.")
@pass_context
def up(context: Context, *, host: str, port: int, dagster_ui: bool, browse: bool) -> None:
    """Start everything: the page, and the worker behind it. Prints the address; Ctrl-C stops all."""
    context.real.people.close()
    url = _url(_EVERYWHERE.get(host, host), port)
    lock = FileLock(context.settings.locks / "up.lock", url)
    if not lock.try_acquire():
        raise BusyError(f"Plimsoll is already running here ({lock.holder()}).", "Open that address, or stop it first.")
    with lock:
        _check_address(host, port)
        _warn(host)
        supervisor = Supervisor(_children(context.settings, host, port, dagster_ui=dagster_ui), say)
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: supervisor.stopping.set())
        _run(supervisor, url, browse=browse)


def _url(host: str, port: int) -> str:
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _run(supervisor: Supervisor, url: str, *, browse: bool) -> None:
    try:
        supervisor.start()
        supervisor.watch(until=lambda: _answers(url))
        if not supervisor.stopping.is_set():
            show(f"Plimsoll is at {url} (Ctrl-C stops it)")
            if browse:
                webbrowser.open(url)
        supervisor.watch(until=lambda: False)
    finally:
        supervisor.stop()
    say("Stopped; nothing half-written is kept.")


def _children(settings: Settings, host: str, port: int, *, dagster_ui: bool) -> list[Child]:
    ours = [sys.executable, "-m", "commands.child"]
    children = [Child("dashboard", [*ours, "dashboard", host, str(port)]), Child("worker", [*ours, "worker"])]
    return [*children, _dagster(settings)] if dagster_ui else children


def _dagster(settings: Settings) -> Child:
    """Return Dagster's development server, its state below our home."""
    instance = Path(__file__).parents[1]
    if not (instance / "dagster.yaml").exists():
        raise PlimsollError(
            "Dagster's page needs Plimsoll's source folder, and this is an installed package.", "Start without --dagster-ui."
        )
    state = settings.home / "dagster"
    state.mkdir(mode=0o700, parents=True, exist_ok=True)
    _check_address("127.0.0.1", _DAGSTER_PORT)
    say(f"Dagster's page will be at http://127.0.0.1:{_DAGSTER_PORT}")
    variables = [f"DAGSTER_HOME={instance}", f"PLIMSOLL_DAGSTER={state}", f"PLIMSOLL_HOME={settings.home}"]
    return Child("Dagster page", ["env", *variables, sys.executable, "-m", "commands.child", "dagster", str(_DAGSTER_PORT)])


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
