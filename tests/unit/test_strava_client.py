"""Reading an athlete's data: what comes, what it costs, and what every fault means."""

import logging
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from pipelines.strava.client import StravaClient
from pipelines.strava.errors import GoneError, InactiveError, RefusedError, SpentError, StravaError, UnreachableError
from pipelines.strava.oauth import OAuth
from pipelines.strava.transport import Patience
from tests.strava import FakeAthlete, FakeStrava, activity, shoe
from warehouse.errors import ReconnectError
from warehouse.people import People
from warehouse.settings import Settings

PROMPT = Patience(pauses=(0.0, 0.0))
TRIES = 1 + len(PROMPT.pauses)
QUARTER = datetime(2026, 11, 23, 8, 15, tzinfo=UTC)


class Clock:
    """A time that stands still until it is set."""

    def __init__(self) -> None:
        self.time = datetime(2026, 11, 23, 8, 7, tzinfo=UTC)

    def __call__(self) -> datetime:
        """Return the time."""
        return self.time


@pytest.fixture
def clock(strava: FakeStrava) -> Clock:
    strava.now = Clock()
    return strava.now


@pytest.fixture
def ada(strava: FakeStrava) -> FakeAthlete:
    runs = [activity(day, f"2026-11-{day:02d}T06:00:00Z", gear="g1") for day in range(1, 8)]
    ada = strava.add_athlete(81, runs, [shoe("g1", km=120)])
    ada.details[3] = {"perceived_exertion": 6}
    ada.streams[3] = {"time": [0, 1, 2], "cadence": [80, 81, 82], "temp": [20, 20, 20]}
    return ada


@pytest.fixture
def patient(strava: FakeStrava, ada: FakeAthlete, clock: Clock, people: People, settings: Settings) -> Callable[[Patience], StravaClient]:
    """Connect Ada; what is returned makes a client of this patience."""
    settings = strava.configure(settings)
    oauth = OAuth(settings, clock, patience=PROMPT)
    athlete = people.athletes.ensure("Ada", now=clock()).athlete
    people.connections.connect(athlete, oauth.exchange(strava.code(ada)), clock())
    strava.requests.clear()
    return lambda patience: StravaClient(settings, people, athlete, clock, oauth, patience=patience)


@pytest.fixture
def client(patient: Callable[[Patience], StravaClient]) -> StravaClient:
    return patient(PROMPT)


CALLS: dict[str, Callable[[StravaClient], object]] = {
    "activities": lambda client: client.activities(1),
    "athlete": lambda client: client.athlete(),
    "gear": lambda client: client.gear("g1"),
    "activity": lambda client: client.activity(3),
    "streams": lambda client: client.streams(3),
}


FAULTS: dict[str, tuple[type[StravaError], int]] = {
    "403": (StravaError, 1),
    "403-inactive": (InactiveError, 1),
    "429": (SpentError, 1),
    "500": (UnreachableError, 1),
    "502": (UnreachableError, TRIES),
    "503": (UnreachableError, TRIES),
    "timeout": (UnreachableError, 1),
    "drop": (UnreachableError, TRIES),
    "cut": (UnreachableError, TRIES),
    "broken": (UnreachableError, 1),
    "empty": (UnreachableError, 1),
}


def test_pages_are_newest_first_until_an_empty_one(strava: FakeStrava, client: StravaClient) -> None:
    strava.page_size = 3
    pages = [client.activities(page) for page in (1, 2, 3, 4)]
    assert [[row["id"] for row in page.rows] for page in pages] == [[7, 6, 5], [4, 3, 2], [1], []]
    assert pages[3].raw == b"[]"
    assert strava.requests[0].query == {"page": "1", "per_page": "200"}
    assert client.requests == strava.count("/athlete/activities") == 4


def test_equal_rows_are_equal_bytes(client: StravaClient, ada: FakeAthlete) -> None:
    before = client.activities(1)
    ada.activities[0] = dict(reversed(ada.activities[0].items()))
    assert client.activities(1).raw == before.raw
    ada.activities[0]["name"] = "Renamed"
    assert client.activities(1).raw != before.raw


def test_rows_may_hold_anything(client: StravaClient, ada: FakeAthlete) -> None:
    ada.activities[:] = [
        activity(9, "2026-11-09T06:00:00Z", sport="Moonwalk", name="\ud800 ☃", distance="far", laps={"new": [None]}, absent=["type"])
    ]
    (row,) = client.activities(1).rows
    assert (row["sport_type"], row["name"], row["distance"], "type" in row) == ("Moonwalk", "\ud800 ☃", "far", False)


def test_the_other_calls(client: StravaClient) -> None:
    assert [pair["id"] for pair in client.athlete()["shoes"]] == ["g1"]
    assert client.gear("g1")["brand_name"] == "Nike"
    assert client.activity(3)["perceived_exertion"] == 6
    assert client.streams(3) == {"time": [0, 1, 2], "cadence": [80, 81, 82]}
    assert client.streams(4) == {}, "an activity without samples is normal"


@pytest.mark.parametrize("fault", FAULTS)
def test_every_fault_of_every_call_has_its_name_and_passes(
    strava: FakeStrava, client: StravaClient, patient: Callable[[Patience], StravaClient], clock: Clock, fault: str
) -> None:
    kind, tries = FAULTS[fault]
    strava.slow = 60
    failing = patient(replace(PROMPT, read=0.2)) if fault == "timeout" else client
    for call in CALLS.values():
        wanted = call(client)
        strava.requests.clear()
        strava.fail("/", fault, times=9)
        with pytest.raises(kind) as caught:
            call(failing)
        assert (type(caught.value), strava.heard(tries)) == (kind, tries)
        assert caught.value.next_step
        assert caught.value.__suppress_context__, "what the library says has addresses"
        strava.heal()
        clock.time += timedelta(hours=1)
        assert call(client) == wanted


