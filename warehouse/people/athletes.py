"""Athletes and their settings."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from types import MappingProxyType
from typing import Literal
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Connection, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from warehouse.errors import NotFoundError, PlimsollError
from warehouse.model import AthleteId
from warehouse.people import tables
from warehouse.people.database import Database
from warehouse.people.validation import choice, clean_name, clean_timezone, heart_rate, threshold_pace

_CLEANERS: Mapping[str, Callable[[str], str | int | None]] = MappingProxyType(
    {
        "name": clean_name,
        "timezone": clean_timezone,
        "units": choice("units", "km", "mi"),
        "week_start": choice("week_start", "monday", "sunday"),
        "sex": choice("sex", "male", "female", ""),
        "hr_max": heart_rate("maximum", 100, 240),
        "hr_rest": heart_rate("resting", 25, 120),
        "threshold_hr": heart_rate("threshold", 80, 230),
    }
)
SETTINGS = (*_CLEANERS, "threshold_pace")
"""Keys an athlete may set."""
_OWNED = (
    tables.shoe_assignment,
    tables.shoe_default,
    tables.shoe,
    tables.check_in,
    tables.mark,
    tables.alert_note,
    tables.alert_push,
    tables.done,
    tables.run_choice,
    tables.athlete,
)


@dataclass(frozen=True, slots=True)
class AthleteAccount:
    """An athlete and their settings. Heart rates in beats a minute, the threshold pace in seconds a km; None when unknown."""

    athlete: AthleteId
    name: str
    created_at: datetime
    timezone: str
    units: Literal["km", "mi"]
    week_start: Literal["monday", "sunday"]
    sex: Literal["male", "female"] | None
    hr_max: int | None
    hr_rest: int | None
    threshold_hr: int | None = None
    threshold_pace: float | None = None


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
        """Change one setting; raise PlimsollError when the key or value makes no sense. Empty clears what may be unknown.

        A threshold pace is minutes and seconds a km or mile, whichever the athlete uses, such as 4:30.
        """
        if key not in SETTINGS:
            raise PlimsollError(f"Athletes have no setting “{key}”.", f"Use one of {', '.join(SETTINGS)}.")
        clean = threshold_pace(value, self.get(athlete).units) if key == "threshold_pace" else _CLEANERS[key](value)
        try:
            with self._database.write() as connection:
                connection.execute(update(tables.athlete).where(tables.athlete.c.athlete_id == athlete).values({key: clean}))
                _check_heart_rates(connection, athlete)
        except IntegrityError as error:
            raise PlimsollError(f"There is already an athlete named {clean}.", "Choose another name.") from error
        return self.get(athlete)

    def remove(self, athlete: AthleteId) -> int:
        """Delete the athlete with all they said of themselves, their shoes and their days; return how many rows that were."""
        with self._database.write() as connection:
            return sum(connection.execute(delete(table).where(table.c.athlete_id == athlete)).rowcount for table in _OWNED)

    def _known(self, name: str, athlete_id: str | None) -> AthleteAccount | None:
        found = self._where((tables.athlete.c.name == name) | (tables.athlete.c.athlete_id == (athlete_id or "")))
        return found[0] if found else None

    def _where(self, *conditions: ColumnElement[bool]) -> list[AthleteAccount]:
        order = (tables.athlete.c.created_at, tables.athlete.c.name)
        with self._database.read() as connection:
            rows = connection.execute(select(tables.athlete).where(*conditions).order_by(*order)).all()
        return [AthleteAccount(*row) for row in rows]


def local_day(connection: Connection, athlete: AthleteId, now: datetime) -> date:
    """Return the athlete's day at the moment `now`; raise NotFoundError when there is no such athlete."""
    zone = connection.execute(select(tables.athlete.c.timezone).where(tables.athlete.c.athlete_id == athlete)).scalar()
    if zone is None:
        raise NotFoundError(f"There is no athlete {athlete}.", "Run `plimsoll athletes` to see who is there.")
    return now.astimezone(ZoneInfo(zone)).date()


def _check_heart_rates(connection: Connection, athlete: AthleteId) -> None:
    columns = tables.athlete.c
    crossed = (columns.hr_rest >= columns.hr_max) | (columns.hr_rest >= columns.threshold_hr) | (columns.threshold_hr > columns.hr_max)
    if connection.execute(select(columns.athlete_id).where(columns.athlete_id == athlete, crossed)).first():
        problem = "The resting heart rate must be below the maximum, and the threshold between them."
        raise PlimsollError(problem, "Set the wrong one of hr_rest, threshold_hr and hr_max first.")
