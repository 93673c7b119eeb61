"""Pain check-ins of all athletes."""

import secrets
from collections.abc import Iterable
from dataclasses import fields, replace
from datetime import datetime
from typing import Any, get_args

from sqlalchemy import Row, delete, insert, select

from warehouse.check_in import MOST_PAIN, CheckIn, Moment, RedFlag, Side, Site
from warehouse.errors import NotFoundError, PlimsollError
from warehouse.model import AthleteId
from warehouse.people.athletes import local_day
from warehouse.people.database import Database
from warehouse.people.tables import check_in as table
from warehouse.people.validation import clean_note, past_day, whole, word

_WEEK_MINUTES = 7 * 24 * 60


class CheckIns:
    """What athletes said about pain. An answer is never changed: take it back and say it anew."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, athlete: AthleteId, check_in: CheckIn, now: datetime) -> str:
        """Keep an answer, its `id` and `at` made here; return the id. Raises PlimsollError saying which field makes no sense."""
        clean = replace(cleaned(check_in), id=secrets.token_hex(6), at=now)
        with self._database.write() as connection:
            past_day(clean.local_date, "check-in", local_day(connection, athlete, now))
            connection.execute(insert(table).values(athlete_id=athlete, **_columns(clean)))
        return clean.id

    def of(self, athlete: AthleteId) -> list[CheckIn]:
        """List the athlete's answers, the newest first."""
        with self._database.read() as connection:
            rows = connection.execute(select(table).where(table.c.athlete_id == athlete)).all()
        return sorted(map(read_check_in, rows), key=lambda one: one.order, reverse=True)

    def remove(self, athlete: AthleteId, check_in_id: str) -> None:
        """Take an answer back; raise NotFoundError when the athlete never gave it."""
        with self._database.write() as connection:
            mine = (table.c.athlete_id == athlete) & (table.c.check_in_id == check_in_id)
            if not connection.execute(delete(table).where(mine)).rowcount:
                raise NotFoundError("There is no such check-in any more.", "Look at the list again.")


def cleaned(check_in: CheckIn) -> CheckIn:
    """Return the answer in canonical form; raise PlimsollError saying which field makes no sense."""
    minutes = check_in.minutes_after
    return replace(
        check_in,
        pain=whole(check_in.pain, "Pain", 0, MOST_PAIN),
        site=word(check_in.site, "where it hurts", Site),
        side=word(check_in.side, "the side", Side),
        moment=word(check_in.moment, "when it hurt", Moment),
        minutes_after=None if minutes is None else whole(minutes, "Minutes after the run", 0, _WEEK_MINUTES),
        red_flags=_red_flags(check_in.red_flags),
        note=clean_note(check_in.note),
    )


def read_check_in(row: Row[Any]) -> CheckIn:
    """Return a row of the table as the answer it holds."""
    named = {field.name: getattr(row, field.name) for field in fields(CheckIn) if field.name not in {"id", "red_flags"}}
    return CheckIn(**named, red_flags=_red_flags(row.red_flags.split()), id=row.check_in_id)


def _columns(check_in: CheckIn) -> dict[str, Any]:
    columns = {field.name: getattr(check_in, field.name) for field in fields(CheckIn) if field.name != "id"}
    return {**columns, "red_flags": " ".join(check_in.red_flags), "check_in_id": check_in.id}


def _red_flags(given: Iterable[str]) -> tuple[RedFlag, ...]:
    flags = set(given)
    if unknown := flags - set(get_args(RedFlag)):
        raise PlimsollError(f"“{min(unknown)}” is no warning sign that Plimsoll knows.", f"Use some of {', '.join(get_args(RedFlag))}.")
    return tuple(flag for flag in get_args(RedFlag) if flag in flags)
