"""What Dagster is told of a run: kinds of errors, never their words, because it keeps and prints everything it hears."""

import logging
from collections.abc import Callable
from typing import TypeVar

from dagster import Failure, InitLoggerContext, logger

from warehouse import logs
from warehouse.settings import Settings

T = TypeVar("T")

log = logging.getLogger("plimsoll.run")


def discreet(work: Callable[[], T]) -> T:
    """Do the work of a run; an error in it fails the run by its kind alone. Where it came from is in our own log."""
    try:
        return work()
    except Exception as error:
        log.exception("a run failed")
        kind = type(error).__name__
    # Raised out here, so that Dagster finds no other error behind it.
    raise Failure(f"{kind}; the log of Plimsoll says where.", allow_retries=False)


@logger({}, description="Problems of a run, in the log of this process.")
def lines(_: InitLoggerContext) -> logging.Logger:
    """Return the logger of runs; a run's own process has no other that set up its lines."""
    if not logging.getLogger().handlers:
        logs.set_up(Settings.from_env())
    about = logging.getLogger("plimsoll.dagster.run")
    about.setLevel(logging.ERROR)
    return about
