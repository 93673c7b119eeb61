"""What a build needs to know from the people database: plain rows, copied into the warehouse as they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from sqlalchemy import Row, Select, Table, select

from warehouse.check_in import Colour, with_repeats
from warehouse.people import tables
from warehouse.people.check_ins import read_check_in
from warehouse.people.database import Database

CheckInFact = tuple[str, date, datetime, Colour, int, str, str]


@dataclass(frozen=True, slots=True)
class PeopleFacts:
    """Rows as tuples, columns in this order.

    athletes     (athlete_id, name, timezone, units, week_start, sex, hr_max, hr_rest, threshold_hr, threshold_pace), heart rates in
                 beats a minute, the pace in seconds a km
    shoes        (athlete_id, shoe_id, name, start_km, limit_km, retired, racing, retired_on)
    defaults     (athlete_id, since, shoe_id), the pair of runs that name none from that day on; without a pair NULL
    assignments  (athlete_id, activity_id, shoe_id)
    unrecorded   (athlete_id, first_day, last_day), both days included: marks of that kind
    marks        (athlete_id, kind, first_day, last_day) of every other kind
    check_ins    (athlete_id, local_date, said_at, colour, pain, site, why), said in UTC without zone, oldest first; repeats of amber are
                 red already, and `why` are the words for it
    choices      (athlete_id, activity_id, choice)
    """

    athletes: tuple[tuple[str, str, str, str, str, str | None, int | None, int | None, int | None, float | None], ...]
    shoes: tuple[tuple[str, str, str | None, float, float | None, bool, bool, date | None], ...]
    assignments: tuple[tuple[str, str, str], ...]
    unrecorded: tuple[tuple[str, date, date], ...] = ()
    marks: tuple[tuple[str, str, date, date], ...] = ()
    check_ins: tuple[CheckInFact, ...] = ()
    choices: tuple[tuple[str, str, str], ...] = ()
    defaults: tuple[tuple[str, date, str | None], ...] = ()


def read_facts(database: Database) -> PeopleFacts:
    """Read all facts as of one moment, in a stable order."""
    queries = {
        "athletes": _all(tables.athlete, without=("created_at",)),
        "shoes": _all(tables.shoe),
        "assignments": _all(tables.shoe_assignment),
        "defaults": _all(tables.shoe_default),
        "unrecorded": _all(tables.mark, without=("kind", "note", "mark_id")).where(tables.mark.c.kind == "unrecorded"),
        "marks": _all(tables.mark, without=("note", "mark_id")).where(tables.mark.c.kind != "unrecorded"),
        "choices": _all(tables.run_choice, without=("chosen_at",)),
    }
    with database.read() as connection:
        rows = {name: tuple(tuple(row) for row in connection.execute(query)) for name, query in queries.items()}
        said = connection.execute(_all(tables.check_in)).all()
    return PeopleFacts(**rows, check_ins=_coloured(said))  # type: ignore[arg-type]  # the tables' columns are the tuples' types


def _all(table: Table, without: tuple[str, ...] = ()) -> Select[tuple[object, ...]]:
    columns = [column for column in table.columns if column.name not in without]
    return select(*columns).order_by(*table.primary_key.columns)


def _coloured(rows: Sequence[Row[Any]]) -> tuple[CheckInFact, ...]:
    facts: list[CheckInFact] = []
    for athlete, mine in groupby(rows, key=lambda row: str(row.athlete_id)):
        for answer in with_repeats(map(read_check_in, mine)):
            one = answer.check_in
            facts.append((athlete, one.local_date, one.said_at.replace(tzinfo=None), answer.colour, one.pain, one.site, answer.why))
    return tuple(facts)
