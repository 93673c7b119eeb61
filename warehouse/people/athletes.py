"""Athletes and their settings."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from types import MappingProxyType
from typing import Literal

from sqlalchemy import ColumnElement, Connection, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from warehouse.errors import NotFoundError, PlimsollError
from warehouse.model import AthleteId
from warehouse.people import tables
from warehouse.people.database import Database
from warehouse.people.validation import choice, clean_name, clean_timezone, heart_rate

_CLEANERS: Mapping[str, Callable[[str], str | int | None]] = MappingProxyType(
    {
        "name": clean_name,
        "timezone": clean_timezone,
        "units": choice("units", "km", "mi"),
        "week_start": choice("week_start", "monday", "sunday"),
        "sex": choice("sex", "male", "female", ""),
        "hr_max": heart_rate("maximum", 100, 240),
        "hr_rest": heart_rate("resting", 25, 120),
    }
)
SETTINGS = tuple(_CLEANERS)
"""Keys an athlete may set."""


@dataclass(frozen=True, slots=True)
class AthleteAccount:
    """An athlete and their settings. Heart rates in beats a minute, None when unknown."""

    athlete: AthleteId
    name: str
    created_at: datetime
    timezone: str
    units: Literal["km", "mi"]
    week_start: Literal["monday", "sunday"]
    sex: Literal["male", "female"] | None
    hr_max: int | None
    hr_rest: int | None


class Athletes:
    """The athletes of one installation."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> list[AthleteAccount]:
        """List all athletes, the oldest account first."""
        return self._where()

    def get(self, athlete: AthleteId) -> AthleteAccount:
        """Return the athlete with this id; raise NotFoundError."""
        found = self._where(tables.athlete.c.athlete_id == athlete)
        if not found:
            raise NotFoundError(f"There is no athlete {athlete}.", "Run `plimsoll athletes` to see who is there.")
        return found[0]

    def find(self, id_or_name: str) -> AthleteAccount | None:
        """Return the athlete with this id or, failing that, exactly this name."""
        columns = (tables.athlete.c.athlete_id, tables.athlete.c.name)
        return next((found[0] for column in columns if (found := self._where(column == id_or_name))), None)

    def ensure(self, name: str, *, now: datetime, timezone: str | None = None, athlete_id: str | None = None) -> AthleteAccount:
        """Return the athlete of this name or id, created if new; an existing one stays as they are. Without a zone it is UTC."""
        name = clean_name(name)
        if known := self._known(name, athlete_id):
            return known
        new = AthleteId(athlete_id or f"a{secrets.token_hex(6)}")
        account = AthleteAccount(new, name, now.astimezone(UTC), clean_timezone(timezone or "UTC"), "km", "monday", None, None, None)
        try:
            with self._database.write() as connection:
                connection.execute(insert(tables.athlete).values(tuple(getattr(account, field.name) for field in fields(account))))
        except IntegrityError:
            # Another process was quicker between the look and the leap.
            if known := self._known(name, athlete_id):
                return known
            raise
        return account

    def set(self, athlete: AthleteId, key: str, value: str) -> AthleteAccount:
        """Change one setting; raise PlimsollError when the key or value makes no sense. Empty clears sex, hr_max, hr_rest."""
        if key not in _CLEANERS:
            raise PlimsollError(f"Athletes have no setting “{key}”.", f"Use one of {', '.join(SETTINGS)}.")
        clean = _CLEANERS[key](value)
        try:
            with self._database.write() as connection:
                connection.execute(update(tables.athlete).where(tables.athlete.c.athlete_id == athlete).values({key: clean}))
                _check_heart_rates(connection, athlete)
        except IntegrityError as error:
            raise PlimsollError(f"There is already an athlete named {clean}.", "Choose another name.") from error
        return self.get(athlete)

    def remove(self, athlete: AthleteId) -> int:
        """Delete the athlete with all settings, shoes, assignments and periods; return how many rows that were."""
        owned = (tables.shoe_assignment, tables.shoe, tables.unrecorded, tables.athlete)
        with self._database.write() as connection:
            return sum(connection.execute(delete(table).where(table.c.athlete_id == athlete)).rowcount for table in owned)

    def add_unrecorded(self, athlete: AthleteId, first_day: date, last_day: date) -> None:
        """Note that the athlete trained without recording from `first_day` to `last_day`, both included."""
        if last_day < first_day:
            raise PlimsollError("The period ends before it begins.", "Give the first day, then the last.")
        row = {"athlete_id": self.get(athlete).athlete, "first_day": first_day, "last_day": last_day}
        table = tables.unrecorded
        with self._database.write() as connection:
            connection.execute(delete(table).where(table.c.athlete_id == athlete, table.c.first_day == first_day))
            connection.execute(insert(table).values(row))

    def _known(self, name: str, athlete_id: str | None) -> AthleteAccount | None:
        found = self._where((tables.athlete.c.name == name) | (tables.athlete.c.athlete_id == (athlete_id or "")))
        return found[0] if found else None

    def _where(self, *conditions: ColumnElement[bool]) -> list[AthleteAccount]:
        order = (tables.athlete.c.created_at, tables.athlete.c.name)
        with self._database.read() as connection:
            rows = connection.execute(select(tables.athlete).where(*conditions).order_by(*order)).all()
        return [AthleteAccount(*row) for row in rows]


def _check_heart_rates(connection: Connection, athlete: AthleteId) -> None:
    columns = tables.athlete.c
    crossed = select(columns.athlete_id).where(columns.athlete_id == athlete, columns.hr_rest >= columns.hr_max)
    if connection.execute(crossed).first():
        raise PlimsollError("The resting heart rate must be below the maximum.", "Set the wrong one of hr_rest and hr_max first.")
