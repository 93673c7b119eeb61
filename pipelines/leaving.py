"""Leaving Strava, or Plimsoll: the permission is given back, then everything that came of it is deleted, and a receipt says so.

Tokens go before data, so that no sync can bring back what is being deleted. Killed half-way, either can be asked for again: what was
deleted stays deleted, and the rest follows.
"""

import time
from contextlib import ExitStack, suppress

from pipelines.resources import Installation
from pipelines.strava.turn import Turns
from warehouse.errors import BusyError, PlimsollError
from warehouse.model import AthleteId
from warehouse.people import People
from warehouse.store import Receipt

PATIENCE_S = 5.0
"""How long a step of a sync is waited for. One that takes longer finds the athlete gone, and lands nothing."""

_LOOK_S = 0.1


def disconnect(installation: Installation, athlete: AthleteId) -> Receipt:
    """Give the permission back, and delete tokens and all that came from Strava's API; account, exports and files stay."""
    people = installation.people()
    _cut(installation, people, athlete)
    for consent in people.consents.of(athlete):
        people.consents.withdraw(athlete, consent.kind, installation.now())
    return installation.warehouse(people).disconnect(athlete, installation.now())


def forget(installation: Installation, athlete: AthleteId) -> Receipt:
    """Give the permission back where there is one, and delete every trace of the athlete."""
    people = installation.people()
    _cut(installation, people, athlete)
    return installation.warehouse(people).forget(athlete, installation.now())


def _cut(installation: Installation, people: People, athlete: AthleteId) -> None:
    """Give the permission back as far as Strava can be reached, and delete the tokens with everything that says how far a sync is."""
    if people.connections.get(athlete) is None:
        return
    with ExitStack() as turn:
        _await(Turns(people, athlete, installation.now), turn)
        with suppress(PlimsollError):
            installation.oauth().revoke(people.connections.refresh_token(athlete))
        people.connections.remove(athlete)


def _await(turns: Turns, turn: ExitStack) -> None:
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        with suppress(BusyError):
            turn.enter_context(turns.taken())
            return
        time.sleep(_LOOK_S)
