"""Checking in: the answer follows at once, can be changed and taken back; days can be marked; each only by those who may."""

import json
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import plotly.graph_objects as go
import pytest

from dashboard.checking_in import NO_NUMBER
from dashboard.components.check_in_form import as_check_in, same
from dashboard.figures.timeline import Beside, timeline
from tests.web.connected import Harbour
from tests.web.pages import Site, words
from tests.web.seasons import NOW, TODAY
from warehouse.cadence import CadenceDay
from warehouse.check_in import CheckIn
from warehouse.mark import Mark
from warehouse.model import WeekBar

PAIN = {"pain": "0", "local_date": str(TODAY)}
KEYS = ("pain", "site", "side", "moment", "minutes_after", "also", "red_flags", "local_date", "note")
MARK_KEYS = ("kind", "first_day", "last_day", "note")
RACE = {"kind": "race", "first_day": "2026-11-18", "last_day": "2026-11-18", "note": "Half"}
ANSWER, LIST, JOB = "check-in-answer.children", "check-ins.children", "check-in-job.data"
SAID, MARKS = "mark-said.children", "marks.children"


def outputs(site: Site, trigger: str) -> tuple[str, list[dict[str, str]]]:
    """Return the output word of the callback of a button, and its parts."""
    served = site.client.get("/_dash-dependencies", base_url=site.at).get_json()
    output = next(
        one["output"] for one in served if any(trigger in part["id"] for part in one["inputs"]) and "check-in-job" in one["output"]
    )
    parts = [part.rpartition(".") for part in output.strip(".").split("...")]
    return output, [{"id": name, "property": prop} for name, _, prop in parts]


def press(site: Site, button: Any, said: dict[str, Any] | None = None, search: str = "", status: int = 200) -> dict[str, Any]:
    """Press a button of the page as the browser does; return what is shown, by the part of the page."""
    mark = "mark" in str(button)
    output, parts = outputs(site, button if isinstance(button, str) else button["type"])
    keys = MARK_KEYS if mark else KEYS
    fields = [
        {"id": {"key": key, "type": "mark" if mark else "check-in"}, "property": "value", "value": (said or {}).get(key)} for key in keys
    ]
    pressed = {"id": button, "property": "n_clicks", "value": 1}
    address = {"id": "address", "property": "search", "value": search}
    name = button if isinstance(button, str) else json.dumps(button, separators=(",", ":"), sort_keys=True)
    body = {
        "output": output,
        "outputs": parts,
        "inputs": [pressed if isinstance(button, str) else [pressed]],
        "state": [fields, address] if isinstance(button, str) else [address],
        "changedPropIds": [f"{name}.n_clicks"],
    }
    told = site.client.post("/_dash-update-component", json=body, headers={"Origin": site.at}, base_url=site.at)
    assert told.status_code == status, told.text
    shown = told.get_json()["response"] if status == 200 else {}
    return {f"{part.partition('@')[0]}.{prop}": value for part, props in shown.items() for prop, value in props.items()}


def save(harbour: Harbour, search: str = "", **said: Any) -> dict[str, Any]:
    return press(harbour.site, "check-in-save", PAIN | said, search)


def text(part: Any) -> str:
    return " ".join(" ".join(words(part)).split())


def test_red_stops_at_once_with_care_alone(harbour: Harbour) -> None:
    told = save(harbour, pain="7", site="kneecap")
    answer = text(told[ANSWER])
    assert "Your level now: Stop" in answer
    assert "clinician" in answer
    assert "Care" in answer
    for kind in ("Stretches", "Strength", "Cross-training"):
        assert kind not in answer
    assert "Next run" not in answer
    week = harbour.site.show("/").text
    assert "Stop" in week
    assert "No run for now" in week


@pytest.mark.parametrize(("said", "level"), [({"pain": "4"}, "High"), ({"pain": "1", "red_flags": ["locked_knee"]}, "Stop")])
def test_the_level_of_the_answer_is_that_of_the_week(harbour: Harbour, said: dict[str, Any], level: str) -> None:
    assert f"level now: {level}" in text(save(harbour, **said)[ANSWER])
    assert f"Load line: {level}" in json.dumps(harbour.site.show("/").tree)


