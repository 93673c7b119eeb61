"""The settings in Chromium, through the real worker and the server that plays Strava: answers, a look, and leaving with a receipt."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from pipelines.strava.oauth import OAuth
from tests.browser.conftest import Server, Window
from tests.browser.test_pages import sideways, violations
from tests.strava import FakeStrava, activity
from tests.web.seasons import NOW

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WAIT = 60_000


@pytest.fixture
def page(window: Window, strava_server: Server, strava: FakeStrava) -> Iterator[Page]:
    """Open the settings of a runner whose activities came from Strava."""
    people = strava_server.people
    ada = strava.add_athlete(7, [activity(number, NOW - timedelta(days=number, hours=5), 8 + number % 3) for number in range(1, 40)])
    athlete = people.athletes.ensure("Ada", now=NOW, timezone="UTC").athlete
    people.connections.connect(athlete, OAuth(strava_server.settings, lambda: NOW).exchange(strava.code(ada)), NOW)
    page = window.open(f"{strava_server.url}/settings")
    page.get_by_role("button", name="Look now").click()
    expect(page.locator("#sync-status")).to_contain_text("39 added", timeout=WAIT)
    return page


@pytest.mark.parametrize("window", [(360, "dark")], indirect=True)
def test_answers_are_kept_and_leaving_ends_in_a_receipt(page: Page, strava_server: Server) -> None:
    expect(page.locator("#news")).to_contain_text("39 activities")
    page.get_by_role("radio", name="Miles").check()
    expect(page.locator(".field-units")).to_contain_text("Saved.")
    expect(page.locator("#build-status")).to_contain_text("Done: every page shows it.", timeout=WAIT)
    page.get_by_role("textbox", name="Maximum heart rate").fill("300")
    page.keyboard.press("Tab")
    expect(page.locator(".field-hr_max")).to_contain_text("Use beats a minute from 100 to 240.")
    assert strava_server.people.athletes.all()[0].units == "mi"

    page.get_by_text("Disconnect Strava …").click()
    expect(page.locator(".leave").first).to_contain_text("39 activities known only from Strava")
    assert sideways(page) == 0
    assert violations(page) == []
    page.get_by_role("button", name="Disconnect and delete").click()
    expect(page.locator("h1")).to_have_text("Deleted", timeout=WAIT)
    assert violations(page) == []
    with page.expect_download() as download:
        page.get_by_role("link", name="Keep this receipt").click()
    assert download.value.suggested_filename.startswith("plimsoll-receipt-")
    assert strava_server.people.connections.all() == []


def test_deleting_everything_wants_the_name_and_outlives_the_athlete(window: Window, page: Page, strava_server: Server) -> None:
    page.get_by_text("Delete everything about Ada …").click()
    typed, delete = page.get_by_role("textbox", name="Type Ada to confirm"), page.get_by_role("button", name="Delete everything")
    with window.forgiving("400"):
        typed.fill("Eda")
        delete.click()
        expect(page.locator("#forget-status")).to_contain_text("The name does not match")
    typed.fill("Ada")
    delete.click()
    expect(page.locator("h1")).to_have_text("Deleted", timeout=WAIT)
    page.reload()
    expect(page.locator(".receipt")).to_contain_text("39")
    assert strava_server.people.athletes.all() == []
