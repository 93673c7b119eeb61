"""What a runner waits for: one more run after ten years, the week on the command line and as a page, the memory of an idle `up`.

Whole processes where a person starts one. Medians of five; ratios are against an empty Python start in the same run. On a busy machine
only the processor's seconds say something.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import psutil

from dashboard.app import create_app
from tests.web.pages import Site
from warehouse.people import People
from warehouse.reader import Marts
from warehouse.settings import Settings
from warehouse.store import Warehouse

DAYS = 3650
BROTLI = {"Accept-Encoding": "br"}
NO_PANDAS = "raise ImportError"
"""Stands for pandas in the whole processes: pyarrow looks for it, which takes 0.4 s, and only the tests install it."""


def log_of(days: range, today: datetime) -> str:
    """Write a training log: a run every other day, longer on some."""
    rows = (f"{(today - timedelta(days=n)).date()},Run,{6 + n % 7},{36 + 6 * (n % 7)},4,150,168,60,Blue" for n in days if n % 2 == 0)
    return "\n".join(["date,sport,distance_km,minutes,rpe,average_heartrate,cadence_spm,elevation_gain_m,shoe", *rows])


class Took(NamedTuple):
    """Seconds on the clock, and of the processor in this process and those it waited for."""

    clock: float
    processor: float


def median(work: Callable[[], object], rounds: int = 5) -> Took:
    """Return the medians of some rounds."""
    found = []
    for _ in range(rounds):
        clock, before = time.perf_counter(), sum(os.times()[:4])
        work()
        found.append((time.perf_counter() - clock, sum(os.times()[:4]) - before))
    return Took(*map(statistics.median, zip(*found, strict=True)))


def command(home: Path, *words: str) -> Callable[[], object]:
    """Return a whole `plimsoll` process as a piece of work."""
    path = os.pathsep.join([str(home.parent), os.environ.get("PYTHONPATH", "")])
    environment = {**os.environ, "PLIMSOLL_HOME": str(home), "PYTHONPATH": path}
    line = [sys.executable, "-m", "plimsoll", *words]
    return lambda: subprocess.run(line, check=True, capture_output=True, env=environment)


def main() -> None:
    """Print every figure."""
    today = datetime.now(UTC)
    with tempfile.TemporaryDirectory() as name:
        home, file = Path(name) / "home", Path(name) / "log.csv"
        file.with_name("pandas.py").write_text(NO_PANDAS)
        start = median(lambda: subprocess.run([sys.executable, "-c", "pass"], check=True))
        file.write_text(log_of(range(2, DAYS), today))
        command(home, "import", str(file), "--timezone", "UTC")()
        print(f"An empty Python start: {start.clock:.3f} s")
        show("Import of one more run, whole process, ten years before it", median(one_more(home, file, today), 1), start)
        settings = Settings(home=home)
        people = People.open(settings)
        show("Load, build, audit, publish in a running process", median(lambda: Warehouse(settings, people).build(today)), start)
        show("plimsoll week --json, whole process, warm", median(command(home, "week", "--json")), start)
        page(settings, people, today)
        idle(home)


def one_more(home: Path, file: Path, today: datetime) -> Callable[[], object]:
    """Return the import of a log that has one run more."""
    file.write_text(log_of(range(DAYS), today))
    return command(home, "import", str(file))


def show(what: str, took: Took, start: Took) -> None:
    """Print a figure and its ratio to an empty start."""
    print(f"{what}: {took.clock:.3f} s, {took.clock / start.clock:.1f} times an empty start; {took.processor:.2f} s of processor time")


def page(settings: Settings, people: People, now: datetime) -> None:
    """Print the server's time and bytes for the answer that fills the week page: of a new process, after a publish, and after that."""
    site = Site(create_app(settings, Marts(settings), people).server.test_client(), people)
    timed("Week page, server's time, first of a process", lambda: site.show("/"), 1)
    Warehouse(settings, people).build(now)
    timed("Week page, server's time, first after a publish", lambda: site.show("/"), 1)
    timed("Week page, server's time, after that", lambda: site.show("/"), 20)
    sizes = [len(site.client.get(path, headers=BROTLI).data) for path in ("/", "/_dash-layout", "/_dash-dependencies")]
    print(f"Week page on the wire: {sum(sizes):,} bytes of frame without scripts, {len(site.ask('/', headers=BROTLI).data):,} of answer")


def timed(what: str, work: Callable[[], object], rounds: int) -> None:
    """Print how many milliseconds something takes."""
    took = median(work, rounds)
    print(f"{what}: {took.clock * 1000:.0f} ms, {took.processor * 1000:.0f} ms of processor time")


def idle(home: Path) -> None:
    """Print the memory of `plimsoll up` with nothing to do, shared pages counted once."""
    environment = {**os.environ, "PLIMSOLL_HOME": str(home)}
    line = [sys.executable, "-m", "plimsoll", "up", "--port", "8197", "--no-open"]
    with subprocess.Popen(line, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        time.sleep(20)
        family = [psutil.Process(process.pid), *psutil.Process(process.pid).children(recursive=True)]
        held = sum(member.memory_full_info().pss for member in family) // 2**20
        print(f"Idle plimsoll up: {held} MB in {len(family)} processes")
        process.terminate()


if __name__ == "__main__":
    main()
