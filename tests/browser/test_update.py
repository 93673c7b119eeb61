"""A page while the tables of an older version are made again: it says so and goes on by itself; an open one stays as it is."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Server, Window
from tests.browser.test_pages import violations
from tests.homes import older
from tests.web import seasons

pytestmark = pytest.mark.browser


def test_after_an_update_the_page_waits_for_its_numbers_and_then_shows_them(window: Window, empty_server: Server) -> None:
    settings, people = empty_server.settings, empty_server.people
    seasons.land(settings, people, "Anna", seasons.spike())
    seasons.build(settings, people)
    page = window.open(empty_server.url)
    page.evaluate("document.querySelector('.page').dataset.drawn = 'before'")
    older(settings.home)
    for _ in range(2):
        with page.expect_response(lambda answer: "/following/" in answer.url):
            pass
    expect(page.locator(".page")).to_have_attribute("data-drawn", "before")
    with window.forgiving("503"):
        window.open(f"{empty_server.url}/runs")
        expect(page.locator("h1")).to_have_text("Being brought up to date")
        assert violations(page) == []
        with page.expect_response(lambda answer: answer.url.endswith("/following/")):
            page.get_by_role("link", name="Try again").click()
        expect(page.locator("h1")).to_have_text("Being brought up to date")
        seasons.build(settings, people)
        expect(page.locator("h1")).to_have_text("Runs", timeout=20_000)
    expect(page.locator(".run-grid a").first).to_be_visible()
    expect(page).to_have_title("Runs · Plimsoll")