def test_an_answer_is_kept_as_said_and_computed_anew(harbour: Harbour) -> None:
    said = {"pain": "3", "site": "shin", "side": "left", "moment": "after", "minutes_after": "30", "also": ["changed_gait"], "note": "hm"}
    told = save(harbour, **said)
    (kept,) = harbour.people.check_ins.of(harbour.athlete)
    assert same(kept, CheckIn(TODAY, 3, "shin", "left", "after", 30, changed_gait=True, note="hm"))
    job = harbour.people.jobs.get(told[JOB])
    assert job is not None
    assert (job.kind, job.athlete) == ("build", harbour.athlete)
    assert "Shin left" in text(told[LIST])


def test_the_same_answer_twice_is_one(harbour: Harbour) -> None:
    save(harbour, pain="2")
    save(harbour, pain="2")
    assert len(harbour.people.check_ins.of(harbour.athlete)) == 1


def test_without_a_number_nothing_is_kept(harbour: Harbour) -> None:
    assert text(save(harbour, pain=None)[ANSWER]) == NO_NUMBER
    assert harbour.people.check_ins.of(harbour.athlete) == []
    assert harbour.people.jobs.recent(5) == []


@pytest.mark.parametrize(
    "said", [{"pain": "11"}, {"site": "ear"}, {"red_flags": ["bored"]}, {"local_date": "soon"}, {"local_date": "2027-01-01"}]
)
def test_nonsense_is_told_and_changes_nothing(harbour: Harbour, said: dict[str, Any]) -> None:
    assert save(harbour, **said)[ANSWER]["props"]["role"] == "alert"
    assert harbour.people.check_ins.of(harbour.athlete) == []


def test_an_answer_can_be_changed_and_taken_back(harbour: Harbour) -> None:
    save(harbour, pain="7", note="wrong")
    (first,) = harbour.people.check_ins.of(harbour.athlete)
    page = harbour.site.show("/check-in", f"?edit={first.id}")
    assert "Save the change" in page.text
    assert next(group["value"] for group in page.find("RadioGroup")) == "7"
    save(harbour, f"?edit={first.id}", pain="2", note="right")
    (second,) = harbour.people.check_ins.of(harbour.athlete)
    assert (second.pain, second.note) == (2, "right")
    told = press(harbour.site, {"id": second.id, "type": "check-in-remove"})
    assert harbour.people.check_ins.of(harbour.athlete) == []
    assert "Nothing said yet" in text(told[LIST])


def test_the_week_asks_when_the_last_answer_is_older_than_a_week(harbour: Harbour) -> None:
    asked = "Does anything hurt?"
    assert asked in harbour.site.show("/").text
    harbour.people.check_ins.add(harbour.athlete, CheckIn(TODAY - timedelta(days=8), 0), NOW)
    assert asked in harbour.site.show("/").text
    harbour.people.check_ins.add(harbour.athlete, CheckIn(TODAY - timedelta(days=7), 1), NOW)
    page = harbour.site.show("/").text
    assert asked not in page
    assert "Last check-in: 1 of 10" in page
    assert asked not in harbour.site.show("/", "?as_of=2026-10-01").text


def test_a_day_is_marked_listed_and_taken_back(harbour: Harbour) -> None:
    told = press(harbour.site, "mark-add", RACE)
    (mark,) = harbour.people.marks.of(harbour.athlete)
    assert replace(mark, id="") == Mark("race", mark.first_day, mark.first_day, "Half")
    assert "Race day, Wed 18 Nov" in text(told[MARKS])
    assert harbour.people.jobs.get(told[JOB]) is not None
    told = press(harbour.site, {"id": mark.id, "type": "mark-remove"})
    assert harbour.people.marks.of(harbour.athlete) == []
    assert "Nothing is marked" in text(told[MARKS])


@pytest.mark.parametrize("said", [{"last_day": "2026-11-17"}, {"first_day": None}, {"kind": "holiday"}])
def test_a_mark_that_makes_no_sense_is_told(harbour: Harbour, said: dict[str, Any]) -> None:
    assert press(harbour.site, "mark-add", RACE | said)[SAID]["props"]["role"] == "alert"
    assert harbour.people.marks.of(harbour.athlete) == []


