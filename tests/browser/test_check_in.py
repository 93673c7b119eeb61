"""Checking in on a phone: a number, a place on the picture, Save; red asks for warning signs and stops at once. All by keyboard too."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Server, Window, serve
from tests.browser.test_pages import sideways, violations
from tests.web import seasons
from warehouse.people import People
from warehouse.settings import Settings

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WAIT = 60_000


@pytest.fixture
def home_server(settings: Settings) -> Iterator[Server]:
    """Serve a home of one runner with an open alert, to be changed."""
    people = People.open(settings)
    seasons.land(settings, people, "Anna", seasons.spike())
    seasons.build(settings, people)
    people.close()
    yield from serve(settings)


@pytest.mark.parametrize("window", [(360, "light"), (1280, "dark")], indirect=True)
def test_red_stops_the_week_within_a_few_taps(window: Window, home_server: Server) -> None:
    page = window.open(f"{home_server.url}/check-in")
    flags = page.get_by_role("checkbox", name="The knee locks")
    expect(flags).to_be_hidden()
    page.get_by_role("radio", name="6", exact=True).focus()
    page.keyboard.press("ArrowRight")
    expect(flags).to_be_visible()
    page.get_by_role("radio", name="Kneecap", exact=True).check()
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#check-in-answer")).to_contain_text("Stop")
    expect(page.locator("#check-ins")).to_contain_text("7 of 10")
    expect(page.locator("#build-status")).to_contain_text("Done", timeout=WAIT)
    assert sideways(page) == 0
    assert violations(page) == []
    window.open(f"{home_server.url}/")
    expect(page.locator(".verdict")).to_contain_text("Stop")
    assert violations(page) == []


def test_an_alert_is_snoozed_and_opened_again(window: Window, home_server: Server) -> None:
    page = window.open(f"{home_server.url}/")
    spike = page.locator("#check-longest_run_spike")
    expect(spike.get_by_role("status")).to_contain_text("New alert")
    level = page.locator(".verdict").inner_text()
    spike.get_by_text("Snooze for a week").click()
    assert violations(page) == []
    page.get_by_role("button", name="Snooze: a race, Longest run").click()
    expect(spike.get_by_role("status")).to_contain_text("it was a race")
    page.get_by_role("button", name="Open it again, Longest run").click()
    expect(page.get_by_role("button", name="Got it, Longest run")).to_be_visible()
    assert page.locator(".verdict").inner_text() == level
    page.get_by_role("button", name="Got it, Longest run").click()
    expect(spike.get_by_role("status")).to_contain_text("Acknowledged")
    page.reload()
    expect(spike).to_be_hidden()
    page.get_by_text("Longest run: Acknowledged").click()
    expect(spike.get_by_role("button", name="Open it again, Longest run")).to_be_visible()
    window.open(f"{home_server.url}/alerts")
    assert violations(page) == []
