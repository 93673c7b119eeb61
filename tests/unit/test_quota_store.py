"""The quota: windows of a quarter hour and a UTC day, and one row that all processes share."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from warehouse.people import People, Quota

NOW = datetime(2026, 11, 23, 8, 7, 30, tzinfo=UTC)
FRESH = Quota(100, 10, 1000, 50, NOW)
QUARTER_END = datetime(2026, 11, 23, 8, 15, tzinfo=UTC)
MIDNIGHT = datetime(2026, 11, 24, tzinfo=UTC)


@pytest.mark.parametrize(
    ("changes", "resume_at"),
    [
        ({}, None),
        ({"short_used": 99}, None),
        ({"short_used": 100}, QUARTER_END),
        ({"short_used": 130}, QUARTER_END),
        ({"day_used": 1000}, MIDNIGHT),
        ({"short_used": 100, "day_used": 1000}, MIDNIGHT),
        ({"blocked_until": NOW + timedelta(hours=1)}, NOW + timedelta(hours=1)),
        ({"blocked_until": NOW}, None),
        ({"short_used": 100, "blocked_until": NOW + timedelta(minutes=1)}, QUARTER_END),
        ({"short_limit": 0, "day_limit": 0, "short_used": 5}, None),
    ],
)
def test_when_requests_may_be_made_again(changes: dict[str, int], resume_at: datetime | None) -> None:
    assert replace(FRESH, **changes).resume_at(NOW) == resume_at  # type: ignore[arg-type]


@pytest.mark.parametrize("spent", [replace(FRESH, short_used=100), replace(FRESH, day_used=1000), replace(FRESH, blocked_until=MIDNIGHT)])
def test_the_moment_it_names_is_free_and_the_one_before_is_not(spent: Quota) -> None:
    moment = spent.resume_at(NOW)
    assert moment is not None
    assert spent.resume_at(moment) is None
    assert spent.resume_at(moment - timedelta(microseconds=1)) == moment
    assert spent.left(moment - timedelta(microseconds=1)) == 0
    assert spent.left(moment) > 0


def test_the_last_quarter_of_the_day_ends_with_the_day() -> None:
    late = datetime(2026, 11, 23, 23, 59, 59, tzinfo=UTC)
    assert Quota(100, 100, 1000, 5, late).resume_at(late) == MIDNIGHT


def test_what_is_left_is_the_stricter_window_beyond_the_reserve() -> None:
    assert FRESH.left(NOW) == 90
    assert FRESH.spare(NOW, 0.3) == 60
    assert replace(FRESH, day_used=960).left(NOW) == 40
    assert replace(FRESH, day_used=960).spare(NOW, 0.3) == 0
    assert FRESH.left(QUARTER_END) == 100
    assert replace(FRESH, short_used=100).spare(NOW, 0) == 0
    assert Quota(0, 0, 0, 0, NOW).left(NOW) == 0


def test_a_reading_from_a_clock_that_was_ahead_blocks_nothing() -> None:
    ahead = replace(FRESH, seen_at=NOW + timedelta(days=400), day_used=1000, blocked_until=NOW + timedelta(days=401))
    assert ahead.resume_at(NOW) is None
    assert FRESH.after(ahead) == FRESH


def test_the_quota_is_shared_and_an_older_reading_takes_nothing_back(people: People) -> None:
    assert people.quota.read() is None
    people.quota.note(FRESH)
    later = replace(FRESH, seen_at=NOW + timedelta(seconds=2), short_used=11, day_used=51, problem="inactive", blocked_until=MIDNIGHT)
    people.quota.note(later)
    people.quota.note(replace(FRESH, seen_at=NOW + timedelta(seconds=1), short_used=14, day_used=49))
    assert people.quota.read() == replace(later, short_used=14)


def test_a_good_answer_clears_the_block_and_a_new_window_begins_empty(people: People) -> None:
    people.quota.note(replace(FRESH, problem="inactive", blocked_until=NOW + timedelta(hours=1)))
    good = Quota(200, 1, 2000, 51, QUARTER_END)
    people.quota.note(good)
    assert people.quota.read() == good
    tomorrow = Quota(200, 1, 2000, 1, MIDNIGHT)
    people.quota.note(tomorrow)
    assert people.quota.read() == tomorrow
