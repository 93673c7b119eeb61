"""What one process of `plimsoll up` runs.

``python -m commands.child`` and then ``dashboard HOST PORT``, ``worker``, ``code SOCKET``, ``daemon SOCKET`` or
``dagster-page SOCKET PORT``.

It ends when its standard input closes, so that nothing keeps running when the process that started it is killed.
"""

import os
import signal
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from threading import Thread
from typing import NoReturn

from commands.supervisor import REFUSED
from commands.terminal import tell
from warehouse import logs
from warehouse.errors import PlimsollError
from warehouse.settings import Settings


def main(arguments: list[str]) -> None:
    """Run the part named first until it is told to stop."""
    Thread(target=_end_with_parent, daemon=True).start()
    settings = Settings.from_env()
    logs.set_up(settings)
    try:
        PARTS[arguments[0]](settings, *arguments[1:])
    except PlimsollError as error:
        tell(error.message, error.next_step)
        sys.exit(REFUSED)


def _dashboard(settings: Settings, host: str, port: str) -> None:
    from dashboard.wsgi import serve
    from pipelines.strava.oauth import OAuth

    serve(settings, host, int(port), OAuth(settings, lambda: datetime.now(UTC)) if settings.strava_configured else None)


def _worker(settings: Settings) -> None:
    signal.signal(signal.SIGTERM, _leave)
    from pipelines.worker import run

    run(settings)


def _code(_settings: Settings, socket: str) -> None:
    from pipelines.code_server import serve

    serve(socket)


def _daemon(_settings: Settings, socket: str) -> None:
    from pipelines.parts import run_daemon

    run_daemon(socket)


def _dagster_page(_settings: Settings, socket: str, port: str) -> None:
    from pipelines.parts import serve_page

    serve_page(socket, port)


PARTS: dict[str, Callable[..., None]] = {
    "dashboard": _dashboard,
    "worker": _worker,
    "code": _code,
    "daemon": _daemon,
    "dagster-page": _dagster_page,
}


def _leave(_number: int, _frame: object) -> NoReturn:
    raise SystemExit(0)


def _end_with_parent() -> None:
    # Reading the descriptor itself: the buffered sys.stdin would hold a lock that the interpreter needs to end.
    while os.read(0, 1024):
        pass
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    main(sys.argv[1:])
