"""What the coming days would be judged as: the published models again, over one athlete's published inputs and the runs they plan.

Everything happens in memory and nothing is kept; no rule is written a second time.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from warehouse import db, plan
from warehouse.errors import NotFoundError
from warehouse.model import AthleteId, Week
from warehouse.part import INPUTS, RULE_TABLES, published
from warehouse.reader import DEMO, QUERIES
from warehouse.settings import Settings
from warehouse.week import QUERIES_OF_CHECKS, assemble

ASKED = (*QUERIES_OF_CHECKS, "totals", "built")
USUAL = """select
  coalesce(median(speed_mps) filter (local_date > athlete.today - 90 and speed_mps between 1.2 and 7), 2.8),
  arg_max(shoe_id, local_date) filter (local_date > athlete.today - 30)
from merged_activity cross join athlete where is_run"""
PLANNED = """insert into merged_activity by name select
  (select athlete_id from athlete) as athlete_id, $id as activity_id, [$id] as members, 'plan' as source, 'plan' as sources,
  'Run' as sport_type, true as is_run, $day::date as local_date, $metres::double as distance_m, $metres / $speed as moving_s,
  $metres / $speed as elapsed_s, $speed::double as speed_mps, $descent::double as descent_m, $shoe as shoe_id"""


@dataclass(frozen=True, slots=True)
class PlannedRun:
    """A run that is thought of: distance in km, descent in metres."""

    day: date
    km: float
    descent_m: float = 0.0


def imagine(settings: Settings, athlete: AthleteId, planned: Sequence[PlannedRun], until: date) -> tuple[Week, ...]:
    """Judge every day from the one before the published today up to `until` as if the planned runs had been run.

    A day's ceiling counts for the day after. A planned run has the runner's usual pace and the shoes worn last. Raises NotFoundError for
    an athlete of whom nothing is published.
    """
    with imagined(settings, athlete, planned, until) as (con, today):
        days = [today + timedelta(days=n) for n in range(-1, (until - today).days + 1)]
        return tuple(_week(con, athlete, day) for day in days)


@contextmanager
def imagined(settings: Settings, athlete: AthleteId, planned: Sequence[PlannedRun], until: date) -> Iterator[tuple[db.Connection, date]]:
    """Open the athlete's published inputs with the planned runs and every model behind the week built; with it, the published today."""
    place = published((settings.demo if athlete.startswith(DEMO) else settings).published)
    if place is None:
        raise _unknown(athlete)
    con = db.open_memory(place, "published")
    try:
        today = _copy(con, athlete)
        _foresee(con, planned, until)
        for model in plan.behind("marts", _texts()):
            db.rows(con, f"create {model.kind} {model.name} as {model.sql}")
        yield con, today
    finally:
        con.close()


def _copy(con: db.Connection, athlete: AthleteId) -> date:
    if db.rows(con, "select models from published.build") != [(plan.fingerprint(),)]:
        raise _unknown(athlete)
    db.rows(con, (plan.SQL / "functions.sql").read_text("utf-8"))
    for table in (*RULE_TABLES, "build"):
        db.rows(con, f"create table {table} as from published.{table}")
    for table in INPUTS:
        db.rows(con, f"create table {table} as from published.{table} where athlete_id = ?", [athlete])
    found = db.rows(con, "select today from athlete")
    if not found:
        raise _unknown(athlete)
    db.rows(con, "detach published")
    today: date = found[0][0]
    return today


def _foresee(con: db.Connection, planned: Iterable[PlannedRun], until: date) -> None:
    """Add the planned runs and let the last day be today; what was dated into the future by mistake stays out."""
    db.rows(con, "delete from merged_activity using athlete where local_date > today")
    ((speed, shoe),) = db.rows(con, USUAL)
    for nth, run in enumerate(planned):
        said = {"id": f"plan:{nth}", "day": run.day, "metres": run.km * 1000, "descent": run.descent_m, "speed": speed, "shoe": shoe}
        db.rows(con, PLANNED, said)
    db.rows(con, "update athlete set today = greatest(today, ?)", [until])


def _week(con: db.Connection, athlete: AthleteId, day: date) -> Week:
    asked = {"athlete": athlete, "as_of": day}
    who = _ask(con, "athlete", asked)
    return assemble(who, day, {name: _ask(con, name, asked) for name in ASKED}, ())


def _ask(con: db.Connection, query: str, asked: dict[str, object]) -> dict[str, Any]:
    sql = _text(query)
    rows = db.dicts(con, sql, {name: value for name, value in asked.items() if f"${name}" in sql} or None)
    return rows[0] if rows else {}


def _texts() -> Iterator[str]:
    return map(_text, ("athlete", *ASKED))


def _text(query: str) -> str:
    return (QUERIES / f"{query}.sql").read_text("utf-8").replace("$as_of", "$as_of::date")


def _unknown(athlete: AthleteId) -> NotFoundError:
    return NotFoundError(f"There is no published data for the athlete {athlete} to plan with.", "Run `plimsoll build`.")
