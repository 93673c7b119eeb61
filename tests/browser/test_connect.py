"""From Strava's button to a page that fills and follows, through the real worker and the server that plays Strava."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Server, Window
from tests.strava import FakeStrava, activity
from tests.web.seasons import NOW

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_a_runner_connects_and_the_page_fills_and_follows_by_itself(window: Window, strava_server: Server, strava: FakeStrava) -> None:
    runs = [activity(number, NOW - timedelta(days=number, hours=5), 8 + number % 3) for number in range(1, 251)]
    ada = strava.add_athlete(7, runs)
    page = window.open(f"{strava_server.url}/connect")
    with page.expect_request("**/auth/strava/start?timezone=*"):
        page.get_by_alt_text("Connect with Strava").click()
    page.wait_for_url("**/?athlete=*")
    expect(page.locator(".subtitle")).to_contain_text("Ada Runner", timeout=60_000)
    expect(page.locator(".freshness")).to_contain_text("250 activities", timeout=60_000)

    page.evaluate("window.scrollTo(0, 300)")
    ada.activities.append(activity(900, NOW - timedelta(hours=3), 31.0, name="Far too long"))
    (account,) = strava_server.people.athletes.all()
    strava_server.people.jobs.add("sync", path="", name="Strava", athlete=account.athlete, now=NOW)
    expect(page.locator(".freshness")).to_contain_text("251 activities", timeout=60_000)
    assert page.evaluate("window.scrollY") == 300, "drawn again in place"


def test_who_says_no_comes_back_to_words(window: Window, strava_server: Server, strava: FakeStrava) -> None:
    strava.add_athlete(7)
    strava.denies = True
    page = window.open(f"{strava_server.url}/connect")
    with window.forgiving("403"):
        page.get_by_alt_text("Connect with Strava").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Not connected")
    page.get_by_role("link", name="Connect again").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Connect with Strava")
