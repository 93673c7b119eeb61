"""The page that plans: rows for seven days, judged as distances come in, in the runner's own units."""

import json
from datetime import timedelta
from typing import Any

import pytest

from tests.web.pages import Shown, Site, words
from tests.web.seasons import NOW, TODAY
from warehouse.check_in import CheckIn
from warehouse.mark import Mark
from warehouse.model import AthleteId

DAYS = [str(TODAY + timedelta(days=n)) for n in range(7)]


def told(site: Site, planned: dict[str, Any], search: str) -> tuple[list[str], str]:
    """Put in distances as the browser does; return the words of each day and of the whole."""
    body = {
        "output": "plan-answer.data",
        "outputs": {"id": "plan-answer", "property": "data"},
        "inputs": [{"id": "plan-asked", "property": "data", "value": {"nth": 7, "planned": planned}}],
        "state": [{"id": "address", "property": "search", "value": search}],
        "changedPropIds": ["plan-asked.data"],
    }
    answer = site.client.post("/_dash-update-component", json=body, headers={"Origin": site.at}, base_url=site.at)
    assert answer.status_code == 200, answer.text
    data = answer.get_json()["response"]["plan-answer"]["data"]
    assert data["nth"] == 7
    return [" ".join(words(one)) for one in data["told"]], " ".join(words(data["said"]))


@pytest.mark.slow
def test_the_page_starts_with_seven_days_and_nothing_planned(site: Site) -> None:
    page = site.show("/plan", site.athlete("Anna"))
    assert len(page.find("NumberInput")) == 8
    assert page.find("NumberInput")[0]["aria-label"] == "Planned distance, Today, in km"
    assert "Ceiling 10.8 km" in page.text
    assert "No run planned. " in page.text
    assert "1.98 times" in page.text
    assert {word for props in page.find("A") if props.get("aria-current") == "page" for word in words(props["children"])} == {"Plan"}


@pytest.mark.slow
def test_a_long_run_is_flagged_from_its_day_on(site: Site) -> None:
    days, said = told(site, {DAYS[2]: 25.5}, "?athlete=demo-steady")
    assert "No flag" in days[1]
    assert "and this is above it" in days[2]
    assert "our run of 25.5 km was" in days[2]
    assert "For the same reason as the day before." in days[3]
    assert said.startswith("1 run planned, 25.5 km. Highest level of these days: ")
    assert said.endswith("first on Tue 24 Nov.")


@pytest.mark.slow
def test_distances_are_in_the_runners_units(site: Site) -> None:
    days, said = told(site, {DAYS[1]: 3}, site.athlete("Ben"))
    assert "mi" in days[1]
    assert said.startswith("1 run planned, 3.0 mi.")


def test_a_page_left_open_for_days_says_that_it_is_over(site: Site) -> None:
    days, said = told(site, {"2026-11-20": 5}, site.athlete("Anna"))
    assert days == []
    assert "5 km on 2026-11-20 cannot be planned." in said


def proposed(site: Site, search: str) -> Shown:
    """Ask for the suggested week as the page does when it has arrived."""
    body = {
        "output": "plan-suggested.children",
        "outputs": {"id": "plan-suggested", "property": "children"},
        "inputs": [{"id": "plan-suggest-for", "property": "data", "value": str(TODAY)}],
        "state": [{"id": "address", "property": "search", "value": search}],
        "changedPropIds": ["plan-suggest-for.data"],
    }
    answer = site.client.post("/_dash-update-component", json=body, headers={"Origin": site.at}, base_url=site.at)
    assert answer.status_code == 200, answer.text
    return Shown("", answer.get_json()["response"]["plan-suggested"]["children"])


@pytest.mark.slow
def test_the_suggested_week_can_be_used_in_the_runners_units(site: Site) -> None:
    shown = proposed(site, site.athlete("Ben"))
    assert "Your usual four days" in shown.text
    used = json.loads(shown.find("Button")[0]["data-plan"])
    assert list(used) == DAYS
    total = sum(used.values())
    assert f"{total:.1f} mi" in shown.text
    assert told(site, {day: far for day, far in used.items() if far}, site.athlete("Ben"))[1].startswith(f"4 runs planned, {total:.1f} mi.")


@pytest.mark.slow
def test_after_red_pain_the_way_back_is_shown_and_named_on_the_week(site: Site) -> None:
    search = site.athlete("Anna")
    assert "way back" not in site.show("/", search).text
    for days, pain in ((3, 7), (1, 1)):
        site.people.check_ins.add(AthleteId(search.partition("=")[2]), CheckIn(TODAY - timedelta(days=days), pain), NOW)
    page = site.show("/plan", search)
    assert "Six sessions after pain that stopped you" in page.text
    steps = [props for props in page.find("Li") if "stage" in props.get("className", "")]
    assert [props.get("aria-current") for props in steps] == ["step", *[None] * 5]
    assert "stages come before a week of your own" in proposed(site, search).text
    assert not proposed(site, search).find("Button")
    week = site.show("/", search)
    assert "Your way back to running , stage 1 of 6: walk 30 min." in week.text
    assert f"/plan{search}#return" in week.links()


@pytest.mark.slow
def test_a_marked_race_is_put_in_and_its_longest_runs_are_listed(site: Site) -> None:
    search, race = site.athlete("Ben"), TODAY + timedelta(weeks=12)
    assert "Give the race's day and distance, and" in site.show("/plan", search).text
    site.people.marks.add(AthleteId(search.partition("=")[2]), Mark("race", race, race, "10 mi by the sea"), NOW)
    page = site.show("/plan", search)
    assert [props["value"] for props in page.find("DateInput")] == [str(race)]
    assert page.find("NumberInput")[-1]["value"] == 10.0
    assert "Your longest run in the 30 days before it is 9.1 mi; the race of 10.0 mi is 1.09 times that, within the line" in page.text
    assert len([props for props in page.find("Span") if props.get("className", "").startswith("race-bar")]) == 12


def test_a_race_too_far_away_is_refused_with_what_can_be_done(site: Site) -> None:
    names = ("race-day", "value", "2031-01-01"), ("race-km", "value", 10)
    body = {
        "output": "race-said.children",
        "outputs": {"id": "race-said", "property": "children"},
        "inputs": [{"id": name, "property": what, "value": value} for name, what, value in names],
        "state": [{"id": "address", "property": "search", "value": site.athlete("Anna")}],
        "changedPropIds": ["race-day.value"],
    }
    answer = site.client.post("/_dash-update-component", json=body, headers={"Origin": site.at}, base_url=site.at)
    told = " ".join(words(answer.get_json()["response"]["race-said"]["children"]))
    assert told.startswith("A race of 10 km on 2031-01-01 cannot be planned for. Give a day within a year")
