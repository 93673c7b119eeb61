"""What one process of `plimsoll up` runs: ``python -m commands.child dashboard HOST PORT`` or ``… worker`` or ``… dagster PORT``.

It ends when its standard input closes, so that nothing keeps running when the process that started it is killed.
"""

import os
import signal
import sys
from runpy import run_module
from threading import Thread
from typing import NoReturn

from commands.supervisor import REFUSED
from commands.terminal import tell
from warehouse.errors import PlimsollError
from warehouse.settings import Settings


def main(arguments: list[str]) -> None:
    """Run the part named first until it is told to stop."""
    Thread(target=_end_with_parent, daemon=True).start()
    settings = Settings.from_env()
    try:
        if arguments[0] == "dashboard":
            _dashboard(settings, arguments[1], int(arguments[2]))
        elif arguments[0] == "dagster":
            _dagster(arguments[1])
        else:
            _worker(settings)
    except PlimsollError as error:
        tell(error.message, error.next_step)
        sys.exit(REFUSED)


def _dashboard(settings: Settings, host: str, port: int) -> None:
    from dashboard.wsgi import serve

    serve(settings, host, port)


def _worker(settings: Settings) -> None:
    signal.signal(signal.SIGTERM, _leave)
    from pipelines.worker import run

    run(settings)


def _dagster(port: str) -> None:
    sys.argv = ["dagster", "dev", "-m", "pipelines.definitions", "-h", "127.0.0.1", "-p", port]
    run_module("dagster", run_name="__main__")


def _leave(_number: int, _frame: object) -> NoReturn:
    raise SystemExit(0)


def _end_with_parent() -> None:
    # Reading the descriptor itself: the buffered sys.stdin would hold a lock that the interpreter needs to end.
    while os.read(0, 1024):
        pass
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    main(sys.argv[1:])
