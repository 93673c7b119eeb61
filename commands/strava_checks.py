"""What `doctor` looks at for Strava, in the order of setting it up; asks Strava only when an application is set. Shows no secret."""

from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urlsplit

from commands.context import Context
from commands.finding import Finding
from commands.webhook import known_subscription
from warehouse.errors import PlimsollError

_TOLERATED = timedelta(minutes=2)


def application(context: Context) -> Iterator[Finding]:
    """Look whether an application is set, and say how to make one."""
    settings = context.settings
    known = {"STRAVA_CLIENT_ID": settings.strava_client_id, "STRAVA_CLIENT_SECRET": settings.strava_client_secret}
    missing = [name for name, value in known.items() if not value]
    if len(missing) == len(known):
        yield Finding("Strava", "note", "not configured, so nothing can be fetched from it.", _how_to(context))
    elif missing:
        yield Finding("Strava", "broken", f"{missing[0]} is missing.", "Set both STRAVA_CLIENT_ID and STRAVA_CLIENT_SECRET, or neither.")
    elif not settings.strava_client_id.isdecimal():
        step = "Copy the “Client ID” from strava.com/settings/api; the long word below it is the secret."
        yield Finding("Strava", "broken", "STRAVA_CLIENT_ID is not a number.", step)
    else:
        yield Finding("Strava", "ok", "configured.")


def _how_to(context: Context) -> str:
    domain = urlsplit(context.settings.public_url).hostname or "localhost"
    return (
        f"Import a Strava export instead, or make an application at strava.com/settings/api with the “Authorization Callback Domain” "
        f"{domain}, put its STRAVA_CLIENT_ID and STRAVA_CLIENT_SECRET into a file .env here, and start Plimsoll again."
    )


def connections(context: Context) -> Iterator[Finding]:
    """Look whether the stored connections can be opened, and which have to be made again."""
    if not (_ready(context) and context.real.has_people):
        return
    stored = context.real.people.connections
    lost, shut = 0, 0
    for connection in stored.all():
        lost += connection.state == "reconnect"
        try:
            stored.refresh_token(connection.athlete)
        except PlimsollError:
            shut += 1
    total = len(stored.all())
    if shut:
        step = "Put the lost secret.keys file or PLIMSOLL_SECRET_KEY back, or have these runners connect again."
        yield Finding("connections", "broken", f"{shut} of {total} cannot be opened with the keys here.", step)
    elif lost:
        yield Finding("connections", "note", f"{lost} of {total} are no longer accepted by Strava.", "These runners have to connect again.")
    else:
        yield Finding("connections", "ok", f"{total}, all readable.")


def webhook(context: Context) -> Iterator[Finding]:
    """Look whether Strava knows the application and calls this installation."""
    if not _ready(context):
        return
    from pipelines.strava.errors import UnreachableError
    from pipelines.strava.subscriptions import Subscriptions

    try:
        found = {str(row.get("id")): row.get("callback_url") for row in Subscriptions(context.settings).show()}
    except UnreachableError as error:
        yield Finding("Strava's answer", "note", error.message, error.next_step)
        return
    yield Finding("Strava's answer", "ok", "it knows this application.")
    yield _subscribed(context, found)


def _subscribed(context: Context, found: dict[str, object]) -> Finding:
    url, ours = context.settings.public_url, known_subscription(context)
    if ours and ours in found:
        good = found[ours] == f"{url}/webhook/strava"
        step = "Run `plimsoll webhook delete` and `plimsoll webhook create`."
        return Finding("webhook", "ok", "subscribed.") if good else Finding("webhook", "broken", f"Strava calls {found[ours]}.", step)
    if found:
        return Finding("webhook", "note", "Strava has a subscription that this home did not make.", "See `plimsoll webhook show`.")
    if url:
        step = "Run `plimsoll webhook create` while `plimsoll up` runs."
        return Finding("webhook", "broken" if ours else "note", "none, so new runs arrive when Strava is next looked at.", step)
    return Finding(
        "webhook", "ok", f"none without a public address; Strava is looked at every {context.settings.strava_poll_minutes} minutes."
    )


def clock(context: Context) -> Iterator[Finding]:
    """Look whether this machine's clock agrees with Strava's."""
    if not _ready(context):
        return
    from pipelines.strava.clock import ahead
    from pipelines.strava.errors import UnreachableError

    try:
        off = abs(ahead(context.settings, context.now))
    except UnreachableError:
        return  # said before
    if off <= _TOLERATED:
        yield Finding("clock", "ok", "agrees with Strava's.")
    else:
        minutes = round(off.total_seconds() / 60)
        yield Finding(
            "clock", "broken", f"{minutes} minutes away from Strava's, so tokens end at the wrong time.", "Set this machine's clock."
        )


def _ready(context: Context) -> bool:
    return context.settings.strava_configured


CHECKS = (application, connections, webhook, clock)
