"""The worker of `plimsoll up`: does what the page asked for, and rebuilds when the day has turned.

The loop itself stays small; each piece of work runs in a process of its own, so that its memory goes back when it is done and a crash
costs one job, not the loop.
"""

import logging
import multiprocessing
import os
import shutil
import signal
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import asdict
from datetime import UTC, date, datetime
from pathlib import Path
from threading import Thread
from zoneinfo import ZoneInfo

from warehouse import logs
from warehouse.errors import PlimsollError
from warehouse.locks import take_name
from warehouse.model import AthleteId
from warehouse.people import Job, People
from warehouse.settings import Settings

log = logging.getLogger("plimsoll.worker")

POLL_S = 0.5
TURN_CHECK_S = 300.0
TELL_S = 0.25
UNEXPECTED = (
    "Something went wrong that Plimsoll did not expect, so nothing was changed.",
    "Try again, or run `plimsoll import` to see more.",
)

Progress = Callable[[int, int, str], None]


def run(settings: Settings) -> None:
    """Work until the process is told to stop, beginning with what an earlier worker of this name was doing when it died."""
    people = People.open(settings)
    name = take_name(settings.locks, "worker")
    people.jobs.let_go(name, _now())
    built_for: set[date] = set()
    next_turn = 0.0
    while True:
        if job := people.jobs.claim(_now(), name):
            _apart(perform, settings, job)
            people.jobs.let_go(name, _now())
        elif time.monotonic() >= next_turn:
            next_turn = time.monotonic() + TURN_CHECK_S
            today = days(settings, _now())
            if today != built_for:
                _apart(rebuild, settings)
                built_for = today
        else:
            time.sleep(POLL_S)


def days(settings: Settings, now: datetime) -> set[date]:
    """Return the days it is where athletes live; demo athletes are athletes, also while there is nobody else."""
    found = set[date]()
    for home in (settings, settings.demo):
        if home.home.is_dir():
            with closing(People.open(home)) as people:
                found |= {now.astimezone(ZoneInfo(one.timezone)).date() for one in people.athletes.all()}
    return found


def perform(settings: Settings, job: Job) -> None:
    """Do one job and write what came of it into its row; an upload is deleted once it has landed."""
    people = People.open(settings)
    try:
        report = WORK[job.kind](settings, people, job, _teller(people, job))
        people.jobs.finish(job.id, report, _now())
    except PlimsollError as error:
        people.jobs.fail(job.id, error.message, error.next_step, _now())
    except Exception as error:
        log.exception("job %s failed: %s", job.id, type(error).__name__)
        people.jobs.fail(job.id, *UNEXPECTED, _now())
    finally:
        shutil.rmtree(settings.uploads / job.id, ignore_errors=True)


def rebuild(settings: Settings) -> None:
    """Bring the published tables to today, where the day has turned since they were built."""
    from warehouse.reader import Marts
    from warehouse.store import Warehouse

    for home in (settings, settings.demo):
        if home.home.is_dir() and Marts(home).out_of_date(_now()):
            Warehouse(home, People.open(home)).build(_now())


def _import(settings: Settings, people: People, job: Job, progress: Progress) -> dict[str, object]:
    from pipelines.intake import counts, take_in
    from warehouse.reader import Marts
    from warehouse.store import Warehouse

    intake = take_in(
        [Path(job.path)],
        settings=settings,
        people=people,
        athlete=job.athlete,
        timezone=None,
        home_timezone=job.timezone or "UTC",
        now=_now(),
        progress=progress,
        alone=bool(settings.public_url),
        job=job.id,
    )
    changes = Warehouse(settings, people).build(_now(), progress, awaited=intake.result.landed)
    return intake.report(changes, counts(Marts(settings).athletes()))


def _demo(settings: Settings, people: People, job: Job, progress: Progress) -> dict[str, object]:
    del people, job
    from pipelines.demo import build_demo

    athletes = build_demo(settings, _now(), progress)
    return {"athlete": athletes[0], "athletes": athletes}


def _build(settings: Settings, people: People, job: Job, progress: Progress) -> dict[str, object]:
    from warehouse.store import Warehouse

    Warehouse(settings, people).build(_now(), progress)
    return {"athlete": job.athlete}


def _sync(settings: Settings, people: People, job: Job, progress: Progress) -> dict[str, object]:
    from pipelines.resources import Installation
    from pipelines.upkeep import bring_in

    del people
    (told,) = bring_in(Installation(settings), [_whose(job)], progress=progress)
    return told


def _disconnect(settings: Settings, people: People, job: Job, progress: Progress) -> dict[str, object]:
    from pipelines.leaving import disconnect
    from pipelines.resources import Installation

    del people
    progress(0, 0, "Deleting what came from Strava")
    return {"athlete": job.athlete, **asdict(disconnect(Installation(settings), _whose(job)))}


def _forget(settings: Settings, people: People, job: Job, progress: Progress) -> dict[str, object]:
    from pipelines.leaving import forget
    from pipelines.resources import Installation

    del people
    progress(0, 0, "Deleting everything about you")
    return asdict(forget(Installation(settings), _whose(job)))


def _whose(job: Job) -> AthleteId:
    return AthleteId(job.athlete or "")


WORK = {"import": _import, "demo": _demo, "build": _build, "sync": _sync, "disconnect": _disconnect, "forget": _forget}


def _teller(people: People, job: Job) -> Progress:
    """Return a progress callback that writes no more often than a person can read."""
    last = 0.0

    def tell(done: int, total: int, what: str) -> None:
        nonlocal last
        if time.monotonic() - last >= TELL_S or done == total:
            last = time.monotonic()
            people.jobs.progress(job.id, done, total, what, _now())

    return tell


def _apart(work: Callable[..., None], settings: Settings, *arguments: object) -> None:
    process = multiprocessing.get_context("spawn").Process(target=_alone, args=(work, settings, *arguments))
    process.start()
    process.join()
    if process.exitcode:
        log.warning("%s ended with %s", work.__name__, process.exitcode)


def _alone(work: Callable[..., None], settings: Settings, *arguments: object) -> None:
    """Work in a process of its own, which has to be told how to log, and ends with the worker: the next one takes the job up again."""
    Thread(target=_end_with_worker, daemon=True).start()
    logs.set_up(settings)
    work(settings, *arguments)


def _end_with_worker() -> None:
    if worker := multiprocessing.parent_process():
        worker.join()
        os.kill(os.getpid(), signal.SIGKILL)


def _now() -> datetime:
    return datetime.now(UTC)
