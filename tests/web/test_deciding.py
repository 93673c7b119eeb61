"""Runs that are set aside: the page says so with its numbers, the runner has the last word, and a build follows; marks reach the tables."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from dashboard.app import create_app
from tests.homes import House
from tests.web import seasons
from tests.web.pages import Site, words
from tests.web.seasons import NOW, TODAY
from tests.web.test_check_in import press as mark
from warehouse.model import AthleteId
from warehouse.reader import Marts
from warehouse.settings import Settings

TOLD = {"cadence": 170.0, "cadence_unit": "steps", "elevation_gain_m": 10.0}
ANNA, RIDE, TWICE = AthleteId("anna"), "log:ride", "log:twice"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Build a runner with a ride saved as a run, a walk, and steps counted twice; and a made-up one with a ride."""
    house = House.open(Settings(home=tmp_path_factory.mktemp("deciding") / "home"))
    odd = [
        seasons.run(5, 25, moving_s=4500.0, elapsed_s=4500.0, name="Evening Run"),
        seasons.run(9, 6, moving_s=6600.0, elapsed_s=6600.0, name="With the dog"),
        seasons.run(2, 8, cadence=340.0, cadence_unit="steps", name="Odd steps"),
    ]
    demo = House.open(house.settings.demo)
    for home, name, athlete in ((house, "Anna", "anna"), (demo, "Stine", "demo-stine")):
        seasons.land(home.settings, home.people, name, [*({**row, **TOLD} for row in seasons.steady(120)), *odd], athlete_id=athlete)
        home.build(NOW)
    yield house
    house.people.close()
    demo.people.close()


@pytest.fixture
def anna(house: House) -> Iterator[Site]:
    yield Site(create_app(house.settings, Marts(house.settings), house.people, now=lambda: NOW).server.test_client(), house.people)
    for activity in house.people.choices.of(ANNA):
        house.people.choices.set(ANNA, activity, "", NOW)


def id_of(house: House, name: str) -> str:
    return str(house.ask(f"select activity_id from activity where name = '{name}'")[0]["activity_id"])


def press(site: Site, activity: str, act: str, search: str = "?athlete=anna", status: int = 200) -> dict[str, Any]:
    """Press a button of a run as the browser does."""
    name = {"act": act, "activity": activity, "type": "run-choice"}
    body = {
        "output": "..run-choice-said.children...run-choice-job.data..",
        "outputs": [{"id": "run-choice-said", "property": "children"}, {"id": "run-choice-job", "property": "data"}],
        "inputs": [[{"id": name, "property": "n_clicks", "value": 1}]],
        "state": [{"id": "address", "property": "search", "value": search}],
        "changedPropIds": [f"{json.dumps(name, separators=(',', ':'))}.n_clicks"],
    }
    told = site.client.post("/_dash-update-component", json=body, headers={"Origin": site.at}, base_url=site.at)
    assert told.status_code == status, told.text
    shown = told.get_json()["response"] if status == 200 else {}
    return {part: " ".join(words(next(iter(props.values())))) for part, props in shown.items()}


def test_the_week_lists_what_is_set_aside_and_what_it_would_change(anna: Site, house: House) -> None:
    page = anna.show("/", "?athlete=anna")
    assert "Set aside" in page.text
    assert "Evening Run, Tue 17 Nov, 25.0 km" in page.text
    assert "over the line of 1.10" in page.text
    assert "With the dog" in page.text
    assert any("/runs/" in way and "athlete=anna" in way for way in page.links())
    assert "Evening Run" not in anna.show("/", f"?athlete=anna&as_of={TODAY - timedelta(days=6)}").text
    marked = {row["what"]: row["mark"] for row in anna.show("/runs", "?athlete=anna").find("AgGrid")[0]["rowData"]}
    assert [marked[name] for name in ("Evening Run", "With the dog", "Odd steps")] == ["set_aside", "set_aside", "under"]
    assert house.people.choices.of(ANNA) == {}


