"""Commands that say which shoes were worn and what is known of them."""

from datetime import date
from zoneinfo import ZoneInfo

import click

from commands.context import Context, Who, pass_context
from commands.options import Day, athlete_option, json_option
from commands.terminal import answer, either, show
from warehouse.errors import NotFoundError
from warehouse.model import ActivityId, Run, ShoeId


@click.command("assign-shoe")
@athlete_option
@click.option("--shoe", "shoe_id", metavar="SHOE", help="Its id or exact name; a new name makes a new pair.")
@click.option("--back", is_flag=True, help="Instead of a pair: back to what the source says.")
@click.option("--activity", "activities", multiple=True, metavar="ID", help="One activity; may be repeated.")
@click.option("--from", "first", type=Day(), metavar="DATE", help="All runs, walks and hikes from this day …")
@click.option("--to", "last", type=Day(), metavar="DATE", help="… to this day, both included.")
@json_option
@pass_context
def assign_shoe(
    context: Context,
    *,
    athlete: str | None,
    shoe_id: str | None,
    back: bool,
    activities: tuple[str, ...],
    first: date | None,
    last: date | None,
    as_json: bool,
) -> None:
    """Say which activities were done in a pair of shoes: by id, or by day."""
    if bool(shoe_id) == back:
        raise click.UsageError("Name the pair with --shoe, or say --back to follow the source again.")
    if bool(activities) == bool(first or last):
        raise click.UsageError("Name the activities with --activity ID, or their days with --from and --to.")
    who = context.reader(athlete)
    chosen = _by_id(context, who, activities) if activities else _by_day(context, who, first, last)
    shoe = _shoe(context, who, shoe_id, make=True) if shoe_id else None
    count = _put_in(context, who, chosen, shoe)
    context.rebuild(who)
    told = {"athlete": who.athlete, "athlete_name": who.name, "shoe": shoe, "activities": count}
    where = f"in {shoe}" if shoe else "as their source says"
    answer(told) if as_json else show(f"{count} {'activity is' if count == 1 else 'activities are'} now {where}.")


@click.command()
@athlete_option
@click.option("--shoe", "shoe_id", required=True, metavar="SHOE", help="Its id or exact name.")
@click.option("--name", metavar="TEXT", help="What to call it.")
@click.option("--start-km", type=float, metavar="KM", help="Distance on it before the first run known here.")
@click.option("--limit-km", type=float, metavar="KM", help="Distance after which to replace it.")
@click.option("--retire/--unretire", "retired", default=None, help="Out of use, or in use again.")
@click.option("--racing/--no-racing", default=None, help="A racing shoe; it lasts less long.")
@click.option("--default/--no-default", default=None, help="Worn in runs that name no pair, from today on.")
@json_option
@pass_context
def shoe(
    context: Context,
    *,
    athlete: str | None,
    shoe_id: str,
    name: str | None,
    start_km: float | None,
    limit_km: float | None,
    retired: bool | None,
    racing: bool | None,
    default: bool | None,
    as_json: bool,
) -> None:
    """Change what is known of a pair of shoes; without an option, show it."""
    given = {"name": name, "start_km": start_km, "limit_km": limit_km, "retired": retired, "racing": racing, "default": default}
    who = context.reader(athlete)
    known = _shoe(context, who, shoe_id)
    if any(value is not None for value in given.values()):
        today = context.now.astimezone(ZoneInfo(who.timezone)).date()
        context.home_of(who).people.shoes.set(who.athlete, known, on=today, **given)  # type: ignore[arg-type]  # each key has its own type
        context.rebuild(who)
    _tell(context, who, known, as_json=as_json)


def _shoe(context: Context, who: Who, word: str, *, make: bool = False) -> ShoeId:
    """Return the pair of this id or name; one that nobody wore yet is made when that is allowed."""
    said = context.home_of(who).people.shoes.settings(who.athlete)
    names = {pair.shoe: pair.name for pair in context.marts.shoes(who.athlete)} | {key: own.name for key, own in said.items() if own.name}
    if word in names or word in said:
        return ShoeId(word)
    if found := [shoe_id for shoe_id, name in names.items() if name == word]:
        return found[0]
    if not make:
        raise NotFoundError(f"There is no pair of shoes “{word}”.", "Run `plimsoll shoes` to see them all.")
    return context.home_of(who).people.shoes.add(who.athlete, word)


def _put_in(context: Context, who: Who, activities: list[ActivityId], shoe: ShoeId | None) -> int:
    from warehouse.wearing import put_in

    return put_in(context.marts, context.home_of(who).people, who.athlete, activities, shoe)


def _by_id(context: Context, who: Who, wanted: tuple[str, ...]) -> list[ActivityId]:
    known = {run.activity_id for run in context.marts.runs(who.athlete)}
    if unknown := [one for one in wanted if one not in known]:
        raise NotFoundError(f"There is no activity {', '.join(unknown)}.", "Run `plimsoll runs` to see their ids.")
    return [ActivityId(one) for one in wanted]


def _by_day(context: Context, who: Who, first: date | None, last: date | None) -> list[ActivityId]:
    from warehouse.model import FOOT_SPORTS

    def wanted(run: Run) -> bool:
        return run.sport_type in FOOT_SPORTS and (first or date.min) <= run.local_date <= (last or date.max)

    found = [run.activity_id for run in context.marts.runs(who.athlete) if wanted(run)]
    if not found:
        raise NotFoundError("There is no run, walk or hike in these days.", "Run `plimsoll runs` to see their dates.")
    return found


def _tell(context: Context, who: Who, shoe_id: ShoeId, *, as_json: bool) -> None:
    from commands.documents import shoe_document

    own = context.home_of(who).people.shoes.settings(who.athlete).get(shoe_id)
    pair = next((shoe_document(pair) for pair in context.marts.shoes(who.athlete) if pair.shoe == shoe_id), {"shoe": shoe_id})
    flags = {"start_km": own.start_km, "retired": own.retired, "racing": own.racing, "default": own.default} if own else {}
    told = {"athlete": who.athlete, "athlete_name": who.name, **pair, **flags}
    if as_json:
        answer(told)
        return
    for key, value in told.items():
        show(f"{key}: {either(value)}")


COMMANDS = (assign_shoe, shoe)
