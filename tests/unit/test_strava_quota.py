"""What headers tell of Strava's limits."""

from datetime import UTC, datetime, timedelta

import pytest

from pipelines.strava import quota
from tests.strava import FakeStrava
from warehouse.people import Quota

NOW = datetime(2026, 11, 23, 8, 7, 30, tzinfo=UTC)
QUARTER = datetime(2026, 11, 23, 8, 15, tzinfo=UTC)
MIDNIGHT = datetime(2026, 11, 24, tzinfo=UTC)


def headers(overall: str = "10,100", reads: str = "10,100", limit: str = "200,2000", read_limit: str = "100,1000") -> dict[str, str]:
    return {
        "X-RateLimit-Limit": limit,
        "X-RateLimit-Usage": overall,
        "X-ReadRateLimit-Limit": read_limit,
        "X-ReadRateLimit-Usage": reads,
    }


@pytest.mark.parametrize(
    ("told", "short_left", "day_left"),
    [
        (headers(), 90, 900),
        (headers(overall="195,100"), 5, 900),
        (headers(overall="195,1999", reads="3,3"), 5, 1),
        (headers(reads="99,1000"), 1, 0),
        (headers(reads="101,1001"), -1, -1),
        ({name: value for name, value in headers().items() if "Read" not in name}, 190, 1900),
    ],
)
def test_the_stricter_limit_counts_in_each_window(told: dict[str, str], short_left: int, day_left: int) -> None:
    read = quota.from_headers(told, NOW, None)
    assert read is not None
    assert (read.short_limit - read.short_used, read.day_limit - read.day_used, read.seen_at) == (short_left, day_left, NOW)


def test_use_only_grows_in_a_window_whichever_limit_is_nearer() -> None:
    """Readings of two processes are merged by the larger use: 150 of 200 requests, then 60 of 100 reads, are not 150 of 100."""
    first = quota.from_headers(headers(overall="150,150", reads="40,40"), NOW, None)
    second = quota.from_headers(headers(overall="151,151", reads="60,60"), NOW, first)
    assert first is not None
    assert second is not None
    assert (first.short_limit, first.short_used, second.short_limit, second.short_used) == (100, 50, 100, 60)


@pytest.mark.parametrize(
    "told", [{}, headers(reads="", overall="x,y"), {"X-RateLimit-Limit": "200,2000"}, headers("1", "1"), headers("1,2,3", "1")]
)
def test_an_answer_that_tells_nothing_changes_nothing(told: dict[str, str]) -> None:
    before = Quota(100, 7, 1000, 70, NOW - timedelta(minutes=1))
    assert quota.from_headers(told, NOW, before) == before
    assert quota.from_headers(told, NOW, None) is None


@pytest.mark.parametrize("told", [{}, headers()])
def test_a_block_stays_while_it_runs_and_goes_with_the_next_answer(told: dict[str, str]) -> None:
    before = Quota(100, 7, 1000, 70, NOW, blocked_until=NOW + timedelta(hours=1), problem="inactive")
    during = quota.from_headers(told, NOW + timedelta(minutes=59), before)
    after = quota.from_headers(told, NOW + timedelta(minutes=60), before)
    assert during is not None
    assert after is not None
    assert (during.blocked_until, during.problem) == (before.blocked_until, "inactive")
    assert (after.blocked_until, after.problem) == (None, "")


@pytest.mark.parametrize(
    ("told", "until"),
    [
        ({}, QUARTER),
        (headers(reads="100,500"), QUARTER),
        (headers(reads="100,1000"), MIDNIGHT),
        ({"Retry-After": "60"}, NOW + timedelta(seconds=60)),
        ({"Retry-After": "999999999999"}, NOW + timedelta(days=1)),
        ({"Retry-After": "Mon, 23 Nov 2026 09:00:00 GMT"}, QUARTER),
        ({"Retry-After": "-1"}, QUARTER),
    ],
)
def test_too_many_requests_block_until_the_window_ends(told: dict[str, str], until: datetime) -> None:
    blocked = quota.spent(told, NOW, quota.from_headers(told, NOW, None))
    assert (blocked.blocked_until, blocked.resume_at(NOW), blocked.resume_at(until)) == (until, until, None)


def test_a_switched_off_application_is_tried_every_hour() -> None:
    blocked = quota.inactive(NOW, None)
    assert (blocked.problem, blocked.resume_at(NOW)) == ("inactive", NOW + timedelta(hours=1))
    assert blocked.resume_at(NOW + timedelta(hours=1)) is None


def test_the_server_that_plays_strava_keeps_its_windows(strava: FakeStrava) -> None:
    rates = strava.rates
    assert all(rates.count(NOW, read=True) for _ in range(100))
    assert not rates.count(NOW, read=True)
    assert rates.headers()["X-ReadRateLimit-Usage"] == "101,101"
    assert rates.count(QUARTER, read=True)
    assert rates.headers()["X-ReadRateLimit-Usage"] == "1,102"
    assert rates.count(MIDNIGHT, read=False)
    assert (rates.headers()["X-ReadRateLimit-Usage"], rates.headers()["X-RateLimit-Usage"]) == ("0,0", "1,1")
