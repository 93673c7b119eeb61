"""Commands about the webhook, by which Strava tells at once what is new; one for the whole installation."""

import secrets

import click

from commands.context import Context, pass_context
from commands.options import json_option
from commands.strava import NO_APPLICATION
from commands.terminal import answer, say, show
from warehouse.errors import SettingsError

_ID, _TOKEN = "strava_subscription_id", "strava_verify_token"  # the names the page knows them by


@click.group()
def webhook() -> None:
    """Have Strava tell at once what is new, instead of looking every half hour. Needs an address that Strava can reach."""


@webhook.command()
@json_option
@pass_context
def create(context: Context, *, as_json: bool) -> None:
    """Subscribe, or keep the subscription of this address; the page must be running, because Strava asks it before it agrees."""
    from pipelines.strava.subscriptions import Subscriptions

    callback = _callback(context)
    values = context.real.people.values
    token = context.settings.strava_verify_token or values.get(_TOKEN) or secrets.token_urlsafe(24)
    values.set(_TOKEN, token)
    subscriptions = Subscriptions(context.settings)
    there = (int(row["id"]) for row in subscriptions.show() if row.get("callback_url") == callback)
    made = next(there, None) or subscriptions.create(callback, token)
    values.set(_ID, str(made))
    answer({"id": made, "callback_url": callback}) if as_json else show(f"Strava now tells {callback} what is new.")


@webhook.command("show")
@json_option
@pass_context
def show_(context: Context, *, as_json: bool) -> None:
    """Show the subscription as Strava knows it, and whether it is ours."""
    from pipelines.strava.subscriptions import Subscriptions

    _require_application(context)
    known = known_subscription(context)
    found = [
        {"id": row.get("id"), "callback_url": row.get("callback_url"), "ours": str(row.get("id")) == known}
        for row in Subscriptions(context.settings).show()
    ]
    if as_json:
        answer(found)
        return
    for row in found:
        show(f"{row['id']}: {row['callback_url']}" if row["ours"] else f"{row['id']}: {row['callback_url']}, which this home did not make.")
    if not found:
        show("Strava has no subscription of this application. `plimsoll webhook create` makes one.")


@webhook.command()
@json_option
@pass_context
def delete(context: Context, *, as_json: bool) -> None:
    """End the subscription; from then on Strava is looked at now and then."""
    from pipelines.strava.subscriptions import Subscriptions

    _require_application(context)
    subscriptions = Subscriptions(context.settings)
    ended = [int(row["id"]) for row in subscriptions.show()]
    for number in ended:
        subscriptions.delete(number)
    context.real.people.values.set(_ID, "")
    if as_json:
        answer({"deleted": ended})
        return
    show("The subscription is deleted." if ended else "There was no subscription.")
    if context.settings.strava_subscription_id:
        say("STRAVA_WEBHOOK_SUBSCRIPTION_ID is still set; unset it.")


def known_subscription(context: Context) -> str:
    """Return the id of the subscription this home believes in, empty when there is none."""
    made = context.real.people.values.get(_ID) if context.real.has_people else None
    return made or context.settings.strava_subscription_id


def _callback(context: Context) -> str:
    _require_application(context)
    url = context.settings.public_url
    if not url:
        raise SettingsError(
            "Strava can only call an address that the internet reaches, and none is set.",
            "Set PLIMSOLL_PUBLIC_URL to it, see docs/strava.md; without one Strava is looked at every half hour, which works as well.",
        )
    return f"{url}/webhook/strava"


def _require_application(context: Context) -> None:
    if not context.settings.strava_configured:
        raise NO_APPLICATION


COMMANDS = (webhook,)
