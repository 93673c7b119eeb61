"""Commands about athletes: list them, change their settings, forget one."""

import sys
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from commands.context import Context, Who, pass_context
from commands.front import details_file
from commands.options import athlete_option, json_option
from commands.terminal import answer, either, say, say_waiting, show
from warehouse.model import AthleteId

if TYPE_CHECKING:
    from warehouse.store import Receipt
    from warehouse.wording import Units


@click.command()
@json_option
@pass_context
def athletes(context: Context, *, as_json: bool) -> None:
    """List the athletes with what is held of them and their level; demo athletes last."""
    rows, strava = context.marts.athletes(), _strava(context)
    if as_json:
        from commands.documents import athlete_document

        answer([{**athlete_document(row), "strava": strava.get(row.athlete)} for row in rows])
        return
    if not rows:
        show("There is no athlete here yet: run `plimsoll import PATH` or `plimsoll demo`.")
        return
    from rich.table import Table
    from rich.text import Text

    from commands.week_text import title_of

    table = Table("Name", "Id", "Level", "Activities", "First", "Last", "Strava", "Kind")
    for row in rows:
        words = (
            row.name,
            row.athlete,
            title_of(row.level),
            row.activities,
            either(row.first_date),
            either(row.last_date),
            either(strava.get(row.athlete)),
        )
        table.add_row(*(Text(str(word)) for word in words), "demo" if row.demo else "real")
    show(table)


def _strava(context: Context) -> dict[AthleteId, str]:
    """Return how the athletes who are connected stand with Strava: `connected` or `reconnect`."""
    known = context.real.people.connections.all() if context.real.has_people else []
    return {connection.athlete: connection.state for connection in known}


@click.command()
@athlete_option
@click.option("--set", "changes", multiple=True, metavar="KEY=VALUE", help="Change a setting; may be repeated.")
@json_option
@pass_context
def athlete(context: Context, *, athlete: str | None, changes: tuple[str, ...], as_json: bool) -> None:
    """Show or change the settings of an athlete.

    Keys: name, timezone, units (km, mi), week_start (monday, sunday), sex (male, female or empty), hr_max, hr_rest and threshold_hr
    (beats a minute), threshold_pace (minutes and seconds a km or mile, such as 4:30).
    """
    pairs = [_pair(change) for change in changes]
    who = context.member(athlete)
    people = context.home_of(who).people
    for key, value in pairs:
        people.athletes.set(who.athlete, key, value)
    if pairs:
        context.rebuild(who)
    account = asdict(people.athletes.get(who.athlete))
    shown = {
        "athlete": account.pop("athlete"),
        "athlete_name": account.pop("name"),
        **account,
        "created_at": account["created_at"].isoformat(),
    }
    if as_json:
        answer(shown)
        return
    if account["threshold_pace"]:
        from warehouse.wording import pace

        shown["threshold_pace"] = f"{pace(account['threshold_pace'], account['units'])} a {account['units']}"
    for key, value in shown.items():
        show(f"{key}: {either(value)}")
    _show_estimates(context, who, account["units"])


def _show_estimates(context: Context, who: Who, units: "Units") -> None:
    from warehouse.threshold import estimate

    found = context.marts.thresholds(who.athlete)
    show(f"threshold_hr from your runs: {estimate(found, 'heart_rate', units)}")
    show(f"threshold_pace from your runs: {estimate(found, 'speed', units)}")


def _pair(change: str) -> tuple[str, str]:
    key, sign, value = change.partition("=")
    if not sign:
        raise click.UsageError(f"“{change}” is not KEY=VALUE; write it like --set units=mi.")
    return key.strip(), value


@click.command()
@click.option("--athlete", metavar="ID", required=True, help="Whom: id or exact name.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@json_option
@pass_context
def forget(context: Context, *, athlete: str, yes: bool, as_json: bool) -> None:
    """Delete everything Plimsoll holds of an athlete, give access back to Strava, and print the receipt. This cannot be undone."""
    who = context.member(athlete)
    if not yes:
        _confirm(who)
    receipt = asdict(_forget(context, who))
    details_file(context.settings).unlink(missing_ok=True)
    if as_json:
        answer(receipt)
        return
    show("Everything Plimsoll held of this athlete is deleted. The receipt:")
    for key, value in receipt.items():
        show(f"  {key.replace('_', ' ')}: {value}")


def _forget(context: Context, who: Who) -> "Receipt":
    if who.demo or context.real.people.connections.get(who.athlete) is None:
        return context.home_of(who).warehouse.forget(who.athlete, context.now, on_wait=say_waiting)
    from pipelines.leaving import forget
    from pipelines.resources import Installation

    return forget(Installation(context.settings), who.athlete)


def _confirm(who: Who) -> None:
    if not sys.stdin.isatty():
        raise click.UsageError("Nobody is there to confirm the deletion; add --yes if you mean it.")
    say(f"This deletes every activity, setting and file of {who.name}. It cannot be undone; `plimsoll export` keeps a copy.")
    if click.prompt("Type the name to go on", err=True) != who.name:
        raise click.UsageError("That is not the name, so nothing was deleted.")


COMMANDS = (athletes, athlete, forget)
