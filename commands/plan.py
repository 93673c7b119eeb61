"""The command that plans: the seven days ahead as they would be judged, a suggested week, the way back, the way to a race."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import click

from commands.context import Context, Who, pass_context
from commands.options import athlete_option, json_option
from commands.plan_text import Found, document, lines
from commands.terminal import answer, show


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


class Race(click.ParamType[tuple[date, float]]):
    """A race's date and km, written as 2027-04-11=21.1."""

    name = "date=km"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[date, float]:
        """Return the day and the km, or a usage error."""
        day, _, km = str(value).partition("=")
        try:
            return date.fromisoformat(day.strip()), float(km)
        except ValueError:
            self.fail(f"“{value}” is no date with km; write it like 2027-04-11=21.1.", param, ctx)


@click.command()
@athlete_option
@click.option("--run", "runs", type=Planned(), multiple=True, metavar="DAY=KM", help="A planned run (wed=12.5); may be repeated.")
@click.option("--suggest", "wanted", is_flag=True, help="Judge a week made from your own pattern instead.")
@click.option("--race", type=Race(), metavar="DATE=KM", help="A race to build up to (2027-04-11=21.1). Default: the next one marked.")
@json_option
@pass_context
def plan(context: Context, /, *, athlete: str | None, wanted: bool, as_json: bool, **asked: Any) -> None:
    """Judge planned runs, or a suggested week: level, ceiling and reason of each of the seven days ahead. Nothing is kept.

    Also says where you stand on the way back after pain or weeks off, and how your longest run grows up to a race.
    """
    if wanted and asked["runs"]:
        message = "Choose either --run or --suggest."
        raise click.UsageError(message)
    who = context.reader(athlete)
    found = _found(context, who, wanted=wanted, **asked)
    units = context.home_of(who).people.athletes.get(who.athlete).units
    answer({"athlete": who.athlete, "athlete_name": who.name, **document(found, units)}) if as_json else show(*lines(found, units))


def _found(context: Context, who: Who, *, wanted: bool, runs: tuple[tuple[str, float], ...], race: tuple[date, float] | None) -> Found:
    from warehouse.planning import days_ahead, judge
    from warehouse.racing import build_up, race_ahead
    from warehouse.returning import return_plan
    from warehouse.suggesting import suggest
    from warehouse.whatif import PlannedRun

    people, today = context.home_of(who).people, context.now.astimezone(ZoneInfo(who.timezone)).date()
    said, done = people.check_ins.of(who.athlete), context.marts.outings(who.athlete, today)
    planned = [PlannedRun(_day(word, days_ahead(today)), km) for word, km in runs]
    units = people.athletes.get(who.athlete).units
    week = suggest(context.settings, who.athlete, done, said, today, units) if wanted else None
    days = week.days if week else judge(context.settings, who.athlete, planned, said, today)
    goal = race or race_ahead(people.marks.of(who.athlete), today)
    return Found(days, week, return_plan(done, said, today), build_up(done, *goal, today) if goal else None)


def _day(word: str, ahead: Iterable[date]) -> date:
    """Return the day meant by an ISO date, or by a weekday of the seven days ahead."""
    named = next((day for day in ahead if len(word) > 1 and f"{day:%A}".lower().startswith(word)), None)
    try:
        return named or date.fromisoformat(word)
    except ValueError:
        raise click.UsageError(f"“{word}” is not a day; write it like 2026-11-25 or wed.") from None


COMMANDS = (plan,)
