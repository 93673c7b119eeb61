"""Shoes are put right on the page: each edit is kept, computed anew and shown in the numbers; nonsense and strangers change nothing."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest

from dashboard.shoeing import NO_RUNS, NOTHING, SAVED
from tests.keeping import kept, once
from tests.web import seasons
from tests.web.pages import Site, opened, visited, words
from tests.web.seasons import NOW, TODAY
from warehouse.model import ActivityId, AthleteId, ShoeId
from warehouse.people import People, ShoeSettings
from warehouse.reader import Marts
from warehouse.settings import Settings
from warehouse.store import Warehouse
from warehouse.wording import KM_PER_MILE

PEGASUS, ENDORPHIN = ShoeId("log:Pegasus"), ShoeId("log:Endorphin")
FORM: dict[str, Any] = {"name": "Pegasus 41", "start_km": "", "limit_km": "", "is": []}
BARE = 5
PUBLIC = "https://runs.example.org"


@dataclass(frozen=True)
class Bench:
    """The page of a runner of two pairs whose newest five runs name none."""

    settings: Settings
    site: Site
    athlete: AthleteId

    @property
    def people(self) -> People:
        """The people of the home."""
        return self.site.people

    def page(self) -> str:
        """Return the words of the page."""
        return " ".join(self.site.show("/shoes", f"?athlete={self.athlete}").text.split())

    def build(self) -> dict[ShoeId, float]:
        """Build as the job does; return the km on every pair."""
        Warehouse(self.settings, self.people).build(NOW)
        return {shoe.shoe: round(shoe.distance_km, 3) for shoe in Marts(self.settings).shoes(self.athlete)}

    def bare(self) -> list[ActivityId]:
        """Return the activities without a pair."""
        return [run.activity_id for run in Marts(self.settings).runs(self.athlete) if not run.shoe_id]

    def ask(self, trigger: Any, value: Any, state: list[Any], search: str | None = None, status: int = 200) -> dict[str, Any]:
        """Do something as the page does; return what it shows, by id and property."""
        own = isinstance(trigger, dict)
        output, parts = self._outputs(trigger["type"] if own else trigger)
        prop = "value" if trigger == "run-shoe" else "n_clicks"
        given = {"id": trigger, "property": prop, "value": value}
        address = {"id": "address", "property": "search", "value": f"?athlete={self.athlete}" if search is None else search}
        body = {
            "output": output,
            "outputs": parts,
            "inputs": [[given] if own else given],
            "state": [*state, address],
            "changedPropIds": [f"{_name(trigger)}.{prop}"],
        }
        told = self.site.client.post("/_dash-update-component", json=body, headers={"Origin": self.site.at}, base_url=self.site.at)
        assert told.status_code == status, told.text
        shown = told.get_json()["response"] if status == 200 else {}
        return {f"{part.partition('@')[0]}.{name}": said for part, props in shown.items() for name, said in props.items()}

    def _outputs(self, trigger: str) -> tuple[str, list[Any]]:
        served = self.site.client.get("/_dash-dependencies", base_url=self.site.at).get_json()
        output = next(
            one["output"] for one in served if any(trigger in part["id"] for part in one["inputs"]) and "tick" not in one["output"]
        )
        split = [part.rpartition(".")[::2] for part in output.strip(".").split("...")]
        return output, [self._ids(name, prop) if name.startswith("{") else {"id": name, "property": prop} for name, prop in split]

    def _ids(self, name: str, prop: str) -> list[dict[str, Any]]:
        kind = json.loads(name)["type"]
        return [{"id": {"shoe": shoe, "type": kind}, "property": prop} for shoe in (PEGASUS, ENDORPHIN)]

    def save(self, shoe: ShoeId = PEGASUS, search: str | None = None, status: int = 200, **fields: Any) -> dict[str, Any]:
        """Press Save below one pair."""
        said = {**FORM, **fields}
        parts = [{"id": {"key": key, "shoe": shoe, "type": "shoe"}, "property": "value", "value": said[key]} for key in FORM]
        return self.ask({"shoe": shoe, "type": "shoe-save"}, 1, [parts], search, status)

    def put(self, runs: list[ActivityId], shoe: str) -> dict[str, Any]:
        """Tick runs and put them in a pair."""
        return self.ask("bare-put", 1, _state({"bare-runs": runs, "bare-shoe": shoe}))

    def put_days(self, first: date | str, last: date, which: str, shoe: str) -> dict[str, Any]:
        """Put the runs of some days in a pair."""
        return self.ask("days-put", 1, _state({"days-first": str(first), "days-last": str(last), "days-which": which, "days-shoe": shoe}))

    def wear(self, activity: ActivityId, shoe: str, status: int = 200) -> dict[str, Any]:
        """Choose the pair on the page of a run."""
        path = {"id": "address", "property": "pathname", "value": f"/runs/{activity.replace(':', '%3A')}"}
        return self.ask("run-shoe", shoe, [path], status=status)


def _state(values: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"id": name, "property": "value", "value": value} for name, value in values.items()]


def _name(trigger: Any) -> str:
    return json.dumps(trigger, separators=(",", ":"), sort_keys=True) if isinstance(trigger, dict) else trigger


def text(part: Any) -> str:
    return " ".join(" ".join(words(part)).split())


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    settings = Settings(home=tmp_path_factory.mktemp("workshop") / "home")
    people = People.open(settings)
    rows = sorted(seasons.steady(), key=lambda row: row["start_utc"], reverse=True)
    rows = [{**row, "gear_id": None, "gear_name": None} if n < BARE else row for n, row in enumerate(rows)]
    athlete = seasons.land(settings, people, "Anna", rows)
    seasons.build(settings, people)
    people.close()
    once(tmp_path_factory, "stine", seasons.stine, settings.demo.home)
    for site in opened(settings):
        yield Bench(settings, site, athlete)


@pytest.fixture
def bench(workshop: Bench) -> Iterator[Bench]:
    with kept(workshop.settings):
        yield replace(workshop, site=visited(workshop.site))


@pytest.fixture
def own(workshop: Bench, tmp_path: Path) -> Iterator[Bench]:
    """Copy that home, so that it can be built again."""
    settings = replace(workshop.settings, home=tmp_path / "home")
    copytree(workshop.settings.home, settings.home)
    for site in opened(settings):
        yield replace(workshop, settings=settings, site=site)


def test_a_pair_is_changed_kept_and_computed_anew(bench: Bench) -> None:
    told = bench.save(name="Blue", start_km=120, limit_km=600, **{"is": ["racing", "default", "retired"]})
    assert bench.people.shoes.settings(bench.athlete) == {
        PEGASUS: ShoeSettings(PEGASUS, "Blue", 120.0, 600.0, retired=True, racing=True, default=True, retired_on=TODAY)
    }
    assert bench.people.shoes.defaults(bench.athlete) == {TODAY: PEGASUS}
    job = bench.people.jobs.get(told["shoes-job.data"])
    assert job is not None
    assert (job.kind, job.athlete) == ("build", bench.athlete)
    shown = text(told["shoe-parts.children"])
    assert SAVED in shown
    assert "Racing pair, worn in runs that name no pair, your own limit." in shown
    assert shown.index("In use") < shown.index("Runs without a pair") < shown.index("Blue")


def test_what_is_left_as_shown_stays_as_it_is(bench: Bench) -> None:
    bench.save()
    assert bench.people.shoes.settings(bench.athlete) == {PEGASUS: ShoeSettings(PEGASUS)}
    bench.save(limit_km=600)
    bench.save(limit_km="", name="")
    assert bench.people.shoes.settings(bench.athlete) == {PEGASUS: ShoeSettings(PEGASUS)}


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"limit_km": 5}, "5 km cannot be the limit of a pair of shoes. Use from 50 to 5000 km."),
        ({"start_km": 10_001}, "cannot be the starting distance"),
        ({"name": "x" * 101}, "no name for a shoe"),
        ({"limit_km": "many"}, "many"),
    ],
)
def test_nonsense_is_told_at_its_pair_and_changes_nothing(bench: Bench, fields: dict[str, Any], why: str) -> None:
    told = bench.save(**fields)
    answer = told['{"shoe":"log:Pegasus","type":"shoe-said"}.children']
    assert why in text(answer)
    assert answer["props"]["role"] == "alert"
    assert bench.people.shoes.settings(bench.athlete) == {}
    assert bench.people.jobs.recent(5) == []


def test_a_new_pair_is_there_before_it_is_worn(bench: Bench) -> None:
    told = bench.ask("new-shoe-add", 1, _state({"new-shoe": "Trail"}))
    shown = text(told["shoe-parts.children"])
    assert "Trail is added. Say which runs you did in it." in shown
    assert "Not worn in any run here yet." in shown
    assert "no name for a shoe" in text(bench.ask("new-shoe-add", 1, _state({"new-shoe": " "}))["new-shoe-said.children"])
    assert [one.name for one in bench.people.shoes.settings(bench.athlete).values()] == ["Trail"]


def test_runs_without_a_pair_are_listed_and_put_in_one(bench: Bench) -> None:
    assert f"Say which pair: {BARE} activities" in bench.page()
    runs = bench.bare()
    told = bench.put(runs[:2], PEGASUS)
    assert bench.people.shoes.assignments(bench.athlete) == dict.fromkeys(runs[:2], PEGASUS)
    assert "2 activities are now in Pegasus 41." in text(told["shoe-parts.children"])
    assert f"Say which pair: {BARE - 2} activities" in bench.page()
    assert text(bench.put([], PEGASUS)["assign-said.children"]) == NO_RUNS
    bench.put(runs[2:], ENDORPHIN)
    assert "Every run, walk and hike of the last 90 days is in a pair." in bench.page()


def test_runs_of_some_days_go_in_a_pair_and_back(bench: Bench) -> None:
    week = TODAY - timedelta(days=6)
    put = bench.put_days(week - timedelta(days=7), TODAY, "bare", PEGASUS)
    assert "5 activities are now in Pegasus 41" in text(put["shoe-parts.children"])
    bench.put_days(week - timedelta(days=30), TODAY, "all", ENDORPHIN)
    assert len(bench.people.shoes.assignments(bench.athlete)) > BARE
    back = bench.put_days(week - timedelta(days=30), TODAY, "all", "back")
    assert "now as they came in" in text(back["shoe-parts.children"])
    assert bench.people.shoes.assignments(bench.athlete) == {}
    assert text(bench.put_days(TODAY, week, "all", PEGASUS)["assign-said.children"]) == NOTHING
    assert "Choose a first and a last day." in text(bench.put_days("soon", week, "all", PEGASUS)["assign-said.children"])


def test_the_pair_of_one_run_is_chosen_on_its_page_and_taken_back(bench: Bench) -> None:
    run = bench.bare()[0]
    page = f"/runs/{run.replace(':', '%3A')}"
    (choice,) = (one for one in bench.site.show(page).find("Select") if one["id"] == "run-shoe")
    assert (choice["value"], choice["data"][0]["label"]) == ("back", "As it came in: no pair")
    told = bench.wear(run, PEGASUS)
    assert (text(told["run-shoe-said.children"]), bool(told["run-shoe-job.data"])) == (SAVED, True)
    (choice,) = (one for one in bench.site.show(page).find("Select") if one["id"] == "run-shoe")
    assert (choice["value"], choice["data"][0]["label"]) == (PEGASUS, "As it came in")
    assert bench.wear(run, PEGASUS, status=204) == {}
    assert bench.wear(run, "log:Nobodys", status=204) == {}
    bench.wear(run, "back")
    assert bench.people.shoes.assignments(bench.athlete) == {}


@pytest.mark.slow
def test_edits_come_out_in_the_numbers(own: Bench) -> None:
    before, runs = own.build(), own.bare()
    km = {run.activity_id: run.distance_km or 0 for run in Marts(own.settings).runs(own.athlete)}
    assert "No pair is named for" in own.page()
    own.put(runs, ENDORPHIN)
    own.save(start_km=200, limit_km=300)
    after = own.build()
    assert after[PEGASUS] == pytest.approx(before[PEGASUS] + 200)
    assert after[ENDORPHIN] == pytest.approx(before[ENDORPHIN] + sum(km[run] for run in runs))
    page = own.page()
    assert "of 300 km" in page
    assert "200 km of it before that" in page
    assert "No pair is named for" not in page
    own.wear(runs[0], "back")
    assert own.build()[ENDORPHIN] == pytest.approx(after[ENDORPHIN] - km[runs[0]])


@pytest.mark.slow
def test_miles_are_kept_as_kilometres(own: Bench) -> None:
    own.people.athletes.set(own.athlete, "units", "mi")
    own.build()
    own.save(start_km=100, limit_km=400)
    kept_km = own.people.shoes.settings(own.athlete)[PEGASUS]
    assert (kept_km.start_km, kept_km.limit_km) == pytest.approx((100 * KM_PER_MILE, 400 * KM_PER_MILE))
    own.save(start_km=100.0, limit_km=400.0)
    assert own.people.shoes.settings(own.athlete)[PEGASUS] == kept_km
    answer = own.save(limit_km=3)['{"shoe":"log:Pegasus","type":"shoe-said"}.children']
    assert "3 mi cannot be the limit of a pair of shoes. Use from 31.1 to 3106.9 mi." in text(answer)
    assert "Distance before, in mi" in str(own.site.show("/shoes").tree)


def test_a_demo_athlete_is_only_looked_at(bench: Bench) -> None:
    page = bench.site.show("/shoes", "?athlete=demo-steady")
    assert page.find("Button") == [] or all("shoe" not in str(one.get("id")) for one in page.find("Button"))
    bench.save(search="?athlete=demo-steady", status=204)
    assert bench.ask("new-shoe-add", 1, _state({"new-shoe": "Trail"}), "?athlete=demo-steady", status=204) == {}
    assert bench.people.shoes.settings(bench.athlete) == {}


def test_nobody_changes_a_strangers_shoes(bench: Bench) -> None:
    bench.save(search="?athlete=nobody", status=500)
    bench.save(ShoeId("log:Nobodys"), status=204)
    for public in opened(replace(bench.settings, public_url=PUBLIC)):
        body = {"output": "run-shoe-said.children", "changedPropIds": ["run-shoe.value"], "inputs": []}
        assert public.post("/_dash-update-component", json=body).status_code == 401
    assert bench.people.shoes.settings(bench.athlete) == {}
