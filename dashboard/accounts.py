"""Whose account a connection belongs to. Two people are never made one without being asked."""

import hashlib
import hmac
from collections.abc import Iterator, Sequence
from itertools import count as count_from

from dashboard.access import Viewer, may_see
from dashboard.context import Context
from dashboard.handshake import Begun
from warehouse.errors import PlimsollError
from warehouse.model import AthleteId
from warehouse.people import AthleteAccount, Grant
from warehouse.people.keys import Keys
from warehouse.people.validation import clean_name, clean_timezone

NAMELESS = "Runner"
_LONGEST = 80


def unconnected(context: Context, viewer: Viewer) -> Sequence[AthleteAccount]:
    """List the athletes whom the viewer may connect: theirs to see, and not connected yet."""
    connected = {one.athlete for one in context.people.connections.all()}
    return [one for one in context.people.athletes.all() if one.athlete not in connected and may_see(viewer, one.athlete)]


def account_for(context: Context, grant: Grant, begun: Begun) -> AthleteAccount:
    """Return the account of a grant: the one connected before, else the one the owner chose, else a new one.

    Raises NotFoundError when the chosen one is gone, PlimsollError when it has been connected with another account meanwhile.
    """
    people = context.people
    known = people.connections.of_strava(grant.strava_id)
    if known or begun.athlete:
        return people.athletes.get(known.athlete if known else AthleteId(begun.athlete))
    return _new(context, grant, _zone(begun.timezone))


def _new(context: Context, grant: Grant, timezone: str) -> AthleteAccount:
    """Make an account whose id follows from the account at Strava, so that who disconnects and comes back finds their files again."""
    key = Keys.of(context.settings).session_secret().encode()
    athlete = f"a{hmac.new(key, f'strava {grant.strava_id}'.encode(), hashlib.sha256).hexdigest()[:12]}"
    ensured = (
        context.people.athletes.ensure(name, now=context.now(), timezone=timezone, athlete_id=athlete) for name in _names(grant.name)
    )
    return next(account for account in ensured if account.athlete == athlete)


def _zone(told: str) -> str:
    try:
        return clean_timezone(told)
    except PlimsollError:
        return "UTC"


def _names(told: str) -> Iterator[str]:
    """Yield the name Strava tells, then the same with numbers: another runner may have it already."""
    try:
        name = clean_name(told[:_LONGEST])
    except PlimsollError:
        name = NAMELESS
    yield name
    yield from (f"{name} {count}" for count in count_from(2))
