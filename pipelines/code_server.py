"""Dagster's code server: answers the daemon, and executes every run in a process of its own, forked from a warm one.

Dagster would start a new interpreter for each run, and a runner would wait two seconds for its imports. Everything else is Dagster's.
"""

import logging
import multiprocessing
import signal
import sys
from contextlib import suppress
from multiprocessing import forkserver
from multiprocessing.context import ForkServerContext
from pathlib import Path
from threading import Event
from typing import Any

from dagster import DagsterInstance, RunsFilter
from dagster._core.types.loadable_target_origin import LoadableTargetOrigin
from dagster._core.utils import FuturesAwareThreadPoolExecutor
from dagster._grpc.server import DagsterApiServer, DagsterGrpcServer

from pipelines.triggers import UNFINISHED

MODULE = "pipelines.definitions"
WARM = "pipelines.warm"

log = logging.getLogger("plimsoll.dagster")


class Servicer(DagsterApiServer):
    """Dagster's answers; only the way a run's process comes to be is ours."""

    def __init__(self, **named: Any) -> None:
        super().__init__(**named)
        self._mp_ctx = warm()  # type: ignore[assignment]  # Dagster knows only one way to start a process


def serve(socket: str) -> None:
    """Serve on a Unix socket until told to stop; runs that an earlier server left behind are dead, and are called so."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    bury()
    stopping, threads = Event(), FuturesAwareThreadPoolExecutor()
    target = LoadableTargetOrigin(executable_path=sys.executable, module_name=MODULE, working_directory=str(Path.cwd()))
    servicer = Servicer(
        server_termination_event=stopping,
        logger=log,
        server_threadpool_executor=threads,
        loadable_target_origin=target,
        location_name=MODULE,
    )
    with suppress(KeyboardInterrupt):
        server: Any = DagsterGrpcServer(stopping, servicer, log, threads, socket=socket)
        server.serve()


def warm() -> ForkServerContext:
    """Start the process that runs are forked from, which imports what they need meanwhile."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([WARM])
    forkserver.ensure_running()
    return context


def bury() -> None:
    """Tell Dagster that runs which never ended have failed."""
    with DagsterInstance.get() as instance:
        for run in instance.get_runs(RunsFilter(statuses=UNFINISHED)):
            log.warning("run %s was cut off", run.run_id)
            instance.report_run_failed(run, "The process it ran in ended.")
