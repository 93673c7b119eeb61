"""The command that plans: what the seven days ahead would be judged as, before anything is run."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

from commands.context import Context, pass_context
from commands.options import athlete_option, json_option
from commands.terminal import answer, show

if TYPE_CHECKING:
    from warehouse.planning import PlannedDay
    from warehouse.wording import Units


class Planned(click.ParamType[tuple[str, float]]):
    """A day and the km planned for it, written as 2026-11-25=12.5 or wed=12.5."""

    name = "day=km"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, float]:
        """Return the word for the day and the km, or a usage error."""
        day, _, km = str(value).partition("=")
        try:
            return day.strip().lower(), float(km)
        except ValueError:
            self.fail(f"“{value}” is no day with km; write it like 2026-11-25=12.5 or wed=12.5.", param, ctx)


@click.command()
@athlete_option
@click.option("--run", "runs", type=Planned(), multiple=True, metavar="DAY=KM", help="A planned run (wed=12.5); may be repeated.")
@json_option
@pass_context
def plan(context: Context, *, athlete: str | None, runs: tuple[tuple[str, float], ...], as_json: bool) -> None:
    """Judge planned runs: level, ceiling and reason of each of the seven days ahead. Nothing is kept."""
    from warehouse.planning import days_ahead, judge
    from warehouse.whatif import PlannedRun

    who = context.reader(athlete)
    home, today = context.home_of(who), context.now.astimezone(ZoneInfo(who.timezone)).date()
    planned = [PlannedRun(_day(word, days_ahead(today)), km) for word, km in runs]
    days = judge(context.settings, who.athlete, planned, home.people.check_ins.of(who.athlete), today)
    if as_json:
        answer({"athlete": who.athlete, "athlete_name": who.name, "days": [_document(one) for one in days]})
        return
    show(*_lines(days, home.people.athletes.get(who.athlete).units))


def _day(word: str, ahead: Iterable[date]) -> date:
    """Return the day meant by an ISO date, or by a weekday of the seven days ahead."""
    named = next((day for day in ahead if len(word) > 1 and f"{day:%A}".lower().startswith(word)), None)
    try:
        return named or date.fromisoformat(word)
    except ValueError:
        raise click.UsageError(f"“{word}” is not a day; write it like 2026-11-25 or wed.") from None


def _document(one: "PlannedDay") -> dict[str, Any]:
    from commands.documents import plain

    return {key: plain(key, value) for key, value in asdict(one).items()}


def _lines(days: "tuple[PlannedDay, ...]", units: "Units") -> list[str]:
    from commands.week_text import km

    ceilings = {one.day: f"ceiling {km(one.ceiling_km, units)}" if one.ceiling_km is not None else "no ceiling" for one in days}
    return [f"{one.day:%a %Y-%m-%d}  {km(one.km, units)} planned, {ceilings[one.day]}. {one.reason}" for one in days]


COMMANDS = (plan,)
