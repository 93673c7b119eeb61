"""Options that several commands share."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, TypeVar

import click

from warehouse.errors import PlimsollError

F = TypeVar("F", bound=Callable[..., Any])


class Day(click.ParamType[date]):
    """A day written as 2026-11-23."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Return the day, or a usage error."""
        if isinstance(value, date):
            return value
        try:
            return datetime.strptime(value, "%Y-%m-%d").date()  # noqa: DTZ007 -- a day has no zone
        except ValueError:
            self.fail(f"“{value}” is not a day; write it like 2026-11-23.", param, ctx)


class Zone(click.ParamType[str]):
    """An IANA time zone."""

    name = "timezone"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the zone, or a usage error with an example."""
        from warehouse.people.validation import clean_timezone

        try:
            return clean_timezone(value)
        except PlimsollError as error:
            self.fail(str(error), param, ctx)


def athlete_option(function: F) -> F:
    """Let a command be about one athlete, by default the only one."""
    return click.option("--athlete", metavar="ID", help="Whose: id or exact name. Default: the only athlete.")(function)


def as_of_option(function: F) -> F:
    """Let a command look back at an earlier day."""
    return click.option("--as-of", type=Day(), metavar="DATE", help="Look back at this day (2026-11-23).")(function)


def json_option(function: F) -> F:
    """Let a command answer with JSON."""
    return click.option("--json", "as_json", is_flag=True, help="Answer with JSON.")(function)
