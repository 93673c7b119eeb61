"""Shoes on a phone: runs without a pair are ticked and put in one, a limit is set; the page follows, and a begun form is left alone."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Server, Window, serve
from tests.browser.test_pages import sideways, violations
from tests.web import seasons
from warehouse.model import ShoeId
from warehouse.people import People
from warehouse.settings import Settings

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WAIT = 60_000
BARE = 3


@pytest.fixture
def shelf_server(settings: Settings) -> Iterator[Server]:
    """Serve a home of one runner of two pairs whose newest three runs name none."""
    people = People.open(settings)
    rows = sorted(seasons.steady(), key=lambda row: row["start_utc"], reverse=True)
    seasons.land(settings, people, "Anna", [{**row, "gear_id": None, "gear_name": None} if n < BARE else row for n, row in enumerate(rows)])
    seasons.build(settings, people)
    people.close()
    yield from serve(settings)


@pytest.mark.parametrize("window", [(360, "light"), (1280, "dark")], indirect=True)
def test_runs_are_put_in_a_pair_and_the_numbers_follow(shelf_server: Server, window: Window) -> None:
    page = window.open(f"{shelf_server.url}/shoes")
    pair = page.locator(".shoe", has_text="Endorphin Pro")
    before = pair.locator(".wear-words").inner_text()
    page.get_by_text(f"Say which pair: {BARE} activities").click()
    page.get_by_role("checkbox", name=f"All {BARE} activities").check()
    assert violations(page) == []
    page.locator("#bare-shoe").click()
    page.get_by_role("option", name="Endorphin Pro").click()
    page.get_by_role("button", name="Put them in this pair").click()
    expect(page.locator("#assign-said")).to_contain_text(f"{BARE} activities are now in Endorphin Pro")
    expect(page.locator("#without")).to_contain_text("Every run, walk and hike of the last 90 days is in a pair.")
    expect(pair.locator(".wear-words")).not_to_have_text(before, timeout=WAIT)
    pair.get_by_text("Change", exact=True).click()
    limit = pair.get_by_role("textbox", name="Your own limit, in km")
    limit.fill("10")
    pair.get_by_role("button", name="Save Endorphin Pro").click()
    expect(pair.get_by_role("alert")).to_contain_text("Use from 50 to 5000 km")
    limit.fill("600")
    pair.get_by_role("button", name="Save Endorphin Pro").click()
    expect(pair.locator(".wear-words")).to_contain_text("of 600 km", timeout=WAIT)
    assert pair.get_by_label("Your own limit, in km").input_value() == "600"
    assert sideways(page) == 0
    assert violations(page) == []


@pytest.mark.parametrize("window", [(390, "dark")], indirect=True)
def test_one_run_moves_on_its_own_page(shelf_server: Server, window: Window) -> None:
    page = window.open(f"{shelf_server.url}/runs")
    page.locator(".run-grid a").first.click()
    page.locator("#run-shoe").click()
    page.get_by_role("option", name="Pegasus 41").click()
    expect(page.locator("#facts")).to_contain_text("Pegasus 41", timeout=WAIT)
    assert violations(page) == []


def test_a_form_that_was_begun_is_not_drawn_again(shelf_server: Server, window: Window) -> None:
    page = window.open(f"{shelf_server.url}/shoes")
    pair = page.locator(".shoe", has_text="Endorphin Pro")
    pair.get_by_text("Change", exact=True).click()
    pair.get_by_role("textbox", name="Name").fill("Fast ones")
    athlete = shelf_server.people.athletes.all()[0].athlete
    before = page.locator(".shoe", has_text="Pegasus 41").locator(".wear-words").inner_text()
    shelf_server.people.shoes.set(athlete, ShoeId("log:Pegasus"), start_km=300)
    shelf_server.people.jobs.add("build", path="", name="settings", athlete=athlete, now=seasons.NOW)
    with page.expect_response(lambda answer: "/following/" in answer.url, timeout=WAIT):
        pass
    assert pair.get_by_role("textbox", name="Name").input_value() == "Fast ones"
    pair.get_by_role("button", name="Save Endorphin Pro").click()
    expect(page.locator(".shoe", has_text="Pegasus 41").locator(".wear-words")).not_to_have_text(before, timeout=WAIT)
    expect(page.locator(".shoe h3").filter(has_text="Fast ones")).to_be_visible()
