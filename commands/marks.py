"""Commands about marked periods: days not recorded, illness, race days, new devices, knee injuries."""

from dataclasses import asdict
from datetime import date
from typing import Any, get_args
from zoneinfo import ZoneInfo

import click

from commands.context import Context, pass_context
from commands.options import Day, athlete_option, json_option
from commands.terminal import answer, show
from warehouse.mark import Mark, MarkKind


@click.group()
def mark() -> None:
    """Mark days that the checks should know about: not recorded, ill, a race, a new device, a knee injury."""


@mark.command()
@click.argument("kind", type=click.Choice(get_args(MarkKind)))
@athlete_option
@click.option("--from", "first", type=Day(), metavar="DATE", help="The first day. Default: today.")
@click.option("--to", "last", type=Day(), metavar="DATE", help="The last day, included. Default: the first.")
@click.option("--note", default="", metavar="TEXT", help="Anything you want to remember.")
@json_option
@pass_context
def add(context: Context, *, kind: MarkKind, athlete: str | None, first: date | None, last: date | None, note: str, as_json: bool) -> None:
    """Mark a day, or a period. A knee injury counts for 12 months from its last day."""
    who = context.member(athlete)
    start = first or context.now.astimezone(ZoneInfo(who.timezone)).date()
    marks = context.home_of(who).people.marks
    made = marks.add(who.athlete, Mark(kind, start, last or start, note), context.now)
    context.rebuild(who)
    kept = next(one for one in marks.of(who.athlete) if one.id == made)
    answer(_document(kept)) if as_json else show(_line(kept))


@mark.command("list")
@athlete_option
@json_option
@pass_context
def list_(context: Context, *, athlete: str | None, as_json: bool) -> None:
    """List the marks, the newest first."""
    who = context.member(athlete)
    found = context.home_of(who).people.marks.of(who.athlete)
    if as_json:
        answer([_document(one) for one in found])
        return
    show(*(_line(one) for one in found) if found else ("Nothing is marked.",))


@mark.command()
@click.argument("mark_id", metavar="ID")
@athlete_option
@json_option
@pass_context
def remove(context: Context, *, mark_id: str, athlete: str | None, as_json: bool) -> None:
    """Take a mark back, by the id that `plimsoll mark list` shows."""
    who = context.member(athlete)
    context.home_of(who).people.marks.remove(who.athlete, mark_id)
    context.rebuild(who)
    answer({"removed": mark_id}) if as_json else show("The mark is gone.")


def _document(one: Mark) -> dict[str, Any]:
    from commands.documents import plain

    return {key: plain(key, value) for key, value in asdict(one).items()}


def _line(one: Mark) -> str:
    period = f"{one.first_day}" if one.first_day == one.last_day else f"{one.first_day} to {one.last_day}"
    return "  ".join(part for part in (one.id, one.kind, period, one.note) if part)


COMMANDS = (mark,)
