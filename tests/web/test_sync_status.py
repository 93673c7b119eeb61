"""The news from Strava: one strip for every state, never instead of the week, and kept up to date while the page is open."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from dashboard.clock import clock, since, to_go
from dashboard.components.quota_meter import windows
from dashboard.components.sync_status import sync_status
from dashboard.context import Visit
from dashboard.standing import Standing
from tests.web.connected import Harbour
from tests.web.pages import ORIGIN, words
from tests.web.seasons import NOW
from warehouse.model import AthleteId
from warehouse.people import Connection, Job, Quota, SyncStatus

BERLIN = ZoneInfo("Europe/Berlin")
ANNA = AthleteId("anna")
CALM = Standing(
    Connection(ANNA, 4711, frozenset({"activity:read"}), "connected", NOW - timedelta(days=9), NOW),
    SyncStatus(ANNA, looked_at=NOW - timedelta(minutes=12), walked_at=NOW - timedelta(hours=15), activities=812),
    Quota(100, 37, 1000, 412, NOW),
    None,
    NOW,
    BERLIN,
    timedelta(days=7),
    timedelta(minutes=30),
)
WALK = {"looked_at": None, "walked_at": None, "walking": True, "activities": 600, "oldest": date(2022, 3, 5)}
JOB = Job("j", "sync", "running", "", "", ANNA, None, 40, 100, "", None, None, None, NOW - timedelta(seconds=60))
VISIT = Visit("/", (), None, NOW)


def now_with(job: Job | None = None, quota: Quota | None = CALM.quota, state: Any = "connected", **status: Any) -> Standing:
    connection = replace(CALM.connection, state=state)
    return replace(CALM, connection=connection, job=job, quota=quota, status=replace(CALM.status, **status))


def said(stand: Standing, visit: Visit = VISIT) -> str:
    return " ".join(words(json.loads(json.dumps(sync_status(stand, visit).to_plotly_json(), default=lambda part: part.to_plotly_json()))))


def test_all_well_is_one_quiet_line() -> None:
    assert said(CALM) == "  Looked at Strava 12 min ago.   Connection"
    assert not CALM.under_way


def test_the_first_listing_tells_how_far_it_is_and_how_long_it_takes() -> None:
    stand = now_with(JOB, **WALK)
    text = said(stand)
    for part in ("Reading your history from Strava, about 1 min left.", "600 activities so far, back to March 2022.", "37 of 100 requests"):
        assert part in text
    assert stand.left == timedelta(seconds=90)
    assert stand.under_way


def test_before_the_first_page_there_is_no_promise() -> None:
    fresh = SyncStatus(ANNA)
    waiting = replace(CALM, job=replace(JOB, state="waiting", done=0, total=0), status=fresh, quota=None)
    assert waiting.left is None
    assert "Nothing has arrived yet." in said(waiting)


def test_a_spent_quota_names_the_hour_on_the_runners_clock() -> None:
    stand = now_with(quota=Quota(100, 100, 1000, 412, NOW), **WALK, resume_at=NOW + timedelta(minutes=15))
    assert "Paused until 19:15." in said(stand)
    assert "goes on by itself" in said(stand)
    assert not stand.under_way
    assert stand.next_look == NOW + timedelta(minutes=15)


def test_the_later_of_two_pauses_counts() -> None:
    stand = now_with(quota=Quota(100, 100, 1000, 1000, NOW), resume_at=NOW + timedelta(minutes=15))
    assert "Paused until tomorrow, 01:00." in said(stand)


def test_an_application_switched_off_is_not_called_a_spent_limit() -> None:
    text = said(now_with(quota=Quota(100, 1, 1000, 1, NOW, NOW + timedelta(hours=1), "inactive")))
    assert "switched this application off" in text
    assert "used up" not in text


def test_a_problem_is_told_with_its_next_step_and_what_stays_until_when() -> None:
    stand = now_with(problem="Strava could not be reached.", next_step="Plimsoll tries again by itself.")
    text = said(stand)
    for part in (
        "Strava could not be reached.",
        "Plimsoll tries again by itself.",
        "Last looked 12 min ago.",
        "at 19:18",
        "until Sun 29 Nov",
    ):
        assert part in text


def test_a_lost_connection_leads_to_the_way_back() -> None:
    stand = now_with(state="reconnect", problem="Strava refused.", next_step="")
    assert "Connect again" in said(stand)
    assert stand.next_look is None
    assert "until Sun 29 Nov" in said(stand)


@pytest.mark.parametrize(
    ("gone", "told"),
    [(20, "just now"), (12 * 60, "12 min ago"), (119 * 60, "119 min ago"), (3 * 3600, "3 h ago"), (72 * 3600, "3 days ago")],
)
def test_how_long_ago(gone: int, told: str) -> None:
    assert since(NOW - timedelta(seconds=gone), NOW) == told
    assert "left" in to_go(timedelta(seconds=gone))


@pytest.mark.parametrize(("hours", "told"), [(1, "20:00"), (7, "tomorrow, 02:00"), (-20, "yesterday, 23:00"), (80, "Thu 26 Nov, 03:00")])
def test_the_clock_is_the_runners(hours: int, told: str) -> None:
    assert clock(NOW + timedelta(hours=hours), NOW, BERLIN) == told


def test_a_window_that_is_over_counts_from_nothing() -> None:
    read = Quota(100, 37, 1000, 412, datetime(2026, 11, 22, 17, 59, tzinfo=UTC))
    assert [window.used for window in windows(read, NOW)] == [0, 412]
    assert [window.used for window in windows(read, NOW + timedelta(hours=6))] == [0, 0]
    assert [window.used for window in windows(read, read.seen_at)] == [37, 412]


def test_the_week_stays_on_screen_whatever_happens(harbour: Harbour) -> None:
    harbour.connect(problem="Strava could not be reached.", next_step="It goes on by itself.", looked_at=NOW - timedelta(hours=3))
    page = harbour.site.show("/")
    assert "Strava could not be reached." in page.text
    assert "Ceiling for the next run" in page.text
    assert "Powered by Strava" in page.text


def test_an_earlier_week_and_an_unconnected_runner_have_no_strip(harbour: Harbour) -> None:
    assert "Looked at Strava" not in harbour.site.show("/").text
    assert "Powered by Strava" not in harbour.site.show("/").text
    harbour.connect(looked_at=NOW)
    assert "Looked at Strava just now." in harbour.site.show("/").text
    assert "Looked at Strava" not in harbour.site.show("/", "?as_of=2026-11-10").text


def test_an_open_page_hears_the_news(harbour: Harbour) -> None:
    harbour.connect(looked_at=NOW - timedelta(minutes=40))
    assert tick(harbour)["news-tick"]["interval"] == 60_000
    harbour.look(5, 10)
    news = tick(harbour)
    assert news["news-tick"]["interval"] == 2_000
    assert "Reading your history" in " ".join(words(news["news"]["children"]))


def test_news_of_a_runner_who_left_are_none(harbour: Harbour) -> None:
    with pytest.raises(LookupError):
        tick(harbour)


def tick(harbour: Harbour) -> Any:
    body = {
        "output": "..news.children...news-tick.interval..",
        "outputs": [{"id": "news", "property": "children"}, {"id": "news-tick", "property": "interval"}],
        "inputs": [{"id": "news-tick", "property": "n_intervals", "value": 1}],
        "state": [{"id": "address", "property": "pathname", "value": "/"}, {"id": "address", "property": "search", "value": ""}],
        "changedPropIds": ["news-tick.n_intervals"],
    }
    answer = harbour.site.client.post("/_dash-update-component", json=body, headers=ORIGIN)
    if answer.status_code == 204:
        raise LookupError
    return answer.get_json()["response"]
