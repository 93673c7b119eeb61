"""What the product would have said: its own models over made-up (or any other) runs, in a file that is gone afterwards.

No rule is written here a second time: levels, spikes and alerts come from the models behind the published tables.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from pipelines.backtest.simulator import Season
from warehouse import db, loading, plan
from warehouse.landing import Landing
from warehouse.part import Part
from warehouse.people import PeopleFacts
from warehouse.rulebook import load_rules

FIRST = date(2024, 1, 1)
"""Day 0 of a made-up season, a Monday."""
RUN = "create temp table run (athlete_id varchar, number varchar, day date, start timestamp, metres double, seconds double, descent double)"
ACTIVITY = """insert into merged_activity by name select
  athlete_id, 'backtest:' || number as activity_id, [activity_id] as members, 'backtest' as source, 'backtest' as sources,
  'Run' as sport_type, true as is_run, day as local_date, start as start_utc, metres as distance_m, seconds as moving_s,
  seconds as elapsed_s, metres / nullif(seconds, 0) as speed_mps, descent as descent_m
from run"""
SETTINGS = ("UTC", "km", "monday", None, None, None, None, None)


class Run(NamedTuple):
    """A run as the models need it: whose, its number, its day and, where known, its start (UTC), seconds and metres down."""

    athlete: str
    number: str
    day: date
    start: datetime | None
    metres: float
    seconds: float
    descent_m: float | None


class Injury(NamedTuple):
    """A day on which a runner was injured."""

    athlete: str
    day: date


@cache
def query(name: str) -> str:
    """Return the text of a question of this folder."""
    return (Path(__file__).parent / f"{name}.sql").read_text("utf-8")


QUESTIONS = ("levels", "athletes", "alerts", "sessions", "followed", "leads")


@contextmanager
def judged(runs: Iterable[Run], told: Iterable[Injury], today: date) -> Iterator[db.Connection]:
    """Open a database with every day up to today judged; `told` are knee injuries, known from that day on."""
    with TemporaryDirectory() as name:
        part = _part(Path(name), runs, told, today)
        with db.closing(part.connect()) as con:
            for model in plan.behind("marts", map(query, QUESTIONS)):
                part.run(con, model)
            yield con


def _part(folder: Path, runs: Iterable[Run], told: Iterable[Injury], today: date) -> Part:
    spill, every = folder / "spill", list(runs)
    athletes = tuple((name, name, *SETTINGS) for name in sorted({run.athlete for run in every}))
    marks = tuple((one.athlete, "knee_injury", one.day, one.day) for one in told)
    with db.closing(db.open_writer(folder / "warehouse.duckdb", "warehouse", spill)) as con:
        loading.prepare(con, empty=True)
        loading.load(con, Landing(folder / "landing"), PeopleFacts(athletes, (), (), marks=marks))
        db.rows(con, RUN)
        db.insert(con, "run", every)
        db.rows(con, ACTIVITY)
        return Part.start(con, folder / "marts", spill, load_rules(), datetime.combine(today, time(12), UTC))


def runs_of(season: Season) -> Iterator[Run]:
    """Yield the runs of a season, all at six in the morning."""
    days = [FIRST + timedelta(days=day) for day in range(season.days)]
    columns = (season.run_runner, season.run_day, season.run_km, season.run_seconds, season.run_descent_m)
    for number, (runner, day, km, seconds, descent) in enumerate(zip(*(column.tolist() for column in columns), strict=True)):
        yield Run(name_of(runner), str(number), days[day], datetime.combine(days[day], time(6)), km * 1000, seconds, descent)


def name_of(runner: int) -> str:
    """Return the id of a made-up runner."""
    return f"runner-{runner:05}"
