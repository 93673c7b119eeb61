"""The command that ticks off a piece of advice."""

from datetime import date
from zoneinfo import ZoneInfo

import click

from commands.context import Context, pass_context
from commands.options import Day, athlete_option, json_option
from commands.terminal import answer, show


@click.command()
@click.argument("advice_id", metavar="ADVICE_ID")
@athlete_option
@click.option("--date", "day", type=Day(), metavar="DATE", help="On which day. Default: today.")
@click.option("--undo", is_flag=True, help="Untick it.")
@json_option
@pass_context
def done(context: Context, *, advice_id: str, athlete: str | None, day: date | None, undo: bool, as_json: bool) -> None:
    """Tick off a piece of advice, such as stretch_calf; `plimsoll week --json` has the ids."""
    title = _title(advice_id)
    who = context.member(athlete)
    on = day or context.now.astimezone(ZoneInfo(who.timezone)).date()
    context.home_of(who).people.done.toggle(who.athlete, on, advice_id, not undo, context.now)
    told = {"athlete": who.athlete, "advice_id": advice_id, "date": str(on), "done": not undo}
    answer(told) if as_json else show(f"{title}: {'not done' if undo else 'done'} on {on}.")


def _title(advice_id: str) -> str:
    """Return the title of a piece of advice; raise NotFoundError with the ids there are."""
    from warehouse.advice import load_advice
    from warehouse.errors import NotFoundError

    titles = {text.id: text.title for text in load_advice().advice}
    if advice_id not in titles:
        raise NotFoundError(f"There is no advice {advice_id!r}.", f"Choose one of: {', '.join(titles)}.")
    return titles[advice_id]


COMMANDS = (done,)
