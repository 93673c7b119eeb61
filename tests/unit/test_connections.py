"""Connections: what is kept, how tokens are renewed, what refusals and outages do, and how all of it is forgotten."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import create_engine, inspect, text

from warehouse.errors import NotFoundError, PlimsollError, ReconnectError
from warehouse.model import AthleteId
from warehouse.people import Connection, Event, Grant, Keys, People
from warehouse.people.database import Database
from warehouse.people.migrations import MIGRATIONS, migrate
from warehouse.settings import Settings

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
HOURS = timedelta(hours=1)
FIRST = Grant(7, "Ada L", frozenset({"read", "activity:read_all"}), "access-1", "refresh-1", NOW + 6 * HOURS)
SECOND = Grant(7, "", frozenset(), "access-2", "refresh-2", NOW + 12 * HOURS)
THIRD = Grant(7, "", frozenset(), "access-3", "refresh-3", NOW + 18 * HOURS)


@pytest.fixture
def ada(people: People) -> AthleteId:
    athlete = people.athletes.ensure("Ada", now=NOW).athlete
    people.connections.connect(athlete, FIRST, NOW)
    return athlete


def at(moment: datetime) -> Callable[[], datetime]:
    return lambda: moment


def never(_: str) -> Grant:
    raise AssertionError


def refused(_: str) -> Grant:
    raise ReconnectError("Strava refused.", "Connect again.")


def unreachable(_: str) -> Grant:
    raise PlimsollError("Strava does not answer.", "Wait.")


def test_a_connection_is_found_by_athlete_and_by_account(people: People, ada: AthleteId) -> None:
    expected = Connection(ada, 7, FIRST.scopes, "connected", NOW, FIRST.expires_at)
    assert people.connections.get(ada) == people.connections.of_strava(7) == expected
    assert people.connections.all() == [expected]
    assert (expected.private, expected.shoes) == (True, False)
    assert people.connections.of_strava(8) is None
    assert people.connections.get(AthleteId("a0")) is None


def test_connecting_again_renews_tokens_and_scopes(people: People, ada: AthleteId) -> None:
    people.connections.lost(ada)
    again = people.connections.connect(ada, replace(SECOND, scopes=frozenset({"read", "profile:read_all"})), NOW + HOURS)
    assert (again.state, again.connected_at, again.private, again.shoes) == ("connected", NOW, False, True)
    assert people.connections.token(ada, never, at(NOW)) == "access-2"
    assert people.connections.all() == [again]


def test_two_people_are_never_mixed(people: People, ada: AthleteId) -> None:
    ben = people.athletes.ensure("Ben", now=NOW).athlete
    with pytest.raises(PlimsollError, match="already connected"):
        people.connections.connect(ben, FIRST, NOW)
    with pytest.raises(PlimsollError, match="already connected"):
        people.connections.connect(ada, replace(FIRST, strava_id=8), NOW)
    with pytest.raises(NotFoundError):
        people.connections.connect(AthleteId("a0"), replace(FIRST, strava_id=9), NOW)
    assert [connection.athlete for connection in people.connections.all()] == [ada]


def test_no_token_is_readable_on_the_disk(people: People, settings: Settings, ada: AthleteId) -> None:
    files = [path.read_bytes() for path in settings.home.glob("people.sqlite*")]
    assert not any(token in content for content in files for token in (b"access-1", b"refresh-1"))
    assert people.connections.refresh_token(ada) == "refresh-1"


def test_a_token_is_renewed_when_it_ends_soon_and_not_before(people: People, ada: AthleteId) -> None:
    asked: list[str] = []

    def refresh(token: str) -> Grant:
        asked.append(token)
        return SECOND

    early = FIRST.expires_at - timedelta(minutes=5, seconds=1)
    assert people.connections.token(ada, never, at(early)) == "access-1"
    assert people.connections.token(ada, refresh, at(early + timedelta(seconds=1))) == "access-2"
    assert people.connections.token(ada, never, at(early)) == "access-2"
    assert asked == ["refresh-1"]
    renewed = people.connections.get(ada)
    assert renewed is not None
    assert (renewed.scopes, renewed.expires_at) == (FIRST.scopes, SECOND.expires_at)
    assert people.connections.refresh_token(ada) == "refresh-2"


def test_a_rejected_token_is_renewed_once(people: People, ada: AthleteId) -> None:
    assert people.connections.token(ada, lambda _: SECOND, at(NOW), rejected="access-1") == "access-2"
    assert people.connections.token(ada, never, at(NOW), rejected="access-1") == "access-2"


def test_the_new_pair_is_stored_before_it_is_used(people: People, settings: Settings, ada: AthleteId) -> None:
    token = people.connections.token(ada, lambda _: SECOND, at(NOW + 6 * HOURS))
    other = People.open(settings)
    assert (token, other.connections.refresh_token(ada)) == ("access-2", "refresh-2")


def test_the_database_is_free_while_strava_is_asked(people: People, ada: AthleteId) -> None:
    """Another process's claim, an event and a second caller whose token still works: none of them waits."""
    soon = at(FIRST.expires_at - timedelta(minutes=1))

    def refresh(_: str) -> Grant:
        assert people.inbox.add(Event(7, "activity", 1, "create", {}, 1), NOW)
        assert people.connections.token(ada, never, soon) == "access-1"
        return SECOND

    assert people.connections.token(ada, refresh, soon) == "access-2"


