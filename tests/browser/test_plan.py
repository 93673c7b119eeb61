"""The plan in a real browser: many presses make one question, an answer that was overtaken is not shown."""

import json
import re

import pytest
from playwright.sync_api import Request, Route, expect

from tests.browser.conftest import Server, Window

pytestmark = pytest.mark.browser

ASKED = "plan-answer.data"
MORE = "More, Mon 23 Nov"


def asked(request: Request) -> dict[str, float] | None:
    """Return the plan a request asks about, None for any other request."""
    if "/_dash-update-component" not in request.url:
        return None
    body = json.loads(request.post_data or "{}")
    return body["inputs"][0]["value"]["planned"] if body["output"] == ASKED else None


def test_many_presses_are_one_question(window: Window, town_server: Server) -> None:
    window.page.clock.install()
    page, questions = window.open(f"{town_server.url}/plan"), []
    page.on("request", lambda request: questions.append(asked(request)) if asked(request) is not None else None)
    page.clock.pause_at(page.evaluate("Date.now() + 1000"))  # however slow the machine, the presses are 50 ms apart
    for kilometres in range(5, 10):
        page.get_by_role("button", name=MORE).click()
        page.clock.run_for(50)
        expect(page.get_by_role("textbox", name="Planned distance, Mon 23 Nov")).to_have_value(re.compile(f"^{kilometres}"))
    assert questions == []
    page.clock.resume()
    expect(page.locator("#plan-said")).to_contain_text("1 run planned, 9.0 km.")
    page.wait_for_timeout(600)
    assert questions == [{"2026-11-23": 9}]
    expect(page.locator("#plan-working")).to_be_hidden()


def test_an_answer_that_was_overtaken_is_never_shown(window: Window, town_server: Server) -> None:
    page, held = window.open(f"{town_server.url}/plan"), list[Route]()
    page.evaluate(
        "window.heard = []; new MutationObserver(() => heard.push(document.querySelector('#plan-said').innerText))"
        ".observe(document.querySelector('#plan-said'), {childList: true, subtree: true, characterData: true})"
    )
    page.route("**/_dash-update-component*", lambda route: route.continue_() if asked(route.request) is None else held.append(route))
    more = page.get_by_role("button", name=MORE)
    more.click()
    expect(page.locator("#plan-working")).to_be_visible()
    more.click()
    page.wait_for_timeout(800)
    assert [asked(one.request) for one in held] == [{"2026-11-23": 5}]
    with page.expect_request(lambda request: asked(request) is not None):
        held[0].continue_()
    page.wait_for_timeout(100)
    held[1].continue_()
    expect(page.locator("#plan-said")).to_contain_text("1 run planned, 6.0 km.")
    expect(page.locator("#plan-working")).to_be_hidden()
    assert not any("5.0 km" in words for words in page.evaluate("heard"))
