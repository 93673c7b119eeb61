"""What staying in step with Strava costs: requests of a first listing, an event's way to the screen, a night of many runners.

Against a Strava that is played on this machine, so the wire costs nothing; its limits are lifted, and what they mean is worked out.
``python -m tests.bench.bench_sync [athletes …]`` measures nights of that many runners (10 and 100 unless told otherwise).
"""

import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from math import ceil
from pathlib import Path
from urllib.request import urlopen

import psutil

from pipelines import upkeep
from pipelines.resources import Installation
from tests.connected import ADA, connect, now, runs
from tests.strava import FakeStrava, activity, shoe
from warehouse.model import AthleteId
from warehouse.people import People
from warehouse.settings import Settings

EVENTS = 20
SUBSCRIPTION = 120_475
LIFTED = (10**6, 10**7)
QUARTERLY, DAILY = 100, 1000
HISTORY = 150


def main(nights: Sequence[int]) -> None:
    """Print every figure."""
    with played() as (settings, strava):
        first_listing(settings, strava)
    with played() as (settings, strava):
        events_way(settings, strava)
    for runners in nights:
        with played() as (settings, strava):
            night(settings, strava, runners)


@contextmanager
def played() -> Iterator[tuple[Settings, FakeStrava]]:
    """Give an empty home and a Strava without limits."""
    with tempfile.TemporaryDirectory() as folder, FakeStrava() as strava:
        strava.rates.limit = strava.rates.read_limit = LIFTED
        yield strava.configure(Settings(home=Path(folder) / "home")), strava


def first_listing(settings: Settings, strava: FakeStrava) -> None:
    """Print what the first listing of 2,000 activities in three pairs of shoes costs."""
    rows = runs(2000)
    for n, row in enumerate(rows):
        row["gear_id"] = f"g{n % 3}"
    ada = connect(settings, strava, strava.add_athlete(ADA, rows, [shoe(f"g{n}") for n in range(3)]))
    before, started = strava.count(), time.perf_counter()
    upkeep.bring_in(Installation(settings), [ada])
    asked = [strava.count(path) for path in ("/athlete/activities", "/gear/")]
    print(f"First listing of 2,000 activities, 3 pairs of shoes: {strava.count() - before} requests ({asked[0]} of the list, 1 of the")
    print(f"  profile, {asked[1]} of shoes), {time.perf_counter() - started:.1f} s with all builds")
    before = strava.count()
    upkeep.bring_in(Installation(settings), [ada])
    print(f"A look that finds nothing new: {strava.count() - before} request")


def night(settings: Settings, strava: FakeStrava, runners: int) -> None:
    """Print what a night of so many runners costs, each of whom changed one run since the listing before."""
    for n in range(runners):
        connect(settings, strava, strava.add_athlete(1000 + n, runs(HISTORY, first_id=n * 1000 + 1)), f"Runner {n}")
    ahead = timedelta()
    strava.now = lambda: now() + ahead
    installation = Installation(settings, strava.now)
    upkeep.nightly(installation)
    for fake in strava.athletes.values():
        fake.activities[0]["name"] = "Renamed"
    ahead, before, started = timedelta(hours=24), strava.count("/athlete"), time.perf_counter()
    used = time.process_time()
    upkeep.nightly(installation)
    seconds, asked = time.perf_counter() - started, strava.count("/athlete") - before
    print(f"A night of {runners} runners with {HISTORY} activities: {asked} requests, {seconds:.1f} s")
    print(f"  {(time.process_time() - used) / runners:.2f} processor seconds each, the played Strava's included;")
    print(f"  {ceil(asked / QUARTERLY)} quarters of an hour at {QUARTERLY} each, {asked / DAILY:.2f} days at {DAILY} each")


