"""The command about one run: its data, what is doubted of it, and the runner's say over it."""

from typing import TYPE_CHECKING, Any

import click

from commands.context import Context, Who, pass_context
from commands.options import athlete_option, json_option
from commands.terminal import answer, either, show
from warehouse.errors import NotFoundError, PlimsollError
from warehouse.model import ActivityId, Run

if TYPE_CHECKING:
    from warehouse.people.choices import Choice
    from warehouse.wording import Units

CHOICES: dict[str, "Choice"] = {"use": "use", "ignore": "ignore", "automatic": ""}
UNUSABLE = PlimsollError("This run cannot be counted.", "It has no believable distance or duration; correct it where it came from.")


@click.command()
@athlete_option
@click.option("--activity", "activity_id", required=True, metavar="ID", help="Its id, as `plimsoll runs` shows it.")
@click.option("--use", "say", flag_value="use", help="Count it, whatever its data looks like.")
@click.option("--ignore", "say", flag_value="ignore", help="Leave it out of everything.")
@click.option("--automatic", "say", flag_value="automatic", help="Let its data decide again.")
@json_option
@pass_context
def run(context: Context, *, athlete: str | None, activity_id: str, say: str | None, as_json: bool) -> None:
    """Show one activity with what is doubted of it, or say whether it counts."""
    who = context.reader(athlete)
    found = _found(context, who, activity_id)
    if say:
        _keep(context, who, found, CHOICES[say])
        found = _found(context, who, activity_id)
    told = _document(context, who, found)
    if as_json:
        answer(told)
        return
    for key, value in told.items():
        show(f"{key}: {either(value) if key != 'doubts' else ' '.join(one['message'] for one in value) or 'none'}")


def _found(context: Context, who: Who, activity_id: str) -> Run:
    found = context.marts.run(who.athlete, ActivityId(activity_id))
    if found is None:
        raise NotFoundError(f"There is no activity {activity_id}.", "Run `plimsoll runs` to see their ids.")
    return found


def _keep(context: Context, who: Who, found: Run, choice: "Choice") -> None:
    from warehouse.quality import usable

    if choice == "use" and not usable(found, context.marts.doubts(who.athlete, found.activity_id)):
        raise UNUSABLE
    context.home_of(who).people.choices.set(who.athlete, found.activity_id, choice, context.now, known_as=found.recordings)
    context.rebuild(who)


def _document(context: Context, who: Who, found: Run) -> dict[str, Any]:
    from commands.documents import doubt_document, run_document

    units: Units = next((row.units for row in context.marts.athletes() if row.athlete == who.athlete), "km")
    doubts = context.marts.doubts(who.athlete, found.activity_id)
    head = {"athlete": who.athlete, "athlete_name": who.name, **run_document(found)}
    return {**head, "doubts": [doubt_document(one, units) for one in doubts]}


COMMANDS = (run,)
