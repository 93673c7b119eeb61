"""Notes on shoes a second time, as loops over activities: what the SQL must agree with. Written from docs/methods.md, never from the SQL.

For pairs their runner never spoke of, and without the notes on a wrong default and on retired pairs, which transcripts hold.
"""

from collections.abc import Sequence
from datetime import date

from tests.oracle_load import ON_FOOT, Activity, counts, duplicates
from tests.oracle_quality import doubts_of

Note = tuple[str, str | None, int, int]
"""What is said, of which pair, activities in it (or without one), their distance in decimetres."""
HELD = ("no_pair", "one_pair", "new_pair")


def notes_on(today: date, activities: Sequence[Activity]) -> set[Note]:
    """Return what is said on a day."""
    past = [one for one in activities if one.local_date <= today]
    doubts = doubts_of(past)
    twice = duplicates([one for one in past if counts(one) and one.activity_id not in doubts])
    driven = {key for key, doubt in doubts.items() if doubt != "endless"}
    foot = [one for one in past if one.sport_type in ON_FOOT and one.activity_id not in twice | driven]
    season = [one for one in foot if (today - one.local_date).days < 90]
    bare = [one for one in season if one.shoe_id is None]
    said: set[Note] = {("no_pair", None, len(bare), _dm(bare))} if bare else set()
    for shoe in {one.shoe_id for one in season if one.shoe_id}:
        mine = [one for one in season if one.shoe_id == shoe]
        if len(mine) >= 4 and 10 * _dm(mine) > 9 * _dm(season):
            said.add(("one_pair", shoe, len(mine), _dm(mine)))
        said |= _new(shoe, today, foot)
    return said


def _new(shoe: str, today: date, foot: Sequence[Activity]) -> set[Note]:
    first = min(one.local_date for one in foot if one.shoe_id == shoe)
    since = [one for one in foot if one.local_date >= first]
    mine = [one for one in since if one.shoe_id == shoe]
    new = (today - first).days < 14 and any(one.local_date < first and one.dm for one in foot)
    return {("new_pair", shoe, len(mine), _dm(mine))} if new and len(mine) >= 2 and 2 * _dm(mine) > _dm(since) else set()


def _dm(activities: Sequence[Activity]) -> int:
    return sum(one.dm for one in activities)