def test_the_run_says_its_doubt_with_numbers_and_offers_the_say(anna: Site, house: House) -> None:
    page = anna.show(f"/runs/{id_of(house, 'Evening Run')}", "?athlete=anna").text
    assert "Looks like a ride On average it was 20.0 km/h." in page
    assert "over the line of 1.10" in page
    for word in ("Use it anyway", "Leave it out"):
        assert word in page
    assert "Back to automatic" not in page
    steps = anna.show(f"/runs/{id_of(house, 'Odd steps')}", "?athlete=anna").text
    assert "Its cadence is 340 steps/min; the line is 230 steps/min." in steps
    assert "Use it anyway" not in steps


@pytest.mark.slow
def test_a_choice_is_kept_computed_and_taken_back(anna: Site, house: House) -> None:
    ride, before = id_of(house, "Evening Run"), house.tables("anna")
    told = press(anna, ride, "use")
    assert "You said to use it" in told["run-choice-said"]
    job = house.people.jobs.get(told["run-choice-job"])
    assert job is not None
    assert (job.kind, job.athlete) == ("build", "anna")
    house.build(NOW)
    page = anna.show(f"/runs/{ride}", "?athlete=anna").text
    assert "Over the line" in page
    assert "Back to automatic" in page
    assert "Evening Run, Tue 17 Nov" not in anna.show("/", "?athlete=anna").text
    assert "it counts nowhere" in press(anna, ride, "ignore")["run-choice-said"]
    press(anna, ride, "automatic")
    assert house.people.choices.of(ANNA) == {}
    house.build(NOW)
    assert house.tables("anna") == before


@pytest.mark.parametrize(("name", "act"), [("Odd steps", "use"), ("Odd steps", "automatic"), ("Evening Run", "sell"), ("Nobody", "use")])
def test_what_is_not_offered_changes_nothing(anna: Site, house: House, name: str, act: str) -> None:
    press(anna, id_of(house, name) if name != "Nobody" else "log:nobody", act, status=204)
    assert house.people.choices.of(ANNA) == {}


def test_a_made_up_athlete_shows_the_doubt_without_a_say(anna: Site, house: House) -> None:
    ride = next(run for run in Marts(house.settings).runs(AthleteId("demo-stine")) if run.name == "Evening Run")
    page = anna.show(f"/runs/{ride.activity_id}", "?athlete=demo-stine").text
    assert "Looks like a ride" in page
    assert "Use it anyway" not in page
    press(anna, ride.activity_id, "use", "?athlete=demo-stine", status=204)


@pytest.mark.slow
def test_marks_made_on_the_page_reach_the_tables_and_go_again(anna: Site, house: House) -> None:
    before, search = house.tables("anna"), "?athlete=anna"
    unrecorded = {"kind": "unrecorded", "first_day": "2026-11-16", "last_day": "2026-11-16", "note": ""}
    mark(anna, "mark-add", unrecorded, search)
    mark(anna, "mark-add", {**unrecorded, "kind": "device", "first_day": "2026-11-02", "last_day": "2026-11-02"}, search)
    mark(anna, "mark-add", {**unrecorded, "kind": "ill", "first_day": "2026-11-03", "last_day": "2026-11-04"}, search)
    assert [job.kind for job in house.people.jobs.about([ANNA])][-1] == "build"
    house.build(NOW)
    known = house.ask("select local_date, monotony from daily_load where athlete_id = 'anna' and local_date >= '2026-11-14' order by 1")
    assert [row["monotony"] is None for row in known] == [False, False, *[True] * 7]
    trend = house.ask("from cadence_trend where athlete_id = 'anna' order by local_date desc limit 1")
    assert (trend[0]["reset"], str(trend[0]["reset_on"])) == ("device", "2026-11-02")
    made = house.people.marks.of(ANNA)
    assert {one.kind for one in made} == {"unrecorded", "device", "ill"}
    for one in made:
        mark(anna, {"id": one.id, "type": "mark-remove"}, search=search)
    house.build(NOW)
    assert house.tables("anna") == before