def test_a_refusal_ends_in_reconnect_and_nothing_else_is_lost(people: People, ada: AthleteId) -> None:
    with pytest.raises(ReconnectError, match="no longer accepts"):
        people.connections.token(ada, refused, at(FIRST.expires_at))
    lost = people.connections.get(ada)
    assert lost is not None
    assert lost.state == "reconnect"
    with pytest.raises(ReconnectError):
        people.connections.token(ada, never, at(NOW))
    assert people.connections.refresh_token(ada) == "refresh-1"
    assert people.athletes.get(ada).name == "Ada"


def test_a_refused_renewal_leaves_a_token_that_still_works(people: People, ada: AthleteId) -> None:
    soon = at(FIRST.expires_at - timedelta(minutes=1))
    assert people.connections.token(ada, refused, soon) == "access-1"
    assert people.connections.token(ada, lambda _: SECOND, soon) == "access-2"
    with pytest.raises(ReconnectError):
        people.connections.token(ada, refused, soon, rejected="access-2")


def test_a_refusal_is_not_believed_when_another_process_was_quicker(people: People, ada: AthleteId) -> None:
    def overtaken(_: str) -> Grant:
        late = at(FIRST.expires_at + timedelta(seconds=40))
        assert people.connections.token(ada, lambda _: SECOND, late) == "access-2"
        raise ReconnectError("Strava refused.", "Connect again.")

    assert people.connections.token(ada, overtaken, at(FIRST.expires_at)) == "access-2"


@pytest.mark.parametrize(("mine", "stays"), [(THIRD, "refresh-3"), (replace(THIRD, expires_at=NOW + 11 * HOURS), "refresh-2")])
def test_a_pair_that_comes_after_its_claim_ran_out_is_kept_when_it_is_newer(
    people: People, ada: AthleteId, mine: Grant, stays: str
) -> None:
    def slow(_: str) -> Grant:
        late = at(FIRST.expires_at + timedelta(seconds=40))
        assert people.connections.token(ada, lambda _: SECOND, late) == "access-2"
        return mine

    assert people.connections.token(ada, slow, at(FIRST.expires_at)) == "access-3"
    assert people.connections.refresh_token(ada) == stays


def test_a_pair_survives_keys_that_rotate_while_strava_is_asked(people: People, settings: Settings, ada: AthleteId) -> None:
    def refresh(_: str) -> Grant:
        Keys.of(settings).rotate(people.connections.encrypt_anew)
        return replace(SECOND, expires_at=FIRST.expires_at)

    people.connections.token(ada, refresh, at(NOW), rejected="access-1")
    assert people.connections.refresh_token(ada) == "refresh-2"


