"""Advice ticked off in Chromium, drawn, and the block on at most two sheets of paper."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Server, Window
from tests.browser.test_pages import LOOKS, athlete, sideways, violations

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("window", LOOKS, indirect=True)
def test_the_block_is_clean(window: Window, town_server: Server) -> None:
    page = window.open(f"{town_server.url}/block{athlete(town_server, 'Anna')}")
    expect(page.locator(".drawing").first).to_be_visible()
    assert sideways(page) == 0
    assert violations(page) == []


@pytest.mark.parametrize("window", [(360, "dark"), (1280, "light")], indirect=True)
def test_a_tick_shows_in_the_row_of_days_and_is_still_there_later(window: Window, town_server: Server) -> None:
    page = window.open(f"{town_server.url}/{athlete(town_server, 'Anna')}")
    ticked = page.get_by_label("Done today: Outer hip (IT band) stretch")
    page.get_by_text("more: strength").click()
    ticked.check()
    expect(page.locator(".done-days li").last).to_contain_text("Sunday: 1 thing done")
    assert violations(page) == []
    page.reload()
    expect(ticked).to_be_checked()
    page.get_by_text("more: strength").click()
    ticked.uncheck()
    expect(page.locator(".done-days li").last).to_contain_text("Sunday: nothing ticked")


def test_the_drawings_are_shown_when_advice_is_unfolded(window: Window, town_server: Server) -> None:
    page = window.open(f"{town_server.url}/{athlete(town_server, 'Anna')}")
    page.get_by_text("more: strength").click()
    with page.expect_response(re.compile(r"/assets/figures/stretch_itb\.svg")) as drawing:
        page.get_by_text("Outer hip (IT band) stretch").click()
    assert drawing.value.ok
    expect(page.get_by_role("img", name="Outer hip: Standing")).to_be_visible()


def test_the_block_fits_on_two_sheets_of_paper(window: Window, town_server: Server) -> None:
    page = window.open(f"{town_server.url}/block{athlete(town_server, 'Anna')}")
    page.wait_for_selector(".drawing")
    printed = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) <= 2


def test_the_calendar_file_is_downloaded_with_the_chosen_time(window: Window, town_server: Server) -> None:
    page = window.open(f"{town_server.url}/block{athlete(town_server, 'Anna')}")
    page.get_by_label("Time of day").select_option("07:00")
    with page.expect_download() as file:
        page.get_by_role("button", name="Download for my calendar").click()
    assert file.value.suggested_filename == "plimsoll-block.ics"
    assert "T070000" in file.value.path().read_text("utf-8")
