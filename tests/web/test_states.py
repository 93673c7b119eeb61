"""Health, statuses, and what is shown when the published tables cannot be read."""

import logging
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from plotly.offline import get_plotlyjs_version

from dashboard.app import create_app
from dashboard.plotlyjs import WHOLE
from tests.homes import older
from tests.web.pages import ORIGIN, Site, opened
from tests.web.seasons import NOW
from warehouse.errors import NotFoundError, UnreadableError
from warehouse.people import People
from warehouse.settings import Settings


class Broken:
    """Published tables that cannot be read; every question fails."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    def __getattr__(self, name: str) -> Any:
        def ask(*_: object) -> None:
            raise self.error

        return ask


def broken(settings: Settings, error: Exception) -> Site:
    people: Any = People.open(settings)
    tables: Any = Broken(error)
    return Site(create_app(settings, tables, people, now=lambda: NOW).server.test_client(), people)


def test_health_tells_age_and_queue_and_nothing_personal(site: Site) -> None:
    answer = site.client.get("/health")
    told = answer.get_json()
    assert (answer.status_code, told["status"], told["data_age_s"]) == (200, "ok", 0)
    assert told["queue"] == sum(job.state in {"waiting", "running"} for job in site.people.jobs.recent(99))
    assert "Anna" not in answer.text


def test_health_of_an_empty_home_is_well_and_has_no_age(empty: Site) -> None:
    told = empty.client.get("/health").get_json()
    assert (told["status"], told["data_age_s"], told["queue"]) == ("ok", None, 0)


def test_health_of_broken_tables_is_503(settings: Settings, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.CRITICAL, "plimsoll.dashboard"):
        answer = broken(settings, RuntimeError("torn file")).client.get("/health")
    assert answer.status_code == 503
    assert "torn file" not in answer.text


def test_an_error_we_know_is_told_in_its_own_words(settings: Settings) -> None:
    page = broken(settings, UnreadableError("The tables are half a file.", "Run plimsoll build.")).show("/")
    assert "The tables are half a file." in page.text
    assert "Run plimsoll build." in page.text


@pytest.mark.parametrize("path", ["/", "/runs", "/import"])
def test_tables_that_cannot_be_read_now_are_a_calm_page_and_503(settings: Settings, path: str) -> None:
    site = broken(settings, NotFoundError("These tables lack a column.", "Run plimsoll build."))
    page = site.show(path)
    for words in ("Not available right now", "These tables lack a column.", "Run plimsoll build.", "Try again"):
        assert words in page.text
    assert "Something broke" not in page.text
    assert path in page.links()
    assert site.client.get(path).status_code == 503


@pytest.fixture
def outdated(town: Settings, tmp_path: Path) -> Iterator[Site]:
    """Open a home whose tables another version of Plimsoll made."""
    yield from opened(replace(town, home=older(copytree(town.home, tmp_path / "home"))))


@pytest.mark.parametrize("path", ["/", "/runs", "/settings"])
def test_tables_of_another_version_say_that_nothing_is_lost_and_wait_for_the_new_ones(outdated: Site, path: str) -> None:
    page = outdated.show(path)
    for words in ("Being brought up to date", "made by another version of Plimsoll", "goes on by itself", "plimsoll build"):
        assert words in page.text
    assert "Know your load line" not in page.text
    assert [props["data-follow"] for props in page.find("Div") if "data-follow" in props] == [""]
    assert outdated.status(path) == 503


def test_open_pages_stay_as_they_are_while_tables_are_made_again(outdated: Site) -> None:
    """There is no stamp that would draw them anew, and what they are asked to keep is said not to be kept."""
    anna = outdated.athlete("Anna")
    assert [outdated.client.get(f"/following/{who}").get_json() for who in ("", anna.partition("=")[2])] == [{}, {}]
    inputs = [{"id": "race-day", "property": "value", "value": "2026-12-24"}, {"id": "race-km", "property": "value", "value": 10}]
    names = [one["output"] for one in outdated.client.get("/_dash-dependencies").get_json() if "race-day" in str(one["inputs"])]
    body = {
        "output": names[0],
        "outputs": {"id": names[0].partition(".")[0], "property": "children"},
        "inputs": inputs,
        "state": [{"id": "address", "property": "search", "value": anna}],
        "changedPropIds": ["race-day.value"],
    }
    answer = outdated.client.post("/_dash-update-component", json=body, headers=ORIGIN)
    assert answer.status_code == 200
    assert "was not kept" in str(answer.get_json()["sideUpdate"]["notice"])
    order = outdated.post("/settings/forget", json={"athlete": anna.partition("=")[2], "name": "Anna"})
    assert (order.status_code, "another version" in order.get_json()["message"]) == (503, True)


def test_demo_athletes_of_another_version_are_waited_for_where_nobody_else_is(town: Settings, tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "home")
    older(copytree(town.home, settings.demo.home))
    (site,) = opened(settings)
    assert "Being brought up to date" in site.show("/").text


def test_an_error_we_do_not_know_is_a_page_with_a_next_step(settings: Settings) -> None:
    site = broken(settings, RuntimeError("secret detail"))
    page = site.show("/runs")
    assert site.client.get("/runs").status_code == 503
    assert "Something broke" in page.text
    assert "plimsoll doctor" in page.text
    assert "secret detail" not in str(page.tree)


@pytest.mark.parametrize(("path", "status"), [("/", 200), ("/runs", 200), ("/runs/strava:1", 200), ("/nowhere", 404), ("/runs/a/b", 404)])
def test_an_address_has_its_true_status(site: Site, path: str, status: int) -> None:
    assert site.client.get(path).status_code == status


def test_the_frame_has_a_language_and_chooses_the_scheme_before_painting(site: Site) -> None:
    frame = site.client.get("/").text
    assert '<html lang="en"' in frame
    assert frame.index("data-mantine-color-scheme") < frame.index("</head>")


def test_answers_are_compressed(site: Site) -> None:
    answer = site.client.get("/_dash-layout", headers={"Accept-Encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"


def test_plotly_is_the_lean_bundle_of_the_version_our_plotly_speaks(site: Site) -> None:
    with site.client.get(WHOLE) as answer:
        start = answer.text[:200]
    assert f"plotly.js (cartesian - minified) v{get_plotlyjs_version()}" in start
