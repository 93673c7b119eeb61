"""What Dagster is told of a run: kinds of errors, never their words, because it keeps and prints everything it hears."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from dagster import Failure, InitLoggerContext, logger

from warehouse import logs
from warehouse.settings import Settings

log = logging.getLogger("plimsoll.run")


@contextmanager
def discreet() -> Iterator[None]:
    """Let an error inside fail the run by its kind alone; the places it came through are in our own log."""
    kind = ""
    try:
        yield
    except Exception as error:
        log.exception("a run failed")
        kind = type(error).__name__
    if kind:
        raise Failure(f"{kind}; the log of Plimsoll says where.", allow_retries=False)


@logger({}, description="Problems of a run, in the log of this process.")
def lines(_: InitLoggerContext) -> logging.Logger:
    """Return the logger of runs; a run's own process has no other that set up its lines."""
    if not logging.getLogger().handlers:
        logs.set_up(Settings.from_env())
    about = logging.getLogger("plimsoll.dagster.run")
    about.setLevel(logging.ERROR)
    return about
