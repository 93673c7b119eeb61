"""What athletes say about their shoes: mileage before Plimsoll, limits, and which run was in which pair."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from itertools import count

from sqlalchemy import Connection, delete, insert, select

from warehouse.model import ActivityId, AthleteId, ShoeId
from warehouse.people import tables
from warehouse.people.database import Database
from warehouse.people.validation import clean_name, kilometres
from warehouse.wording import Units

_BATCH = 500


@dataclass(frozen=True, slots=True)
class ShoeSettings:
    """What an athlete said about one pair. Distances in km; None leaves the name or limit to the data and the rules.

    `default` is the pair of runs that name none; `retired_on` is the day it was said to be retired, None when that is not known.
    """

    shoe: ShoeId
    name: str | None = None
    start_km: float = 0.0
    limit_km: float | None = None
    retired: bool = False
    racing: bool = False
    default: bool = False
    retired_on: date | None = None


class Shoes:
    """Shoe settings and assignments of all athletes."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def settings(self, athlete: AthleteId) -> dict[ShoeId, ShoeSettings]:
        """Return what the athlete said about their shoes, by shoe."""
        with self._database.read() as connection:
            return _settings(connection, athlete)

    def defaults(self, athlete: AthleteId) -> dict[date, ShoeId | None]:
        """Return from which day on runs without a pair were in which one, the oldest first; None is no pair."""
        with self._database.read() as connection:
            return _defaults(connection, athlete)

    def assignments(self, athlete: AthleteId) -> dict[ActivityId, ShoeId]:
        """Return which activity the athlete put in which pair, by activity."""
        table = tables.shoe_assignment
        query = select(table.c.activity_id, table.c.shoe_id).where(table.c.athlete_id == athlete)
        with self._database.read() as connection:
            return {activity: shoe for activity, shoe in connection.execute(query)}  # noqa: C416 -- mypy cannot see a pair in a row

    def assign(
        self, athlete: AthleteId, activity_ids: Iterable[ActivityId], shoe_id: ShoeId | None, also: Iterable[ActivityId] = ()
    ) -> int:
        """Put activities in a pair, or back to what their source says with None; return how many activities were named.

        `also` are other ids of the same activities; what was said of them before is taken back.
        """
        table, activities = tables.shoe_assignment, sorted(set(activity_ids))
        with self._database.write() as connection:
            for part in _parts(sorted({*activities, *also})):
                connection.execute(delete(table).where(table.c.athlete_id == athlete, table.c.activity_id.in_(part)))
            if shoe_id is not None:
                for part in _parts(activities):
                    rows = [{"athlete_id": athlete, "activity_id": activity, "shoe_id": shoe_id} for activity in part]
                    connection.execute(insert(table), rows)
        return len(activities)

    def add(self, athlete: AthleteId, name: str) -> ShoeId:
        """Make a new pair and return its id; another pair of that name stays another pair."""
        clean = clean_name(name, of="shoe")
        with self._database.write() as connection:
            known = _settings(connection, athlete)
            ids = (ShoeId(f"own:{clean}" if nth == 1 else f"own:{clean} ({nth})") for nth in count(1))
            new = next(one for one in ids if one not in known)
            _put(connection, athlete, ShoeSettings(new, clean))
        return new

    def keep(self, athlete: AthleteId, said: ShoeSettings, on: date | None = None, units: Units = "km") -> None:
        """Keep all that is said of one pair in place of what was; `on` as in `set`.

        Raises PlimsollError for impossible distances, worded in `units`.
        """
        self._change(athlete, said.shoe, lambda _: _clean(said, units), on)

    def set(  # noqa: PLR0913 -- a pair has that many settings, all named
        self,
        athlete: AthleteId,
        shoe_id: ShoeId,
        *,
        name: str | None = None,
        start_km: float | None = None,
        limit_km: float | None = None,
        retired: bool | None = None,
        racing: bool | None = None,
        default: bool | None = None,
        on: date | None = None,
    ) -> None:
        """Change what is given and keep the rest; None means unchanged. At most one pair of an athlete is the default.

        A default counts for runs from the day `on`, or for all when it is not said; a retirement is remembered with that day.
        """
        given = {"name": name, "start_km": start_km, "limit_km": limit_km, "retired": retired, "racing": racing, "default": default}
        changed = {key: value for key, value in given.items() if value is not None}
        self._change(athlete, shoe_id, lambda before: _clean(replace(before, **changed)), on)  # type: ignore[arg-type]  # each has its own

    def _change(self, athlete: AthleteId, shoe_id: ShoeId, change: Callable[[ShoeSettings], ShoeSettings], on: date | None) -> None:
        with self._database.write() as connection:
            before = _settings(connection, athlete).get(shoe_id, ShoeSettings(shoe_id))
            said = change(before)
            retired_on = (before.retired_on if before.retired else on) if said.retired else None
            _put(connection, athlete, replace(said, retired_on=retired_on))
            if said.default != before.default:
                _make_default(connection, athlete, shoe_id if said.default else None, on or date.min)


def _settings(connection: Connection, athlete: AthleteId) -> dict[ShoeId, ShoeSettings]:
    query = select(tables.shoe).where(tables.shoe.c.athlete_id == athlete).order_by(tables.shoe.c.shoe_id)
    default = next(reversed(_defaults(connection, athlete).values()), None)
    rows = [dict(row._mapping) for row in connection.execute(query)]  # noqa: SLF001 -- SQLAlchemy's public name for it
    return {row["shoe_id"]: _said(row, default) for row in rows}


def _said(row: dict[str, object], default: ShoeId | None) -> ShoeSettings:
    said = {name: value for name, value in row.items() if name not in {"athlete_id", "shoe_id"}}
    shoe = ShoeId(str(row["shoe_id"]))
    return ShoeSettings(shoe, default=shoe == default, **said)  # type: ignore[arg-type]  # the table's columns are the fields


def _defaults(connection: Connection, athlete: AthleteId) -> dict[date, ShoeId | None]:
    table = tables.shoe_default
    query = select(table.c.since, table.c.shoe_id).where(table.c.athlete_id == athlete).order_by(table.c.since)
    return {since: shoe for since, shoe in connection.execute(query)}  # noqa: C416 -- mypy cannot see a pair in a row


def _put(connection: Connection, athlete: AthleteId, said: ShoeSettings) -> None:
    table = tables.shoe
    values = {name: getattr(said, name) for name in ("name", "start_km", "limit_km", "retired", "racing", "retired_on")}
    connection.execute(delete(table).where(table.c.athlete_id == athlete, table.c.shoe_id == said.shoe))
    connection.execute(insert(table).values(athlete_id=athlete, shoe_id=said.shoe, **values))


def _make_default(connection: Connection, athlete: AthleteId, shoe_id: ShoeId | None, since: date) -> None:
    table = tables.shoe_default
    connection.execute(delete(table).where(table.c.athlete_id == athlete, table.c.since >= since))
    connection.execute(insert(table).values(athlete_id=athlete, since=since, shoe_id=shoe_id))


def _clean(said: ShoeSettings, units: Units = "km") -> ShoeSettings:
    return replace(
        said,
        name=None if said.name is None else clean_name(said.name, of="shoe"),
        start_km=kilometres(said.start_km, "starting distance", 0, 10_000, units),
        limit_km=None if said.limit_km is None else kilometres(said.limit_km, "limit", 50, 5_000, units),
    )


def _parts(activities: list[ActivityId]) -> Iterable[list[ActivityId]]:
    return (activities[start : start + _BATCH] for start in range(0, len(activities), _BATCH))
