"""What a runner waits for: one more run after ten years, the week on the command line and as a page, the memory of an idle `up`.

Whole processes where a person starts one. Medians of five; ratios are against an empty Python start in the same run.
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

import psutil

from dashboard.app import create_app
from tests.web.pages import Site
from warehouse.people import People
from warehouse.reader import Marts
from warehouse.settings import Settings
from warehouse.store import Warehouse

DAYS = 3650


def log_of(days: range, today: datetime) -> str:
    """Write a training log: a run every other day, longer on some."""
    rows = (f"{(today - timedelta(days=n)).date()},Run,{6 + n % 7},{36 + 6 * (n % 7)},4,150,168,60,Blue" for n in days if n % 2 == 0)
    return "\n".join(["date,sport,distance_km,minutes,rpe,average_heartrate,cadence_spm,elevation_gain_m,shoe", *rows])


def median_s(work: Callable[[], object], rounds: int = 5) -> float:
    """Return the median seconds of some rounds."""
    found = []
    for _ in range(rounds):
        started = time.perf_counter()
        work()
        found.append(time.perf_counter() - started)
    return statistics.median(found)


def command(home: Path, *words: str) -> Callable[[], object]:
    """Return a whole `plimsoll` process as a piece of work."""
    environment = {**os.environ, "PLIMSOLL_HOME": str(home)}
    line = [sys.executable, "-m", "plimsoll", *words]
    return lambda: subprocess.run(line, check=True, capture_output=True, env=environment)


def main() -> None:
    """Print every figure."""
    today = datetime.now(UTC)
    with tempfile.TemporaryDirectory() as name:
        home, file = Path(name) / "home", Path(name) / "log.csv"
        start = median_s(lambda: subprocess.run([sys.executable, "-c", "pass"], check=True))
        file.write_text(log_of(range(2, DAYS), today))
        command(home, "import", str(file), "--timezone", "UTC")()
        print(f"An empty Python start: {start:.3f} s")
        show("Import of one more run, whole process, ten years before it", median_s(one_more(home, file, today), 1), start)
        settings = Settings(home=home)
        people = People.open(settings)
        show("Load, build, audit, publish in a running process", median_s(lambda: Warehouse(settings, people).build(today)), start)
        show("plimsoll week --json, whole process, warm", median_s(command(home, "week", "--json")), start)
        page(settings, people)
        idle(home)


def one_more(home: Path, file: Path, today: datetime) -> Callable[[], object]:
    """Return the import of a log that has one run more."""
    file.write_text(log_of(range(DAYS), today))
    return command(home, "import", str(file))


def show(what: str, seconds: float, start: float) -> None:
    """Print a figure and its ratio to an empty start."""
    print(f"{what}: {seconds:.3f} s, {seconds / start:.1f} times an empty start")


def page(settings: Settings, people: People) -> None:
    """Print the server's time and bytes for the week page: the answer that fills it, first after a publish and after that."""
    site = Site(create_app(settings, Marts(settings), people).server.test_client(), people)
    first = median_s(lambda: site.show("/"), 1)
    again = median_s(lambda: site.show("/"), 20)
    print(f"Week page, server's time: {first * 1000:.0f} ms the first time after a publish, {again * 1000:.0f} ms after that")
    sizes = [len(site.client.get(path, headers={"Accept-Encoding": "br"}).data) for path in ("/", "/_dash-layout", "/_dash-dependencies")]
    print(f"Week page, frame on the wire: {sum(sizes):,} bytes without scripts")


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
