"""Commands about the keys that lock the tokens of Strava at rest."""

import click

from commands.context import Context, pass_context
from commands.options import json_option
from commands.terminal import answer, say, show


@click.group()
def keys() -> None:
    """Look after the keys that lock the tokens of Strava and sign logins."""


@keys.command()
@json_option
@pass_context
def rotate(context: Context, *, as_json: bool) -> None:
    """Lock all tokens with a new key and forget the old one; everybody has to log in again, nobody to connect again."""
    from warehouse.people.keys import Keys

    people, counts = context.real.people, (0, 0)

    def encrypt_anew() -> None:
        nonlocal counts
        counts = people.connections.encrypt_anew()

    kept = Keys.of(context.settings)
    kept.rotate(encrypt_anew)
    locked, lost = counts
    if as_json:
        answer({"connections": locked, "unreadable": lost, "from_environment": bool(kept.given)})
        return
    show(f"Locked anew: {locked} {'connection' if locked == 1 else 'connections'}.")
    if kept.given:
        say("The keys come from PLIMSOLL_SECRET_KEY: all is locked with the first of them, so the others may be removed from there now.")
    if lost:
        say(f"{lost} could not be opened with any key; these runners have to connect again.")


COMMANDS = (keys,)
