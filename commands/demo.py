"""The demo athletes: made on request, kept in a home of their own, gone with it."""

import shutil

import click

from commands.context import Context, pass_context
from commands.options import json_option
from commands.terminal import answer, progress_bar, say_waiting, show
from warehouse.locks import writer_lock


@click.command()
@click.option("--remove", is_flag=True, help="Remove the demo athletes again.")
@json_option
@pass_context
def demo(context: Context, *, remove: bool, as_json: bool) -> None:
    """Make seeded athletes to look around with; real data is not touched."""
    (_remove if remove else _make)(context)
    rows = [row for row in context.marts.athletes() if row.demo]
    if as_json:
        from commands.documents import athlete_document

        answer([athlete_document(row) for row in rows])
    elif remove:
        show("The demo athletes are gone.")
    else:
        _welcome([f"{row.athlete}  {row.name}" for row in rows])


def _make(context: Context) -> None:
    from pipelines.demo import build_demo

    context.real.people.close()
    with progress_bar("Making demo athletes"):
        build_demo(context.settings, context.now)


def _remove(context: Context) -> None:
    home = context.demo
    if home.exists:
        with writer_lock(home.settings.locks / "warehouse.lock", purpose="removing the demo", on_wait=say_waiting):
            shutil.rmtree(home.settings.home)


def _welcome(lines: list[str]) -> None:
    show("The demo athletes are here:", *(f"  {line}" for line in lines))
    show("Look at one with `plimsoll week --athlete ID`, or at all in the browser with `plimsoll up`.")


COMMANDS = (demo,)
