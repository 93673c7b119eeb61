"""The notes on shoes are what the oracle says, for runners who change to a new pair at any time."""

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from tests.homes import House
from tests.oracle_load import Activity
from tests.oracle_shoes import HELD, Note, notes_on
from tests.season import FIRST, season, to_landing_rows
from warehouse.settings import Settings

RUNNERS, DAYS = 24, 110


def shod(seed: int, activities: Sequence[Activity]) -> list[Activity]:
    """Let the runner change to a new pair some time, worn more or less often from then on; some activities name none, none has samples."""
    rng = random.Random(seed)  # noqa: S311 -- the same runners every time, no secret
    change, often = FIRST + timedelta(days=rng.randrange(DAYS - 30, DAYS)), rng.choice((0.3, 0.6, 0.97))
    named = rng.choice((1.0, 0.98, 0.8))

    def pair(one: Activity) -> str | None:
        new = one.local_date >= change and rng.random() < often
        return ("strava:g102" if new else "strava:g101") if rng.random() < named else None

    return [one if one.sport_type == "Ride" else replace(one, shoe_id=pair(one), beats=None, speeds=None) for one in activities]


@pytest.mark.slow
def test_notes_agree(settings: Settings) -> None:
    house, last = House.open(settings), FIRST + timedelta(days=DAYS)
    seasons = {f"runner{seed}": shod(seed, season(seed, DAYS, kind=("nasty", "gaps")[seed % 2])) for seed in range(RUNNERS)}
    for name, activities in seasons.items():
        house.land(house.athlete(name), "export", to_landing_rows(activities), full=True)
    house.build(datetime.combine(last, time(12), UTC))
    found: dict[str, set[Note]] = {name: set() for name in seasons}
    for row in house.ask("select athlete_id, note, shoe_id, uses, round(distance_km * 10000)::bigint as dm from shoe_note"):
        if row["note"] in HELD:
            found[row["athlete_id"]].add((row["note"], row["shoe_id"], row["uses"], row["dm"]))
    expected = {name: notes_on(last, activities) for name, activities in seasons.items()}
    assert found == expected
    assert {note for notes in expected.values() for note, *_ in notes} == set(HELD)