def test_strangers_neither_say_nor_see_anything(harbour: Harbour) -> None:
    harbour.connect()
    save(harbour, pain="3", note="sesame")
    public = harbour.at(replace(harbour.settings, public_url="https://runs.example.org"))
    press(harbour.site, "mark-add", RACE)
    assert "sesame" not in public.site.show("/check-in").text
    assert public.site.status("/check-in") == 401
    body = {"output": "check-in-answer.children", "inputs": [], "changedPropIds": []}
    asked = {"headers": {"Origin": public.site.at}, "base_url": public.site.at}
    assert public.site.client.post("/_dash-update-component", json=body, **asked).status_code == 401
    assert len(harbour.people.check_ins.of(harbour.athlete)) == 1


def test_nothing_is_said_for_a_demo_athlete(site: Site) -> None:
    assert "check-in-save" not in json.dumps(site.show("/check-in", "?athlete=demo-steady").tree)
    press(site, "check-in-save", PAIN, "?athlete=demo-steady", status=204)


def test_an_empty_form_is_no_answer() -> None:
    assert as_check_in({"pain": None}) is None
    assert as_check_in({"pain": "0", "local_date": "2026-11-22"}) == CheckIn(TODAY, 0)


def test_pain_stands_beside_load_and_new_shoes(harbour: Harbour) -> None:
    for ago, pain in ((1, 7), (3, 0), (400, 4)):
        harbour.people.check_ins.add(harbour.athlete, CheckIn(TODAY - timedelta(days=ago), pain), NOW)
    page = harbour.site.show("/check-in")
    drawing = next(store["data"] for store in page.find("Store") if store["id"] == {"type": "drawing", "name": "pain"})
    go.Figure(drawing)
    points = {trace["name"]: list(zip(trace["x"], trace["y"], strict=True)) for trace in drawing["data"]}
    assert points["Pain, red"] == [("2026-11-21", 7)]
    assert points["Pain, green"] == [("2026-11-19", 0)]
    assert points["Pain, amber"] == []
    assert len(points["Week"]) == 26
    assert "3 check-ins, 2 of them amber or red" in page.text


def test_marked_days_are_shaded_on_the_same_line_of_time(harbour: Harbour) -> None:
    harbour.people.check_ins.add(harbour.athlete, CheckIn(TODAY, 3), NOW)
    for kind, ago, length in (("ill", 20, 4), ("race", 400, 1)):
        first = TODAY - timedelta(days=ago)
        harbour.people.marks.add(harbour.athlete, Mark(kind, first, first + timedelta(days=length - 1)), NOW)  # type: ignore[arg-type]  # of these kinds
    page = harbour.site.show("/check-in")
    drawing = next(store["data"] for store in page.find("Store") if store["id"] == {"type": "drawing", "name": "pain"})
    assert [(shape["x0"], shape["x1"]) for shape in drawing["layout"]["shapes"]] == [("2026-11-02", "2026-11-06")]
    assert [word["text"] for word in drawing["layout"]["annotations"]] == ["ill"]
    assert "2026-11-02 to 2026-11-05" in page.text


def test_cadence_at_the_same_speed_has_its_own_panel_once_it_is_known() -> None:
    bars = [WeekBar(date(2026, 6, 1), 30.0, 3, 180.0, 0)]
    days = [CadenceDay(date(2026, 6, n), delta, 170.0, 165.0, 2.8, 7.0, None, None) for n, delta in ((1, None), (2, -4.96), (3, -5.5))]
    drawn = timeline(Beside(bars, cadence=days), [], "km")
    go.Figure(drawn)
    (steps,) = (trace for trace in drawn["data"] if trace["name"] == "Cadence")
    assert list(zip(steps["x"], steps["y"], strict=True)) == [("2026-06-02", -5.0), ("2026-06-03", -5.5)]
    assert "steps/min at the same speed" in steps["hovertemplate"]
    assert "yaxis3" not in timeline(Beside(bars, cadence=days[:1]), [], "km")["layout"]
