"""Commands about the installation: build, where."""

from collections.abc import Iterable
from dataclasses import asdict, astuple
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

import click

from commands.context import Context, pass_context
from commands.options import json_option
from commands.terminal import answer, progress_bar, say_waiting, show
from warehouse.settings import Settings
from warehouse.wording import count

if TYPE_CHECKING:
    from warehouse.loading import Changes


@click.command()
@json_option
@pass_context
def build(context: Context, *, as_json: bool) -> None:
    """Compute everything again from what was imported, and publish it."""
    with progress_bar("Computing") as progress:
        changes = context.real.warehouse.build(context.now, progress=progress, on_wait=say_waiting)
    if as_json:
        answer({"athletes": [{"athlete": athlete, **asdict(change)} for athlete, change in changes.items()]})
        return
    real = [row.activities for row in context.marts.athletes() if not row.demo]
    show(
        _read_in(changes.values()),
        f"Computed again and published: {count(sum(real), 'activity')} of {count(len(real), 'athlete')}.",
    )


def _read_in(changes: Iterable["Changes"]) -> str:
    """Say what waited in the landing folder and was read in now."""
    found = [sum(column) for column in zip(*map(astuple, changes), strict=True)]
    if not any(found):
        return "Nothing new: all that was imported had been read in before."
    parts = zip(("added", "updated", "unchanged", "removed"), found, strict=True)
    return f"Read in now: {', '.join(f'{number} {what}' for what, number in parts)}."


@click.command()
@click.option("--json", "as_json", is_flag=True, help="The answer is JSON in any case.")
@pass_context
def where(context: Context, *, as_json: bool) -> None:  # noqa: ARG001 -- scripts pass --json everywhere
    """Print where everything lives, as JSON."""
    answer(places(context.settings))


def places(settings: Settings) -> dict[str, str | None]:
    """Return the paths of the contract; `marts` is the file published now."""
    from warehouse.part import published

    current = published(settings.published)
    return {
        "home": str(settings.home),
        "landing": str(settings.landing),
        "warehouse": str(settings.warehouse),
        "marts": None if current is None else str(current),
        "people": _without_password(settings.people),
    }


def _without_password(url: str) -> str:
    if url.startswith("sqlite:///"):
        return url.removeprefix("sqlite:///")
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2], query=""))


COMMANDS = (build, where)
