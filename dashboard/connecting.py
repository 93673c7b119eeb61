"""What follows when a runner agreed: what they granted, whose account it is, the consent on record, the first look at Strava."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

from dashboard import consent
from dashboard.accounts import account_for
from dashboard.authorizer import Authorizer
from dashboard.context import Context
from dashboard.handshake import Begun
from warehouse.errors import PlimsollError
from warehouse.people import Connection, Grant

READ = frozenset({"activity:read", "activity:read_all"})
PRIVATE = (
    "Activities only you can see are left out, because “View data about your private activities” was not ticked: "
    "your load is counted without them."
)
SHOES = "Your shoes are left out, because “View your complete Strava profile” was not ticked."


class UnreadableGrantError(PlimsollError):
    """The runner agreed, and to no activities."""


def granted(grant: Grant, told: str) -> Grant:
    """Return the grant with its scopes: those of the token answer, else those the callback told, separated by commas."""
    return replace(grant, scopes=grant.scopes or frozenset(told.replace(",", " ").split()))


def connect(context: Context, strava: Authorizer, grant: Grant, begun: Begun) -> Connection:
    """Store the connection and the consent, and queue a look at Strava; raise PlimsollError when nothing can be read with it."""
    people, now = context.people, context.now()
    if not READ & grant.scopes:
        _give_back(context, strava, grant)
        problem = "You did not allow Plimsoll to view your activities, and without them it has nothing to show."
        raise UnreadableGrantError(problem, "Connect again and leave “View data about your activities” ticked.")
    account = account_for(context, grant, begun)
    connection = people.connections.connect(account.athlete, grant, now)
    people.consents.give(account.athlete, consent.KIND, consent.VERSION, now)
    people.jobs.add("sync", path="", name="Strava", athlete=account.athlete, now=now)
    return connection


def lacking(connection: Connection) -> Sequence[str]:
    """Say what will be missing with what was granted."""
    return [words for words, given in ((PRIVATE, connection.private), (SHOES, connection.shoes)) if not given]


def _give_back(context: Context, strava: Authorizer, grant: Grant) -> None:
    """Revoke a grant that is of no use, so that Strava asks anew next time; not when an older connection would end with it."""
    if context.people.connections.of_strava(grant.strava_id) is None:
        with suppress(PlimsollError):
            strava.revoke(grant.access_token)
