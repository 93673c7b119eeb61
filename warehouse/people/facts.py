"""What a build needs to know from the people database: plain rows, copied into the warehouse as they are."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, Table, select

from warehouse.people import tables
from warehouse.people.database import Database


@dataclass(frozen=True, slots=True)
class PeopleFacts:
    """Rows as tuples, columns in this order.

    athletes     (athlete_id, name, timezone, units, week_start, sex, hr_max, hr_rest), heart rates in beats a minute
    shoes        (athlete_id, shoe_id, name, start_km, limit_km, retired, racing, is_default)
    assignments  (athlete_id, activity_id, shoe_id)
    unrecorded   (athlete_id, first_day, last_day), both days included
    """

    athletes: tuple[tuple[str, str, str, str, str, str | None, int | None, int | None], ...]
    shoes: tuple[tuple[str, str, str | None, float, float | None, bool, bool, bool], ...]
    assignments: tuple[tuple[str, str, str], ...]
    unrecorded: tuple[tuple[str, date, date], ...]


def read_facts(database: Database) -> PeopleFacts:
    """Read all facts as of one moment, in a stable order."""
    queries = {
        "athletes": _all(tables.athlete, without=("created_at",)),
        "shoes": _all(tables.shoe),
        "assignments": _all(tables.shoe_assignment),
        "unrecorded": _all(tables.unrecorded),
    }
    with database.read() as connection:
        rows = {name: tuple(tuple(row) for row in connection.execute(query)) for name, query in queries.items()}
    return PeopleFacts(**rows)  # type: ignore[arg-type]  # the tables' columns are the tuples' types


def _all(table: Table, without: tuple[str, ...] = ()) -> Select[tuple[object, ...]]:
    columns = [column for column in table.columns if column.name not in without]
    return select(*columns).order_by(*table.primary_key.columns)
