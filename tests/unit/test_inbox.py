"""The inbox: duplicates, disorder, pruning."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from warehouse.people import Event, Grant, People

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
CREATED = Event(7, "activity", 17_000_000_001, "create", {}, 1_795_000_000)
RENAMED = replace(CREATED, aspect="update", updates={"title": "Läufe", "private": "true"}, event_time=1_795_000_060)
GRANT = Grant(7, "Ada L", frozenset({"read"}), "access", "refresh", NOW + timedelta(hours=6))


def bare(events: list[Event]) -> list[Event]:
    return [replace(event, id=0, received_at=None) for event in events]


def test_events_wait_in_the_order_they_happened_until_they_are_done(people: People) -> None:
    other = replace(CREATED, strava_id=8)
    assert [people.inbox.add(event, NOW) for event in (RENAMED, CREATED, other)] == [True] * 3
    assert bare(people.inbox.waiting()) == [CREATED, other, RENAMED]
    mine = people.inbox.waiting(7)
    assert (bare(mine), mine[0].received_at) == ([CREATED, RENAMED], NOW)
    assert people.inbox.count() == 3
    people.inbox.done([event.id for event in mine], NOW)
    assert bare(people.inbox.waiting()) == [other]
    assert people.inbox.count() == 1


def test_a_duplicate_is_one_row_even_after_it_was_done(people: People) -> None:
    assert people.inbox.add(RENAMED, NOW)
    assert not people.inbox.add(replace(RENAMED, updates={"private": "true", "title": "Läufe"}), NOW)
    people.inbox.done([event.id for event in people.inbox.waiting()], NOW)
    assert not people.inbox.add(RENAMED, NOW + timedelta(minutes=5))
    assert people.inbox.count() == 0


@pytest.mark.parametrize(
    "change",
    [
        {"strava_id": 8},
        {"object_type": "athlete"},
        {"object_id": 18},
        {"aspect": "delete"},
        {"updates": {"title": "x", "private": "true"}},
        {"event_time": 5},
    ],
)
def test_what_differs_in_anything_is_no_duplicate(people: People, change: dict[str, object]) -> None:
    assert people.inbox.add(RENAMED, NOW)
    assert people.inbox.add(replace(RENAMED, **change), NOW)  # type: ignore[arg-type]


def test_pruning_takes_what_is_done_and_what_is_nobodys(people: People) -> None:
    ada = people.athletes.ensure("Ada", now=NOW).athlete
    people.connections.connect(ada, GRANT, NOW)
    nobodys = replace(CREATED, strava_id=8)
    for event in (CREATED, RENAMED, nobodys):
        people.inbox.add(event, NOW)
    people.inbox.done([people.inbox.waiting(7)[0].id], NOW)
    assert people.inbox.prune(NOW) == 0
    assert people.inbox.prune(NOW + timedelta(seconds=1)) == 2
    assert bare(people.inbox.waiting()) == [RENAMED]
