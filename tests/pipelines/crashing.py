"""Work that dies on the way: in a process of its own, which kills itself (-9) before the nth thing it does to a file of its home."""

import os
import signal
import sys
from collections.abc import Callable, Sequence
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

from pipelines.intake import take_in
from tests.homes import NOW, House
from warehouse.model import AthleteId
from warehouse.settings import Settings

WRITES = {"open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "shutil.rmtree", "sqlite3.connect"}
FORK = get_context("forkserver")
FORK.set_forkserver_preload(["tests.pipelines.crashing"])

TIMEOUT_S = 600
"""How long work may take before a test gives it up as hanging, on whatever machine."""

Work = Callable[..., None]


def import_and_build(settings: Settings, athlete: str, paths: Sequence[Path], told: Path | None = None) -> None:
    """Do what `plimsoll import` does; add to the file `told` what would be said while waiting, a line each time."""

    def tell(words: str) -> None:
        if told is not None:
            with told.open("a", encoding="utf-8") as lines:
                lines.write(f"{words}\n")

    house = House.open(settings)
    take_in(paths, settings=settings, people=house.people, athlete=athlete, timezone=None, home_timezone="UTC", now=NOW)
    house.warehouse.build(NOW, on_wait=tell)


def forget(settings: Settings, athlete: AthleteId) -> None:
    """Do what `plimsoll forget` does."""
    House.open(settings).warehouse.forget(athlete, NOW)


def steps(work: Work, settings: Settings, *arguments: object) -> int:
    """Do the work in a process to its end; return in how many steps it touched the home."""
    here, there = FORK.Pipe(duplex=False)
    process = start(work, settings, *arguments, tell=there)
    there.close()
    count: int = here.recv()
    process.join()
    return count


def start(work: Work, settings: Settings, *arguments: object, die_at: int | str = 0, tell: Connection | None = None) -> BaseProcess:
    """Start the work in a process that dies before its step `die_at` (0: never), or before it gives a file this name."""
    process = FORK.Process(target=_perform, args=(work, settings, arguments, die_at, tell))
    process.start()
    return process


def _perform(work: Work, settings: Settings, arguments: tuple[object, ...], die_at: int | str, tell: Connection | None) -> None:
    done, home = 0, str(settings.home)

    def watch(event: str, details: tuple[object, ...]) -> None:
        nonlocal done
        if event in WRITES and details and str(details[0]).startswith(home):
            done += 1
            if done == die_at or (event == "os.rename" and Path(str(details[1])).name == die_at):
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(watch)
    work(settings, *arguments)
    if tell is not None:
        tell.send(done)
