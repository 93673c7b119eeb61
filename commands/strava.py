"""Commands about Strava: where to connect, and bringing in what is new there."""

from typing import TYPE_CHECKING, Any

import click

from commands.context import Context, pass_context
from commands.front import FAILED
from commands.options import json_option
from commands.terminal import answer, progress_bar, say, show
from warehouse.errors import NotFoundError, SettingsError
from warehouse.locks import FileLock
from warehouse.model import AthleteId
from warehouse.settings import Settings
from warehouse.wording import count

if TYPE_CHECKING:
    from collections.abc import Sequence

    from warehouse.people import Connection

NO_APPLICATION = SettingsError(
    "No Strava application is set, so nobody can be connected.", "Run `plimsoll doctor`; it says how to make one."
)
_USUAL = "http://127.0.0.1:8050"


@click.command()
@json_option
@pass_context
def connect(context: Context, *, as_json: bool) -> None:
    """Say where to connect with Strava and what that asks for; the agreement itself is given in the browser."""
    settings = context.settings
    if not settings.strava_configured:
        raise NO_APPLICATION
    running = running_at(settings)
    url = f"{settings.public_url or running or _USUAL}/connect"
    if as_json:
        answer({"url": url, "running": running is not None})
        return
    show(url)
    if running is None:
        say("Plimsoll is not running; start it with `plimsoll up` and then open this address.")
    say("It shows what is read and how to take that back, then asks Strava for your activities, private ones too, and your shoes.")


def running_at(settings: Settings) -> str | None:
    """Return the address of the `plimsoll up` that runs on this home, None when there is none."""
    lock = FileLock(settings.locks / "up.lock")
    return lock.holder().rpartition(", ")[2] if settings.locks.is_dir() and lock.is_held() else None


@click.command()
@click.option("--athlete", metavar="ID", help="Whose: id or exact name. Default: everybody who is connected.")
@click.option("--full", is_flag=True, help="List everything once more, so that edits and deletions of any age arrive.")
@json_option
@click.pass_context
@pass_context
def sync(context: Context, ctx: click.Context, *, athlete: str | None, full: bool, as_json: bool) -> None:
    """Bring in what is new at Strava, build and publish. Where Strava grants no requests now, nothing is asked and you are told when."""
    from pipelines.resources import Installation
    from pipelines.upkeep import bring_in

    if not context.settings.strava_configured:
        raise NO_APPLICATION
    athletes = _connected(context, athlete)
    with progress_bar("Syncing with Strava") as progress:
        told = bring_in(Installation(context.settings), athletes, full=full, progress=progress)
    if as_json:
        answer(told)
    else:
        for one in told:
            show(_sentence(one))
    if any(one["problem"] for one in told):
        ctx.exit(FAILED)


def _connected(context: Context, word: str | None) -> list[AthleteId]:
    """Return whom a sync is for; raise NotFoundError when nobody is connected, or not the one named."""
    step = "Run `plimsoll connect`; it says where to connect."
    known: Sequence[Connection] = context.real.people.connections.all() if context.real.has_people else ()
    if word is None:
        if not known:
            raise NotFoundError("Nobody here is connected with Strava.", step)
        return [connection.athlete for connection in known]
    who = context.member(word)
    if all(connection.athlete != who.athlete for connection in known):
        raise NotFoundError(f"{who.name} is not connected with Strava.", step)
    return [who.athlete]


def _sentence(told: dict[str, Any]) -> str:
    counted = f"{told['added']} added, {told['updated']} updated, {told['removed']} removed"
    if told["problem"]:
        return f"{told['athlete_name']}: {counted}. {told['problem']}"
    if told["resume_at"]:
        return (
            f"{told['athlete_name']}: {counted}. Strava grants more requests at {told['resume_at']}; what is missing then comes by itself."
        )
    return f"{told['athlete_name']}: {counted}, with {count(told['requests'], 'request')}."


COMMANDS = (connect, sync)