def test_what_is_gone_is_gone_and_a_list_never_is(strava: FakeStrava, client: StravaClient) -> None:
    """A wrong address answers 404 as well, and must not look like an athlete without activities."""
    for ask in (lambda: client.activity(99), lambda: client.gear("g9")):
        with pytest.raises(GoneError):
            ask()
    strava.fail("/athlete", "404", times=2)
    for ask in (client.athlete, lambda: client.activities(1)):
        with pytest.raises(UnreachableError):
            ask()


@pytest.mark.parametrize("fault", ["502", "503", "drop", "cut"])
def test_a_short_fault_is_not_felt(strava: FakeStrava, client: StravaClient, fault: str) -> None:
    strava.fail("/athlete/activities", fault, times=TRIES - 1)
    assert len(client.activities(1).rows) == 7


def test_limits_are_minded_before_any_request(strava: FakeStrava, client: StravaClient, clock: Clock) -> None:
    strava.rates.read_limit = (2, 1000)
    client.athlete()
    client.athlete()
    with pytest.raises(SpentError) as caught:
        client.athlete()
    assert (caught.value.resume_at, strava.count(), client.requests) == (QUARTER, 2, 2)
    clock.time = QUARTER
    client.athlete()


def test_too_many_requests_of_somebody_else_are_noted(strava: FakeStrava, client: StravaClient, people: People) -> None:
    strava.rates.told = False
    strava.fail("/athlete", "429")
    for _ in range(2):
        with pytest.raises(SpentError) as caught:
            client.athlete()
        assert caught.value.resume_at == QUARTER
    assert strava.count() == 1
    quota = people.quota.read()
    assert quota is not None
    assert (quota.blocked_until, quota.problem) == (QUARTER, "")


def test_a_switched_off_application_is_tried_again_after_an_hour(
    strava: FakeStrava, client: StravaClient, clock: Clock, people: People
) -> None:
    strava.fail("/athlete", "403-inactive")
    with pytest.raises(InactiveError):
        client.athlete()
    with pytest.raises(SpentError, match="switched this application off") as caught:
        client.athlete()
    assert strava.count() == 1
    clock.time = caught.value.resume_at
    client.athlete()
    quota = people.quota.read()
    assert quota is not None
    assert (quota.blocked_until, quota.problem) == (None, "")


def test_errors_tell_the_quota_too(strava: FakeStrava, client: StravaClient, people: People) -> None:
    strava.rates.read_used = (40, 400)
    with pytest.raises(GoneError):
        client.activity(99)
    quota = people.quota.read()
    assert quota is not None
    assert (quota.short_limit, quota.short_used, quota.day_limit, quota.day_used) == (100, 41, 1000, 401)


def test_an_expired_token_is_renewed_before_and_a_refused_one_after(
    strava: FakeStrava, client: StravaClient, clock: Clock, ada: FakeAthlete
) -> None:
    ada.expire()
    client.athlete()
    assert [(one.path, one.status) for one in strava.requests] == [("/athlete", 401), ("/oauth/token", 200), ("/athlete", 200)]
    strava.requests.clear()
    clock.time += timedelta(hours=6)
    client.athlete()
    assert [one.path for one in strava.requests] == ["/oauth/token", "/athlete"]


def test_a_new_token_that_is_refused_ends_the_call_but_not_the_connection(strava: FakeStrava, client: StravaClient) -> None:
    """Strava has just renewed it, so the athlete has not taken the permission away; this passes."""
    strava.fail("/athlete", "401", times=2)
    with pytest.raises(RefusedError):
        client.athlete()
    assert strava.count() == 3
    assert client.athlete()["id"] == 81


def test_a_permission_taken_away_asks_the_runner(strava: FakeStrava, client: StravaClient, ada: FakeAthlete) -> None:
    ada.revoke()
    for _ in range(2):
        with pytest.raises(ReconnectError):
            client.athlete()
    assert [one.path for one in strava.requests] == ["/athlete", "/oauth/token"]


def test_a_permission_not_given_is_said_and_no_reason_to_renew(strava: FakeStrava, client: StravaClient, ada: FakeAthlete) -> None:
    ada.scopes = frozenset({"read"})
    with pytest.raises(StravaError, match="permission"):
        client.activities(1)
    assert strava.count() == 1
    assert "shoes" not in client.athlete()


def test_an_answer_that_drips_is_not_waited_for(strava: FakeStrava, patient: Callable[[Patience], StravaClient]) -> None:
    patience = replace(PROMPT, whole=0.4)
    strava.slow = patience.read
    strava.fail("/athlete", "drip")
    started = time.perf_counter()
    with pytest.raises(UnreachableError):
        patient(patience).athlete()
    assert patience.whole < time.perf_counter() - started < strava.slow / 2


def test_nothing_secret_is_logged(client: StravaClient, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    for call in CALLS.values():
        call(client)
    assert "secret" not in caplog.text
    assert [record.name for record in caplog.records if record.levelno >= logging.WARNING] == []


def test_a_page_takes_milliseconds(client: StravaClient, ada: FakeAthlete) -> None:
    ada.activities[:] = [activity(number, f"2026-10-{number % 30 + 1:02d}T06:00:00Z") for number in range(200)]
    spent = []
    for _ in range(5):
        started = time.perf_counter()
        assert len(client.activities(1).rows) == 200
        spent.append(time.perf_counter() - started)
    assert min(spent) < 2, "a stall of the connection, or a sleep"
