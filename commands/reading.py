"""Commands that read what is published: week, runs, shoes."""

from dataclasses import replace
from datetime import date

import click

from commands.context import Context, Who, pass_context
from commands.options import as_of_option, athlete_option, json_option
from commands.terminal import UNKNOWN, answer, show
from warehouse.model import AthleteId, Run, Week
from warehouse.said_since import said_since
from warehouse.wording import Units


@click.command()
@athlete_option
@as_of_option
@json_option
@pass_context
def week(context: Context, *, athlete: str | None, as_of: date | None, as_json: bool) -> None:
    """Show this week's risk: level, reasons, ceiling of the next run, shoes, what to do."""
    who = context.reader(athlete, as_of)
    found = _with_hints(context, who, _with_pain(context, who, context.marts.week(who.athlete, as_of)))
    if as_json:
        from commands.documents import week_document

        answer(week_document(found))
        return
    from commands.week_text import week_text

    show(week_text(found, _units(context, who.athlete)))


@click.command()
@athlete_option
@as_of_option
@json_option
@pass_context
def runs(context: Context, *, athlete: str | None, as_of: date | None, as_json: bool) -> None:
    """List all activities, the newest first; runs over the spike line, and those set aside, are marked."""
    who = context.reader(athlete, as_of)
    found = context.marts.runs(who.athlete, as_of)
    if as_json:
        from commands.documents import run_document

        answer([run_document(run) for run in found])
        return
    _show_runs(found, _units(context, who.athlete))


@click.command()
@athlete_option
@as_of_option
@click.option("--notes", "only_notes", is_flag=True, help="Only what is worth saying of them, also of running without a pair.")
@json_option
@pass_context
def shoes(context: Context, *, athlete: str | None, as_of: date | None, only_notes: bool, as_json: bool) -> None:
    """List the shoes with their distance, share and forecast, and what is worth saying of them."""
    who = context.reader(athlete, as_of)
    found = context.marts.shoes(who.athlete, as_of)
    notes = context.marts.shoe_notes(who.athlete, as_of)
    if as_json:
        from commands.documents import note_document, shoe_list_document

        answer([note_document(note) for note in notes] if only_notes else shoe_list_document(found, notes))
        return
    from commands.week_text import shoe_table, shoe_words

    if not only_notes:
        table = shoe_table(found, _units(context, who.athlete)) if found else None
        show(table or "No shoes are known yet; assign some with `plimsoll assign-shoe`.")
    show(shoe_words(notes))


def _with_pain(context: Context, who: Who, found: Week) -> Week:
    """Return the week with what the runner said of pain since it was computed."""
    home = context.home_of(who)
    if not said_since(home.settings, who.athlete, found.built_at):
        return found
    from warehouse.pain import worse

    return worse(found, home.people.check_ins.of(who.athlete), found.as_of)


def _with_hints(context: Context, who: Who, found: Week) -> Week:
    """Return the week with what is said of runs set aside among its hints."""
    from warehouse.quality import aside_hint

    aside = context.marts.set_aside(who.athlete, found.as_of)
    units = _units(context, who.athlete) if aside else "km"
    return replace(found, hints=(*found.hints, *(aside_hint(one, units) for one in aside)))


def _show_runs(found: tuple[Run, ...], units: Units) -> None:
    from rich.table import Column, Table
    from rich.text import Text

    from commands.week_text import km
    from warehouse.rules import times

    table = Table(
        Column("Date", no_wrap=True),
        "Sport",
        "Name",
        Column("Distance", no_wrap=True),
        "Of longest",
        "Shoes",
        Column("Id", overflow="fold"),
    )
    for run in found:
        over = f", over the line ({run.spike_level})" if run.spike_level else ""
        ratio = ("set aside" if run.set_aside else UNKNOWN) if run.ratio is None else f"{times(run.ratio)}{over}"
        words = (
            str(run.local_date),
            run.sport_type,
            run.name or "",
            km(run.distance_km, units),
            ratio,
            run.shoe_name or UNKNOWN,
            run.activity_id,
        )
        table.add_row(*map(Text, words))
    show(table)


def _units(context: Context, athlete: AthleteId) -> Units:
    return next((row.units for row in context.marts.athletes() if row.athlete == athlete), "km")


COMMANDS = (week, runs, shoes)