def events_way(settings: Settings, strava: FakeStrava) -> None:
    """Print how long an event takes from Strava's call to the page, in parts, and what `plimsoll up` costs at rest."""
    strava.add_athlete(ADA, runs(500))
    ada = connect(settings, strava, strava.athletes[ADA])
    upkeep.bring_in(Installation(settings), [ada])
    people = People.open(settings)
    people.values.set("strava_subscription_id", str(SUBSCRIPTION))
    with running(settings) as (url, family):
        time.sleep(20)
        at_rest(family)
        parts = [event(url, strava, ada, number) for number in range(EVENTS)]
    print(f"{EVENTS} events, seconds (median, 95th percentile):")
    for name in parts[0]:
        took = sorted(part[name] for part in parts)
        print(f"  {name}: {statistics.median(took):.2f}, {took[ceil(0.95 * len(took)) - 1]:.2f}")


def event(url: str, strava: FakeStrava, ada: AthleteId, number: int) -> dict[str, float]:
    """Record a run at Strava, send the event, and follow it to the page."""
    shown = stamp(url, ada)
    asked = strava.count("/athlete/activities")
    begun = now() - timedelta(minutes=90 + 63 * number)  # no two at once: they would be one run
    strava.athletes[ADA].activities.insert(0, activity(900_000 + number, begun, 4 + number / 10, zone="UTC"))
    started = time.perf_counter()
    strava.send_event(f"{url}/webhook/strava", ADA, 900_000 + number, subscription_id=SUBSCRIPTION)
    answered = time.perf_counter()
    await_(lambda: strava.count("/athlete/activities") > asked)
    asked_at = time.perf_counter()
    await_(lambda: stamp(url, ada) != shown)
    done = time.perf_counter()
    time.sleep(1.5 + number % 5)
    return {
        "Strava has its answer": answered - started,
        "seen, run started, Strava asked": asked_at - answered,
        "landed, built, published, told to the page": done - asked_at,
        "in all": done - started,
    }


def await_(reached: Callable[[], bool]) -> None:
    """Wait until something is reached; a minute is a failure."""
    until = time.perf_counter() + 60
    while not reached():
        if time.perf_counter() > until:
            sys.exit("What was waited for did not come within a minute.")
        time.sleep(0.02)


def stamp(url: str, ada: AthleteId) -> str:
    """Return what an open page asks for, to know whether there is something new."""
    with urlopen(f"{url}/following/{ada}") as answer:  # noqa: S310 -- our own address
        told: str = json.load(answer)["stamp"]
    return told


@contextmanager
def running(settings: Settings) -> Iterator[tuple[str, list[psutil.Process]]]:
    """Run `plimsoll up` on the home; give its address and all its processes."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    told = {
        "PLIMSOLL_HOME": str(settings.home),
        "STRAVA_BASE_URL": settings.strava_base_url,
        "STRAVA_CLIENT_ID": settings.strava_client_id,
        "STRAVA_CLIENT_SECRET": settings.strava_client_secret,
    }
    command, started = [sys.executable, "-m", "plimsoll", "up", "--port", str(port)], time.perf_counter()
    with subprocess.Popen(command, env={**os.environ, **told}, stdout=-1, stderr=subprocess.DEVNULL, text=True) as process:
        try:
            assert process.stdout is not None
            process.stdout.readline()
            print(f"plimsoll up, first page: {time.perf_counter() - started:.1f} s")
            time.sleep(10)
            yield f"http://127.0.0.1:{port}", psutil.Process(process.pid).children(recursive=True)
        finally:
            process.terminate()
            started = time.perf_counter()
            process.wait()
            print(f"plimsoll up, all ended after {time.perf_counter() - started:.1f} s")


def at_rest(family: Sequence[psutil.Process]) -> None:
    """Print memory (shared pages counted once) and processor time of every part while nothing happens."""
    before = {one.pid: sum(one.cpu_times()[:2]) for one in family}
    time.sleep(30)
    for one in family:
        part = next((word for word in one.cmdline() if word in {"dashboard", "worker", "code", "daemon"}), "other")
        used = (sum(one.cpu_times()[:2]) - before[one.pid]) / 30
        print(f"  at rest, {part}: {one.memory_full_info().pss >> 20} MB, {used:.1%} of a processor")


if __name__ == "__main__":
    main([int(word) for word in sys.argv[1:]] or [10, 100])
