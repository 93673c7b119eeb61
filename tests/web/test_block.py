"""Advice is ticked off, printed and put in a calendar."""

from datetime import UTC, datetime

import pytest

from dashboard.components.done import strip
from tests.web.pages import ORIGIN, Site
from tests.web.seasons import NOW
from warehouse.model import AthleteId

TODAY = NOW.date()


def anna(site: Site) -> AthleteId:
    found = site.people.athletes.find("Anna")
    assert found is not None
    return AthleteId(found.athlete)


def tick(site: Site, advice_id: str, done: bool, search: str) -> int:
    name = f'{{"id":"{advice_id}","type":"advice-done"}}'
    body = {
        "output": "done-strip.children",
        "outputs": {"id": "done-strip", "property": "children"},
        "inputs": [[{"id": {"type": "advice-done", "id": advice_id}, "property": "checked", "value": done}]],
        "state": [{"id": "address", "property": "search", "value": search}],
        "changedPropIds": [f"{name}.checked"],
    }
    return site.client.post("/_dash-update-component", json=body, headers=ORIGIN).status_code


def test_a_tick_is_kept_for_today_and_taken_back(site: Site) -> None:
    search = site.athlete("Anna")
    assert tick(site, "stretch_itb", True, search) == 200
    assert site.people.done.of(anna(site), TODAY) == {(TODAY, "stretch_itb")}
    page = site.show("/", search)
    assert [box["id"]["id"] for box in page.find("Checkbox") if box["checked"]] == ["stretch_itb"]
    assert "Sunday: 1 thing done" in page.text
    assert tick(site, "stretch_itb", False, search) == 200
    assert site.people.done.of(anna(site), TODAY) == set()


@pytest.mark.parametrize(
    ("advice_id", "search"), [("nap", ""), ("stretch_itb", "?athlete=demo-steady"), ("stretch_itb", "?as_of=2026-11-10")]
)
def test_what_is_no_advice_of_today_is_not_kept(site: Site, advice_id: str, search: str) -> None:
    assert tick(site, advice_id, True, search) == 204
    assert site.people.done.of(anna(site), TODAY) == set()


@pytest.mark.parametrize("search", ["?athlete=demo-steady", "?as_of=2026-11-10"])
def test_a_demo_and_an_earlier_day_have_no_boxes(site: Site, search: str) -> None:
    page = site.show("/", search)
    assert "What to do" in page.text
    assert page.find("Checkbox") == []


def test_the_row_of_days_counts_each_day() -> None:
    shown = str(strip({(TODAY, "a"), (TODAY, "b")}, TODAY))
    assert "Sunday: 2 things done" in shown
    assert "Saturday: nothing ticked" in shown


def test_the_block_has_days_drawings_and_stop_rules(site: Site) -> None:
    page = site.show("/block", site.athlete("Anna"))
    for words in ("This week's block", "Sun 22 Nov", "Hip and thigh strength", "Stop rule: ", "Cap your longest run", "1.98 times"):
        assert words in page.text
    assert any("drawing" in props.get("className", "") for props in page.find("Div"))
    assert f"/block{site.athlete('Anna')}" in site.show("/", site.athlete("Anna")).links()


def test_the_calendar_file_is_this_athletes_week(site: Site) -> None:
    answer = site.client.get(f"/block.ics{site.athlete('Anna')}&at=07:30")
    assert answer.mimetype == "text/calendar"
    assert "attachment" in answer.headers["Content-Disposition"]
    assert "DTSTART:20261123T073000" in answer.text
    assert "Hip and thigh strength" in answer.text
    assert "DTSTART;VALUE=DATE:20261123" in site.client.get(f"/block.ics{site.athlete('Anna')}&at=").text


@pytest.mark.parametrize(("query", "status"), [("?at=noon", 400), ("?athlete=nobody", 404), ("?as_of=never", 200)])
def test_a_calendar_file_that_cannot_be_is_refused(site: Site, query: str, status: int) -> None:
    assert site.status(f"/block.ics{query}") == status


def test_red_pain_told_today_empties_the_block_and_the_calendar(site: Site) -> None:
    from warehouse.check_in import CheckIn

    made = site.people.check_ins.add(anna(site), CheckIn(TODAY, 8), datetime(2026, 11, 22, 8, tzinfo=UTC))
    try:
        page = site.show("/block", site.athlete("Anna"))
        assert "No exercise in this block" in page.text
        assert "Stop running for now" in page.text
        assert "BEGIN:VEVENT" not in site.client.get(f"/block.ics{site.athlete('Anna')}").text
    finally:
        site.people.check_ins.remove(anna(site), made)
