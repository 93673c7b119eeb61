"""What athletes say about their shoes: mileage before Plimsoll, limits, and which run was in which pair."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import delete, insert, select, update

from warehouse.model import ActivityId, AthleteId, ShoeId
from warehouse.people import tables
from warehouse.people.database import Database
from warehouse.people.validation import clean_name, kilometres

_BATCH = 500


@dataclass(frozen=True, slots=True)
class ShoeSettings:
    """What an athlete said about one pair. Distances in km; None leaves the name or limit to the data and the rules."""

    shoe: ShoeId
    name: str | None
    start_km: float
    limit_km: float | None
    retired: bool
    racing: bool
    default: bool


class Shoes:
    """Shoe settings and assignments of all athletes."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def settings(self, athlete: AthleteId) -> dict[ShoeId, ShoeSettings]:
        """Return what the athlete said about their shoes, by shoe."""
        query = select(*list(tables.shoe.c)[1:]).where(tables.shoe.c.athlete_id == athlete).order_by(tables.shoe.c.shoe_id)
        with self._database.read() as connection:
            return {row.shoe_id: ShoeSettings(*row) for row in connection.execute(query)}

    def assignments(self, athlete: AthleteId) -> dict[ActivityId, ShoeId]:
        """Return which activity the athlete put in which pair, by activity."""
        table = tables.shoe_assignment
        query = select(table.c.activity_id, table.c.shoe_id).where(table.c.athlete_id == athlete)
        with self._database.read() as connection:
            return {activity: shoe for activity, shoe in connection.execute(query)}  # noqa: C416 -- mypy cannot see a pair in a row

    def assign(self, athlete: AthleteId, activity_ids: Iterable[ActivityId], shoe_id: ShoeId | None) -> int:
        """Put activities in a pair, or back to what their source says with None; return how many activities were named."""
        table, activities = tables.shoe_assignment, sorted(set(activity_ids))
        with self._database.write() as connection:
            for start in range(0, len(activities), _BATCH):
                part = activities[start : start + _BATCH]
                connection.execute(delete(table).where(table.c.athlete_id == athlete, table.c.activity_id.in_(part)))
                if shoe_id is not None:
                    rows = [{"athlete_id": athlete, "activity_id": activity, "shoe_id": shoe_id} for activity in part]
                    connection.execute(insert(table), rows)
        return len(activities)

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
    ) -> None:
        """Change what is given and keep the rest; None means unchanged. At most one pair of an athlete is the default."""
        given = {
            "name": None if name is None else clean_name(name, of="shoe"),
            "start_km": None if start_km is None else kilometres(start_km, "starting distance", 0, 10_000),
            "limit_km": None if limit_km is None else kilometres(limit_km, "limit", 50, 5_000),
            "retired": retired,
            "racing": racing,
            "is_default": default,
        }
        changed = {key: value for key, value in given.items() if value is not None}
        table, mine = tables.shoe, tables.shoe.c.athlete_id == athlete
        with self._database.write() as connection:
            if default:
                connection.execute(update(table).where(mine).values(is_default=False))
            if not connection.execute(select(table).where(mine, table.c.shoe_id == shoe_id)).first():
                connection.execute(insert(table).values(athlete_id=athlete, shoe_id=shoe_id))
            if changed:
                connection.execute(update(table).where(mine, table.c.shoe_id == shoe_id).values(changed))
