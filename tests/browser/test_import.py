"""From a file on the page to this week, through the real worker."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Server, Window
from tests.browser.test_pages import violations

pytestmark = pytest.mark.browser

EXPORT = "garmin-fr255-runner_to-2024-12-31.zip"
LOG = "date,sport,distance_km,minutes\n" + "".join(f"2026-11-{day:02d},Run,{5 + day % 3},{30 + day}\n" for day in range(1, 21))


def test_a_training_log_is_dropped_and_read(window: Window, empty_server: Server) -> None:
    page = window.open(f"{empty_server.url}/import")
    page.get_by_role("textbox", name="Whose runs are these?").fill("Greta")
    transfer = page.evaluate_handle("text => { const t = new DataTransfer(); t.items.add(new File([text], 'log.csv')); return t; }", LOG)
    page.dispatch_event("#drop", "dragover", {"dataTransfer": transfer})
    page.dispatch_event("#drop", "drop", {"dataTransfer": transfer})
    expect(page.locator(".done")).to_contain_text("20 added", timeout=60_000)
    page.get_by_role("link", name="Show this week").click()
    expect(page.locator(".subtitle")).to_contain_text("Greta")
    assert list(empty_server.settings.uploads.rglob("*.*")) == []


@pytest.mark.data
@pytest.mark.slow
def test_a_real_export_is_picked_and_read(window: Window, empty_server: Server, shared: Path) -> None:
    page = window.open(f"{empty_server.url}/import")
    page.get_by_label("Choose files").set_input_files(shared / "exports" / EXPORT)
    expect(page.locator("progress")).to_be_visible()
    expect(page.locator(".done")).to_contain_text("105 added", timeout=120_000)
    page.get_by_role("link", name="Show this week").click()
    expect(page.locator(".subtitle")).to_contain_text("Me")
    page.wait_for_selector(".freshness")
    expect(page.locator(".freshness")).to_contain_text("105 activities")


def test_a_broken_file_is_named_with_a_reason(window: Window, empty_server: Server) -> None:
    page = window.open(f"{empty_server.url}/import")
    files = [("nonsense.fit", b"this is no FIT file"), ("log.csv", LOG.encode())]
    page.get_by_label("Choose files").set_input_files(
        [{"name": name, "mimeType": "application/octet-stream", "buffer": content} for name, content in files]
    )
    expect(page.locator(".file-failed")).to_contain_text(re.compile(r"nonsense\.fit.*\w+"), timeout=60_000)
    expect(page.locator(".done")).to_contain_text("20 added")


def test_files_of_which_none_can_be_read_are_not_called_imported(window: Window, empty_server: Server) -> None:
    page = window.open(f"{empty_server.url}/import")
    files = {"photo.jpg": b"no track", "notes.csv": b"milk, bread"}
    page.get_by_label("Choose files").set_input_files(
        [{"name": name, "mimeType": "application/octet-stream", "buffer": content} for name, content in files.items()]
    )
    expect(page.locator("#import-status")).to_contain_text("Nothing was imported.", timeout=60_000)
    for name in files:
        expect(page.locator("#import-status")).to_contain_text(name)
    expect(page.get_by_role("link", name="Show this week")).to_have_count(0)
    assert violations(page) == []


@pytest.mark.parametrize("window", [(360, "light"), (1280, "dark")], indirect=True)
def test_files_and_a_folder_are_reached_and_opened_by_keyboard(window: Window, empty_server: Server, tmp_path: Path) -> None:
    window.page.on("filechooser", lambda _: None)  # heard from the start: a browser that is told while the key is pressed may miss it
    page = window.open(f"{empty_server.url}/import")
    expect(page.locator("[data-pick] input")).to_have_count(2)  # they come once the page has arrived
    page.get_by_role("textbox", name="Whose runs are these?").focus()
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Choose files")).to_be_focused()
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Space")
    assert chooser.value.is_multiple()
    page.keyboard.press("Tab")
    expect(page.get_by_label("Choose a folder")).to_be_focused()
    assert violations(page) == []
    (tmp_path / "log.csv").write_text(LOG, "utf-8")
    (tmp_path / "photo.jpg").write_bytes(b"not wanted")
    page.get_by_label("Choose a folder").set_input_files(tmp_path)
    expect(page.locator(".done")).to_contain_text("20 added", timeout=60_000)


@pytest.mark.slow
def test_demo_athletes_are_made_and_opened(window: Window, empty_server: Server) -> None:
    page = window.open(f"{empty_server.url}/")
    page.get_by_role("button", name="Look around").click()
    expect(page.locator(".demo-banner")).to_contain_text("not a real person", timeout=120_000)
    assert "athlete=demo-" in page.url
