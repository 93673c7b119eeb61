"""Every transcript in `cases` is a test: its activities land, one build serves all, and the published rows are those expected."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.homes import House
from tests.sql.given import put
from tests.sql.transcript import Transcript, differences, read
from warehouse.settings import Settings

CASES = [read(path) for path in sorted((Path(__file__).parent / "cases").glob("*.md"))]
Table = Callable[[str], list[dict[str, Any]]]


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Table:
    """All transcripts' athletes in one home, built once; returns a published table's rows."""
    house = House.open(Settings(home=tmp_path_factory.mktemp("transcripts") / "home"))
    for case in CASES:
        put(house, case)
    house.build()
    return cache(lambda table: house.ask(f"from {table}"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_transcript(case: Transcript, published: Table) -> None:
    found = [
        f"{table}: {difference}"
        for table, rows in case.expect.items()
        for expected in rows
        for difference in differences(expected, [row for row in published(table) if row["athlete_id"] == case.name])
    ]
    assert not found, "\n".join([case.why, *found])
