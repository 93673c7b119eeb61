"""Serve the dashboard with gunicorn: one process, eight threads, readers opened in the process that uses them."""

import atexit
import gc
from contextlib import suppress
from typing import Any

from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger

from dashboard.access import LOOPBACK
from dashboard.app import create_app
from dashboard.authorizer import Authorizer
from warehouse.errors import SettingsError
from warehouse.people import People
from warehouse.reader import Marts
from warehouse.settings import Settings

THREADS = 8
WARM_UP = ("/", "/_dash-layout", "/_dash-dependencies", "/health")


class Lines(Logger):  # type: ignore[misc]  # gunicorn is untyped
    """Gunicorn's log, in the lines of this process."""

    def setup(self, cfg: Any) -> None:
        """Leave it to the root logger how a line looks and where it goes."""
        self.cfg, self._access_log_enabled = cfg, False
        self.error_log.setLevel(self.LOG_LEVELS[cfg.loglevel])
        self.error_log.propagate = True


class Server(BaseApplication):  # type: ignore[misc]  # gunicorn is untyped
    """Gunicorn without a command line."""

    def __init__(self, settings: Settings, host: str, port: int, strava: Authorizer | None) -> None:
        self.settings = settings
        self.strava = strava
        bind = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
        self.options = {
            "bind": bind,
            "workers": 1,
            "worker_class": "gthread",
            "threads": THREADS,
            "control_socket_disable": True,
            "accesslog": None,
            "loglevel": "warning",
            "logger_class": Lines,
            "graceful_timeout": 5,
        }
        super().__init__()

    def load_config(self) -> None:
        """Hand our options to gunicorn."""
        for name, value in self.options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """Make the application in the worker: a database connection does not survive a fork."""
        return application(self.settings, self.strava)


def application(settings: Settings, strava: Authorizer | None = None) -> Any:
    """Open the readers, make the application and warm it up: Dash answers 500 to concurrent first requests."""
    marts = Marts(settings)
    app = create_app(settings, marts, People.open(settings), strava=strava)
    client = app.server.test_client()
    for path in WARM_UP:
        client.get(path, headers={"Host": "localhost"})
    with suppress(Exception):  # what is broken is told by the page, in words
        for row in marts.athletes()[:1]:
            marts.week(row.athlete)
    _set_aside_for_good()
    return app.server


def _set_aside_for_good() -> None:
    """Spare the collector what stays until the end: going through all of it takes as long as a page, and happens in the midst of one."""
    gc.collect()
    gc.freeze()
    atexit.register(gc.unfreeze)


def serve(settings: Settings, host: str, port: int, strava: Authorizer | None = None) -> None:
    """Serve until told to stop; does not return. Raises SettingsError for an address others reach while there is no login."""
    if host not in LOOPBACK and not settings.public_url:
        raise SettingsError(
            f"On {host} everybody in your network could read this health data: there is no login yet.",
            "Use --host 127.0.0.1, or set PLIMSOLL_PUBLIC_URL and a Strava application: then everybody logs in.",
        )
    Server(settings, host, port, strava).run()
