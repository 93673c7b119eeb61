"""The way to every page: a bar of five on a phone, one row on a desk; by hand and by keyboard."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Server, Window
from tests.browser.test_pages import athlete, sideways, violations

pytestmark = pytest.mark.browser

PHONES = [(360, "light"), (390, "dark")]


def rows(page: Page, selector: str) -> int:
    """Count the rows that the visible parts of a selector stand in."""
    tops = page.locator(selector).evaluate_all("all => all.filter(one => one.offsetParent).map(one => one.getBoundingClientRect().top)")
    return len({round(top) for top in tops})


@pytest.mark.parametrize("window", PHONES, indirect=True)
def test_a_phone_has_one_row_at_its_lower_edge_that_covers_nothing(window: Window, town_server: Server) -> None:
    page = window.open(f"{town_server.url}/shoes{athlete(town_server, 'Anna')}")
    expect(page.get_by_role("navigation", name="Pages").get_by_role("link")).to_have_count(4)
    assert rows(page, ".tabs > li") == 1
    assert page.locator(".tabs a, #more").evaluate_all("all => Math.min(...all.map(one => one.offsetHeight))") >= 44
    page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    last, bar = page.locator(".frame > footer").bounding_box(), page.locator(".tabs").bounding_box()
    assert last is not None
    assert bar is not None
    assert last["y"] + last["height"] <= bar["y"]
    assert sideways(page) == 0


@pytest.mark.parametrize("window", PHONES, indirect=True)
def test_more_opens_by_keyboard_says_so_and_closes_on_escape_and_on_a_choice(window: Window, town_server: Server) -> None:
    page = window.open(f"{town_server.url}/shoes{athlete(town_server, 'Anna')}")
    more, shoes = page.get_by_role("button", name="More"), page.get_by_role("link", name="Shoes", exact=True)
    expect(more).to_have_attribute("aria-current", "true")
    expect(shoes).to_be_hidden()
    more.focus()
    page.keyboard.press("Enter")
    expect(more).to_have_attribute("aria-expanded", "true")
    expect(shoes).to_have_attribute("aria-current", "page")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Cadence", exact=True)).to_be_focused()
    assert violations(page) == []
    page.keyboard.press("Escape")
    expect(shoes).to_be_hidden()
    expect(more).to_be_focused()
    more.click()
    page.get_by_role("link", name="Methods", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("How it decides")
    expect(more).to_have_attribute("aria-expanded", "false")


@pytest.mark.parametrize("window", [(834, "light"), (1280, "dark")], indirect=True)
def test_a_desk_has_every_page_in_one_row(window: Window, town_server: Server) -> None:
    page = window.open(f"{town_server.url}/cadence{athlete(town_server, 'Anna')}")
    expect(page.get_by_role("button", name="More")).to_be_hidden()
    expect(page.get_by_role("navigation", name="Pages").get_by_role("link")).to_have_count(11)
    assert rows(page, "header nav a") == 1
    assert page.locator("nav [aria-current]:visible").all_inner_texts() == ["Cadence"]
    assert violations(page) == []
