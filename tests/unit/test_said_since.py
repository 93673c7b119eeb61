"""The quick look for newer check-ins agrees with the people database it passes by."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from warehouse.check_in import CheckIn
from warehouse.people import People
from warehouse.said_since import said_since
from warehouse.settings import Settings

NOW = datetime(2026, 6, 30, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("built", "newer"), [(NOW - HOUR, True), (NOW - timedelta(microseconds=1), True), (NOW, False), (NOW + HOUR, False)]
)
def test_only_what_was_said_after_the_build_counts(settings: Settings, built: datetime, newer: bool) -> None:
    people = People.open(settings)
    ann, ben = (people.athletes.ensure(name, now=NOW).athlete for name in ("Ann", "Ben"))
    people.check_ins.add(ann, CheckIn(local_date=NOW.date(), pain=4), NOW)
    assert said_since(settings, ann, built.replace(tzinfo=None)) is newer
    assert not said_since(settings, ben, built.replace(tzinfo=None))
    people.close()


def test_what_cannot_be_told_quickly_is_read_in_full(settings: Settings) -> None:
    assert said_since(settings, "a1", NOW.replace(tzinfo=None))  # type: ignore[arg-type]  # no home yet
    people = People.open(settings)
    assert said_since(settings, "a1", None)  # type: ignore[arg-type]  # never built
    assert said_since(replace(settings, people_url="postgresql://x"), "a1", NOW.replace(tzinfo=None))  # type: ignore[arg-type]
    people.close()
