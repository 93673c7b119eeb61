"""Every page in Chromium: nothing leaves the machine, no error, no sideways scrolling, no accessibility violation, in both schemes."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import Server, Window

pytestmark = pytest.mark.browser

LOOKS = [(360, "light"), (390, "dark"), (1280, "light"), (1280, "dark")]
PATHS = ["/", "/plan", "/check-in", "/runs", "/shoes", "/import", "/connect", "/methods", "/settings"]
GROUNDS = {"light": "rgb(243, 241, 234)", "dark": "rgb(10, 25, 38)"}


def violations(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {node['html'][:160]}" for one in found for node in one["nodes"]]


def sideways(page: Page) -> int:
    width: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return width


def athlete(server: Server, name: str) -> str:
    if name == "demo":
        return "?athlete=demo-steady"
    found = server.people.athletes.find(name)
    assert found is not None
    return f"?athlete={found.athlete}"


@pytest.mark.parametrize("window", LOOKS, indirect=True)
@pytest.mark.parametrize("path", PATHS)
def test_every_page_is_clean(window: Window, town_server: Server, path: str) -> None:
    page = window.open(f"{town_server.url}{path}{athlete(town_server, 'Anna')}")
    if path == "/":
        page.wait_for_selector(".legendtext")
    if path == "/runs":
        page.wait_for_selector(".mark-cell")
    assert sideways(page) == 0
    assert violations(page) == []


@pytest.mark.parametrize("window", [(360, "dark"), (1280, "light")], indirect=True)
@pytest.mark.parametrize("name", ["Ben", "Dora", "Emil", "Olga", "demo"])
def test_every_athlete_has_a_clean_week(window: Window, town_server: Server, name: str) -> None:
    page = window.open(f"{town_server.url}/{athlete(town_server, name)}")
    page.wait_for_selector(".rested" if name == "Olga" else ".legendtext")
    assert sideways(page) == 0
    assert violations(page) == []


@pytest.mark.parametrize("window", [(390, "light")], indirect=True)
@pytest.mark.parametrize(("name", "most"), [("Anna", 3600), ("Emil", 2900), ("Dora", 2800), ("demo", 2800)])
def test_a_week_is_short_on_a_phone_and_clean_with_everything_unfolded(window: Window, town_server: Server, name: str, most: int) -> None:
    page = window.open(f"{town_server.url}/{athlete(town_server, name)}")
    page.wait_for_selector(".legendtext")
    assert page.evaluate("document.documentElement.scrollHeight") <= most
    page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true; })")
    assert sideways(page) == 0
    assert violations(page) == []


@pytest.mark.parametrize("window", [(390, "light")], indirect=True)
def test_a_table_unfolded_on_a_phone_scrolls_in_its_place(window: Window, town_server: Server) -> None:
    page = window.open(f"{town_server.url}/{athlete(town_server, 'Anna')}")
    page.get_by_text("The same as a table").click()
    page.locator("table td").first.evaluate("cell => { cell.textContent = 'wide'.repeat(99); }")
    expect(page.locator("table")).to_be_visible()
    assert sideways(page) == 0


@pytest.mark.parametrize("window", [(390, "light"), (1280, "light")], indirect=True)
@pytest.mark.parametrize("path", ["/", "/check-in", "/settings"])
def test_text_twice_as_large_stays_on_the_page(window: Window, town_server: Server, path: str) -> None:
    page = window.open(f"{town_server.url}{path}{athlete(town_server, 'Anna')}")
    page.locator("html").evaluate("page => { page.style.fontSize = '200%'; }")
    expect(page.locator("#athlete")).to_be_in_viewport(ratio=1)
    assert sideways(page) == 0


@pytest.mark.parametrize("window", [(360, "light"), (1280, "dark")], indirect=True)
@pytest.mark.parametrize("address", ["/?as_of=2026-11-10", "/?as_of=2027-01-01", "/runs?show=flagged"])
def test_an_earlier_day_and_a_choice_of_runs_are_clean(window: Window, town_server: Server, address: str) -> None:
    with window.forgiving("404"):
        page = window.open(f"{town_server.url}{address}&{athlete(town_server, 'Anna').removeprefix('?')}")
    page.wait_for_selector({"/r": ".mark-over"}.get(address[:2], "#main p"))
    assert sideways(page) == 0
    assert violations(page) == []


def test_old_data_leads_to_its_week_and_back_to_today(window: Window, town_server: Server) -> None:
    page = window.open(f"{town_server.url}/{athlete(town_server, 'Olga')}")
    page.get_by_role("link", name="See the week of 23 Aug 2026").click()
    expect(page.locator("h1")).to_have_text("Looking back")
    expect(page.locator(".verdict")).to_have_text("Elevated")
    page.get_by_text("The same as a table").click()
    page.get_by_role("link", name="10 Aug", exact=True).click()
    expect(page.locator(".steps strong")).to_have_text("as of Sun 16 Aug 2026")
    page.get_by_role("link", name="Back to today").click()
    expect(page.locator(".verdict")).to_have_text("No flag, but no recent runs")


def test_another_athlete_is_looked_back_at_on_the_same_day(window: Window, town_server: Server) -> None:
    page = window.open(f"{town_server.url}/?as_of=2026-11-10&{athlete(town_server, 'Anna').removeprefix('?')}")
    page.get_by_role("textbox", name="Athlete").click()
    page.get_by_role("option", name="Dora").click()
    expect(page.locator(".subtitle")).to_contain_text("Dora")
    expect(page.locator(".steps strong")).to_have_text("as of Tue 10 Nov 2026")


@pytest.mark.parametrize("window", [(360, "light")], indirect=True)
def test_a_phone_shows_the_flagged_run_alone_with_its_mark(window: Window, town_server: Server) -> None:
    page = window.open(f"{town_server.url}/runs{athlete(town_server, 'Anna')}")
    page.wait_for_selector(".mark-cell")
    page.get_by_role("link", name="Flagged only (1)").click()
    expect(page.locator(".mark-cell")).to_have_count(1)
    expect(page.locator(".mark-cell")).to_have_text("1.98× flagged")  # noqa: RUF001 -- a ratio is a multiple
    box = page.locator(".mark-cell").bounding_box()
    assert box is not None
    assert box["x"] + box["width"] <= 360


@pytest.mark.parametrize("window", [(360, "light"), (1280, "dark")], indirect=True)
@pytest.mark.parametrize("path", ["/", "/runs", "/import"])
def test_an_empty_home_is_clean(window: Window, empty_server: Server, path: str) -> None:
    page = window.open(f"{empty_server.url}{path}")
    assert sideways(page) == 0
    assert violations(page) == []


@pytest.mark.parametrize("window", [(390, "light"), (390, "dark"), (1280, "light"), (1280, "dark")], indirect=True)
def test_the_button_of_an_empty_page_stands_apart_from_its_words(window: Window, empty_server: Server) -> None:
    page = window.open(f"{empty_server.url}/shoes")
    words, button = page.locator("main .lead").bounding_box(), page.locator("main .button").bounding_box()
    assert words is not None
    assert button is not None
    assert button["y"] - (words["y"] + words["height"]) >= 12
    assert button["width"] < 300


def test_the_flagged_run_is_a_link_to_its_page(window: Window, town_server: Server) -> None:
    page = window.open(f"{town_server.url}/runs{athlete(town_server, 'Anna')}")
    page.locator(".ag-row", has=page.locator(".mark-over")).locator("a").click()
    expect(page.locator("h1")).to_have_text("One activity")
    expect(page.locator(".check.over")).to_contain_text("1.98")
    assert page.title() == "One activity · Plimsoll"
    assert page.evaluate("document.activeElement.id") == "title"
    assert violations(page) == []
    page.go_back()
    expect(page.locator("h1")).to_have_text("Runs")


def test_choosing_an_athlete_changes_the_address_and_the_page(window: Window, town_server: Server) -> None:
    page = window.open(f"{town_server.url}/")
    expect(page.locator(".subtitle")).to_contain_text("Anna")
    page.get_by_role("textbox", name="Athlete").click()
    page.get_by_role("option", name="Steady Stine").click()
    expect(page.locator(".demo-banner")).to_contain_text("Steady Stine")
    assert page.url.endswith("?athlete=demo-steady")
    page.get_by_role("link", name="Shoes", exact=True).click()
    expect(page.locator("h1")).to_have_text("Shoes")
    assert page.url.endswith("/shoes?athlete=demo-steady")
    page.get_by_role("link", name="Back to Anna").click()
    expect(page.locator(".subtitle")).to_contain_text("Anna")


@pytest.mark.parametrize("window", [(390, "light"), (390, "dark")], indirect=True)
def test_the_scheme_follows_the_system_until_switched_and_then_stays(window: Window, town_server: Server) -> None:
    page = window.open(f"{town_server.url}/")
    before = page.evaluate("document.documentElement.dataset.mantineColorScheme")
    after = {"light": "dark", "dark": "light"}[before]
    expect(page.locator("body")).to_have_css("background-color", GROUNDS[before])
    colour = page.locator(".bars .point path").first.evaluate("bar => bar.style.fill")
    page.get_by_role("button", name="Switch between light and dark").click()
    expect(page.locator("body")).to_have_css("background-color", GROUNDS[after])
    expect(page.locator(".bars .point path").first).not_to_have_css("fill", colour)
    page.goto(f"{town_server.url}/methods", wait_until="commit")
    page.wait_for_selector("style", state="attached")
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == GROUNDS[after]


def test_the_keyboard_reaches_content_first(window: Window, town_server: Server) -> None:
    page = window.open(f"{town_server.url}/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_an_anchor_of_the_methods_page_is_scrolled_to(window: Window, town_server: Server) -> None:
    page = window.open(f"{town_server.url}/methods#shoe_wear")
    expect(page.locator("#shoe_wear")).to_be_in_viewport()


def test_the_ten_year_list_is_sorted_by_distance_on_request(window: Window, town_server: Server) -> None:
    page = window.open(f"{town_server.url}/runs{athlete(town_server, 'Dora')}")
    page.get_by_text("Distance (km)").click()
    page.get_by_text("Distance (km)").click()
    expect(page.locator(".ag-row[row-index='0'] [col-id=distance]")).to_have_text("30.0")


@pytest.mark.parametrize(("window", "columns"), [((360, "light"), 3), ((1280, "light"), 7)], indirect=["window"])
def test_a_phone_sees_as_many_columns_as_fit(window: Window, town_server: Server, columns: int) -> None:
    page = window.open(f"{town_server.url}/runs{athlete(town_server, 'Anna')}")
    page.wait_for_selector(".mark-cell")
    expect(page.locator(".ag-header-cell")).to_have_count(columns)
    expect(page.locator(".mark-over")).to_be_in_viewport()
