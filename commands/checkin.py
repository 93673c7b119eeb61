"""The command that tells of pain, and answers at once what follows from it."""

from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any, get_args
from zoneinfo import ZoneInfo

import click

from commands.context import Context, Who, pass_context
from commands.options import Day, athlete_option, json_option
from commands.terminal import answer, show
from warehouse.check_in import FLAG_WORDS, MOST_PAIN, CheckIn, Moment, Side, Site
from warehouse.errors import NotFoundError

if TYPE_CHECKING:
    from warehouse.model import Week
    from warehouse.wording import Units

_SITES = click.Choice([site for site in get_args(Site) if site])
_SIDES = click.Choice([side for side in get_args(Side) if side])
_MOMENTS = click.Choice([moment for moment in get_args(Moment) if moment])
_ANSWERED = ("level", "reason", "ceiling_km", "ceiling_reason")


@click.command()
@click.option("--pain", type=click.IntRange(0, MOST_PAIN), required=True, help="How strong, 0 none to 10 the worst you can think of.")
@athlete_option
@click.option("--date", "day", type=Day(), metavar="DATE", help="Which day it is about. Default: today.")
@click.option("--site", type=_SITES, help="Where it hurts.")
@click.option("--side", type=_SIDES, help="Which leg.")
@click.option("--moment", type=_MOMENTS, help="When it hurt.")
@click.option("--after-minutes", "minutes_after", type=click.IntRange(min=0), metavar="N", help="How long it lasted after the run.")
@click.option("--worse-next-morning", is_flag=True, help="It was worse the next morning.")
@click.option("--changed-gait", is_flag=True, help="It changed the way you run or walk.")
@click.option("--red-flag", "red_flags", type=click.Choice(list(FLAG_WORDS)), multiple=True, help="A warning sign; may be repeated.")
@click.option("--note", metavar="TEXT", help="Anything you want to remember.")
@json_option
@pass_context
def checkin(context: Context, /, *, athlete: str | None, day: date | None, as_json: bool, **said: Any) -> None:
    """Tell of pain in ten seconds; answers with the level now and what to do, then computes everything again."""
    given = {name: value for name, value in said.items() if value is not None}
    who = context.member(athlete)
    today = context.now.astimezone(ZoneInfo(who.timezone)).date()
    people = context.home_of(who).people
    check_ins, units = people.check_ins, people.athletes.get(who.athlete).units
    made = check_ins.add(who.athlete, CheckIn(day or today, **given), context.now)
    week = _week(context, who, today)
    kept = next(one for one in check_ins.of(who.athlete) if one.id == made)
    answer(_document(kept, week)) if as_json else show(*_lines(week, units))
    context.rebuild(who)


def _week(context: Context, who: Who, today: date) -> "Week":
    """Return the newest published week with all that was said since; builds first when there is none."""
    from warehouse.pain import worse

    try:
        week = context.marts.week(who.athlete)
    except NotFoundError:
        context.rebuild(who)
        week = context.marts.week(who.athlete)
    return worse(week, context.home_of(who).people.check_ins.of(who.athlete), today)


def _document(kept: CheckIn, week: "Week") -> dict[str, Any]:
    from commands.documents import plain, week_document
    from warehouse.check_in import colour_of

    told = {"athlete": week.athlete, "athlete_name": week.athlete_name, "colour": colour_of(kept)}
    check_in = {key: plain(key, value) for key, value in asdict(kept).items()}
    return told | {"check_in": check_in} | {key: getattr(week, key) for key in _ANSWERED} | {"advice": week_document(week)["advice"]}


def _lines(week: "Week", units: "Units") -> list[str]:
    from warehouse.wording import at_most

    ceiling = f"Next run: up to {at_most(week.ceiling_km, units)}. " if week.ceiling_km is not None else ""
    todo = [f"  {advice.title}: {advice.dose}" for advice in week.advice]
    return [week.reason, f"{ceiling}{week.ceiling_reason}", "What to do:", *todo]


COMMANDS = (checkin,)
