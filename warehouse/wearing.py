"""Puts activities in a pair of shoes, or back to what their source says, whichever of their ids was used before."""

from collections.abc import Iterable

from warehouse.model import ActivityId, AthleteId, ShoeId
from warehouse.people import People
from warehouse.reader import Marts


def put_in(marts: Marts, people: People, athlete: AthleteId, activities: Iterable[ActivityId], shoe: ShoeId | None) -> int:
    """Put activities in a pair, or back with None; return how many. An activity of several sources has an id of each."""
    chosen = set(activities)
    members = marts.members(athlete)
    return people.shoes.assign(athlete, chosen, shoe, also={one for activity in chosen for one in members.get(activity, ())})