def test_an_outage_gives_the_old_token_while_it_works_and_then_says_so(people: People, ada: AthleteId) -> None:
    assert people.connections.token(ada, unreachable, at(FIRST.expires_at - timedelta(minutes=1))) == "access-1"
    for _ in range(2):
        with pytest.raises(PlimsollError, match="does not answer"):
            people.connections.token(ada, unreachable, at(FIRST.expires_at))
    assert people.connections.token(ada, lambda _: SECOND, at(FIRST.expires_at)) == "access-2"


def test_a_connection_removed_meanwhile_stays_removed(people: People, ada: AthleteId) -> None:
    def refresh(_: str) -> Grant:
        people.connections.remove(ada)
        return SECOND

    with pytest.raises(ReconnectError, match="not connected"):
        people.connections.token(ada, refresh, at(FIRST.expires_at))
    assert people.connections.all() == []
    with pytest.raises(ReconnectError, match="not connected"):
        people.connections.refresh_token(ada)


def fill(people: People, athlete: AthleteId, strava_id: int) -> None:
    people.inbox.add(Event(strava_id, "activity", 1, "update", {"title": f"Run of {athlete}"}, 1), NOW)
    people.syncs.claim(athlete, NOW, HOURS)
    people.wanted.ask(athlete, "strava:1", NOW)
    people.consents.give(athlete, "strava", "1", NOW)


def test_removing_a_connection_keeps_the_athlete_and_their_consents(people: People, ada: AthleteId) -> None:
    fill(people, ada, 7)
    assert people.connections.remove(ada) == 4
    assert people.connections.remove(ada) == 0
    assert (people.inbox.count(), people.syncs.all(), people.wanted.of(ada)) == (0, [], [])
    assert len(people.consents.of(ada)) == 1


def test_forgetting_leaves_no_trace_and_others_stay(people: People, settings: Settings, ada: AthleteId) -> None:
    ben = people.athletes.ensure("Ben", now=NOW).athlete
    people.connections.connect(ben, replace(FIRST, strava_id=8), NOW)
    for athlete, strava_id in ((ada, 7), (ben, 8)):
        fill(people, athlete, strava_id)
    assert people.forget(ada) == 6
    assert people.forget(ada) == 0
    assert [connection.athlete for connection in people.connections.all()] == [ben]
    assert [event.strava_id for event in people.inbox.waiting()] == [8]
    assert [status.athlete for status in people.syncs.all()] == [ben]
    assert people.wanted.of(ben) == ["strava:1"]
    assert len(people.consents.of(ben)) == 1
    left = b"".join(path.read_bytes() for path in settings.home.glob("people.sqlite*"))
    assert ada.encode() not in left
    assert ben.encode() in left


def test_consents_are_given_replaced_withdrawn_and_kept(people: People, ada: AthleteId) -> None:
    people.consents.give(ada, "strava", "1", NOW)
    people.consents.give(ada, "strava", "1", NOW + HOURS)
    people.consents.give(ada, "coach", "1", NOW)
    people.consents.give(ada, "strava", "2", NOW + 2 * HOURS)
    people.consents.withdraw(ada, "strava", NOW + 3 * HOURS)
    people.consents.withdraw(ada, "strava", NOW + 4 * HOURS)
    assert [(one.kind, one.version, one.given_at, one.withdrawn_at) for one in people.consents.of(ada)] == [
        ("strava", "1", NOW, NOW + 2 * HOURS),
        ("coach", "1", NOW, None),
        ("strava", "2", NOW + 2 * HOURS, NOW + 3 * HOURS),
    ]


def test_a_database_from_before_strava_keeps_its_athletes(settings: Settings) -> None:
    settings.home.mkdir()
    migrate(Database(settings.people), MIGRATIONS[:1])
    engine = create_engine(settings.people)
    assert not inspect(engine).has_table("strava_connection")
    with engine.begin() as connection:
        row = "('a1', 'Ada', '2026-01-01 00:00:00', 'UTC', 'km', 'monday', null, null, null)"
        connection.execute(text(f"insert into athlete values {row}"))
    people = People.open(settings)
    assert people.connections.connect(AthleteId("a1"), FIRST, NOW).strava_id == 7
    people.close()
