"""The command about alerts: what is open, the weekly digest, and the answers to them."""

from dataclasses import asdict
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

from commands.context import Context, pass_context
from commands.options import Day, athlete_option, json_option
from commands.terminal import answer, show
from warehouse.errors import NotFoundError

if TYPE_CHECKING:
    from warehouse.alerts import AlertLife, Review
    from warehouse.people.alert_notes import AlertReason

REASONS = click.Choice(["race", "ill", "wrong_data", "other"])
SNOOZE = timedelta(days=6)


@click.command()
@athlete_option
@click.option("--digest", is_flag=True, help="What opened in the last 7 days without being pushed.")
@click.option("--all", "everything", is_flag=True, help="Also those that are over.")
@click.option("--acknowledge", metavar="ID", help="Put an alert out of the way for good.")
@click.option("--snooze", metavar="ID", help="Put an alert out of the way until a day.")
@click.option("--reason", type=REASONS, default="other", show_default=True, help="Why.")
@click.option("--until", type=Day(), metavar="DATE", help="The last day of a snooze. Default: a week from today on.")
@json_option
@pass_context
def alerts(
    context: Context,
    *,
    athlete: str | None,
    digest: bool,
    everything: bool,
    acknowledge: str | None,
    snooze: str | None,
    reason: "AlertReason",
    until: date | None,
    as_json: bool,
) -> None:
    """List alerts with their state, or answer one; no answer changes the level."""
    from warehouse.alerts import look

    who = context.reader(athlete)
    people, today = context.home_of(who).people, context.now.astimezone(ZoneInfo(who.timezone)).date()
    if named := acknowledge or snooze:
        if named not in {one.alert_id for one in context.marts.alerts(who.athlete)}:
            raise NotFoundError(f"There is no alert {named}.", "Run `plimsoll alerts --all` to see them.")
        last = (until or today + SNOOZE) if snooze else None
        people.alerts.note(who.athlete, named, "snoozed" if snooze else "acknowledged", reason, last, context.now)
    review = look(context.marts, people, who.athlete, context.now, today)
    found = review.digest if digest else [life for life in review.lives if everything or life.state != "cleared"]
    answer([_document(life, review) for life in found]) if as_json else show(*(map(_line, found) if found else ("No alerts.",)))


def _document(life: "AlertLife", review: "Review") -> dict[str, Any]:
    from commands.documents import plain

    own = {"life": life.state, "reason": life.reason, "until": life.until, "pushed_at": life.pushed_at, "due": life in review.due}
    return {key: plain(key, value) for key, value in (asdict(life.alert) | own | {"message": life.message}).items()}


def _line(life: "AlertLife") -> str:
    until = f" until {life.until}" if life.state == "snoozed" else ""
    return f"{life.alert.alert_id}  {life.state}{until}{f' ({life.reason})' if life.reason else ''}  {life.message}"


COMMANDS = (alerts,)
