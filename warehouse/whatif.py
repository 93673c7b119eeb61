"""What the coming days would be judged as: the published models again, over one athlete's published inputs and the runs they plan.

Everything happens in memory and nothing is kept; no rule is written a second time. Nearly all of an answer's time goes into planning
statements, hardly any into rows: so several plans are judged in one go, each as an athlete of its own, and all days in one question.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from warehouse import db, plan
from warehouse.errors import NotFoundError
from warehouse.model import AthleteId, Week
from warehouse.part import INPUTS, RULE_TABLES, published
from warehouse.query import text
from warehouse.reader import DEMO
from warehouse.settings import Settings
from warehouse.week import QUERIES_OF_CHECKS, assemble

ASKED = (*QUERIES_OF_CHECKS, "totals", "built")
UNTOUCHED = ("shoe_setting", "cadence_trend", "cadence_day")
"""Models that a planned run cannot change, for it has no cadence and no pair that is new: taken as published."""
COPY = """create table {0} as select original.* replace (thought.athlete_id as athlete_id)
from published.{0} as original cross join thought where original.athlete_id = ?"""
USUAL = """select
  coalesce(median(speed_mps) filter (local_date > athlete.today - 90 and speed_mps between 1.2 and 7), 2.8),
  arg_max(shoe_id, local_date) filter (local_date > athlete.today - 30)
from merged_activity join athlete on athlete.athlete_id = merged_activity.athlete_id
where is_run and merged_activity.athlete_id = ?"""
PLANNED = """insert into merged_activity by name select
  $athlete as athlete_id, $id as activity_id, [$id] as members, 'plan' as source, 'plan' as sources,
  'Run' as sport_type, true as is_run, $day::date as local_date, $metres::double as distance_m, $metres / $speed as moving_s,
  $metres / $speed as elapsed_s, $speed::double as speed_mps, $descent::double as descent_m, $shoe as shoe_id"""
EACH_DAY = """create table asked as select athlete_id as athlete, unnest(generate_series(?::date, ?::date, interval 1 day))::date as as_of
from thought"""

Plan = Sequence["PlannedRun"]
Answers = Mapping[tuple[str, date], Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class PlannedRun:
    """A run that is thought of: distance in km, descent in metres."""

    day: date
    km: float
    descent_m: float = 0.0


def imagine(settings: Settings, athlete: AthleteId, plans: Sequence[Plan], until: date) -> tuple[tuple[Week, ...], ...]:
    """Judge, for each plan, every day from the one before the published today up to `until` as if its runs had been run.

    A day's ceiling counts for the day after. A planned run has the runner's usual pace and the shoes worn last. Raises NotFoundError for
    an athlete of whom nothing is published.
    """
    with imagined(settings, athlete, plans, until) as (con, today):
        days = [today + timedelta(days=n) for n in range(-1, (until - today).days + 1)]
        db.rows(con, EACH_DAY, [days[0], days[-1]])
        who, answers = _ask(con, "athlete"), {name: _ask(con, name) for name in ASKED}
        return tuple(tuple(_week(athlete, who, answers, (one, day)) for day in days) for one in _ids(athlete, plans))


@contextmanager
def imagined(settings: Settings, athlete: AthleteId, plans: Sequence[Plan], until: date) -> Iterator[tuple[db.Connection, date]]:
    """Open the athlete's published inputs, once a plan with its runs, and every model behind the week built; with it, the published today.

    The first plan's athlete has the athlete's own id.
    """
    place = published((settings.demo if athlete.startswith(DEMO) else settings).published)
    if place is None:
        raise _unknown(athlete)
    con = db.open_memory(place, "published")
    try:
        today = _copy(con, athlete, _ids(athlete, plans))
        _foresee(con, athlete, plans, until)
        for model in plan.behind("marts", map(text, ("athlete", *ASKED)), given=UNTOUCHED):
            db.rows(con, f"create {model.kind} {model.name} as {model.sql}")
        yield con, today
    finally:
        con.close()


def _ids(athlete: AthleteId, plans: Sequence[Plan]) -> list[str]:
    return [f"{athlete}#{nth}" if nth else athlete for nth in range(len(plans))]


def _copy(con: db.Connection, athlete: AthleteId, ids: Sequence[str]) -> date:
    if db.rows(con, "select models from published.build") != [(plan.fingerprint(),)]:
        raise _unknown(athlete)
    db.rows(con, (plan.SQL / "functions.sql").read_text("utf-8"))
    db.rows(con, "create table thought as select unnest(?::varchar[]) as athlete_id", [ids])
    for table in (*RULE_TABLES, "build"):
        db.rows(con, f"create table {table} as from published.{table}")
    for table in (*INPUTS, *UNTOUCHED):
        db.rows(con, COPY.format(table), [athlete])
    found = db.rows(con, "select today from athlete")
    if not found:
        raise _unknown(athlete)
    db.rows(con, "detach published")
    today: date = found[0][0]
    return today


def _foresee(con: db.Connection, athlete: AthleteId, plans: Sequence[Plan], until: date) -> None:
    """Add the planned runs and let the last day be today; what was dated into the future by mistake stays out."""
    db.rows(con, "delete from merged_activity where local_date > (select min(today) from athlete)")
    ((speed, shoe),) = db.rows(con, USUAL, [athlete])
    for one, runs in zip(_ids(athlete, plans), plans, strict=True):
        for nth, run in enumerate(runs):
            said = {"athlete": one, "id": f"plan:{nth}", "day": run.day, "metres": run.km * 1000, "descent": run.descent_m}
            db.rows(con, PLANNED, {**said, "speed": speed, "shoe": shoe})
    db.rows(con, "update athlete set today = greatest(today, ?)", [until])


def _week(athlete: AthleteId, who: Answers, answers: Mapping[str, Answers], key: tuple[str, date]) -> Week:
    return assemble({**who[key], "athlete_id": athlete}, key[1], {name: found.get(key, {}) for name, found in answers.items()}, ())


def _ask(con: db.Connection, query: str) -> Answers:
    """Ask a query of one athlete's day for every plan and day."""
    one = text(query).replace("$athlete", "asked.athlete").replace("$as_of::date", "asked.as_of")
    found = db.rows(con, f"select asked.athlete, asked.as_of, answer from asked cross join lateral ({one}) as answer")
    return {(athlete, day): answer for athlete, day, answer in found}


def _unknown(athlete: AthleteId) -> NotFoundError:
    return NotFoundError(f"There is no published data for the athlete {athlete} to plan with.", "Run `plimsoll build`.")
