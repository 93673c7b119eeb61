"""Health, statuses, and what is shown when the published tables cannot be read."""

import logging
from dataclasses import replace
from pathlib import Path
from shutil import copytree
from typing import Any

import duckdb
import pytest
from plotly.offline import get_plotlyjs_version

from dashboard.app import create_app
from dashboard.plotlyjs import WHOLE
from tests.web.pages import Site
from tests.web.seasons import NOW
from warehouse.errors import NotFoundError, UnreadableError
from warehouse.people import People
from warehouse.reader import Marts
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


def test_tables_of_another_version_say_that_nothing_is_lost(town: Settings, tmp_path: Path) -> None:
    settings = replace(town, home=copytree(town.home, tmp_path / "home"))
    (made,) = settings.published.glob("marts-*")
    con = duckdb.connect(made)
    con.execute("alter table build drop column models").fetchall()
    con.close()
    people = People.open(settings)
    site = Site(create_app(settings, Marts(settings), people, now=lambda: NOW).server.test_client(), people)
    page = site.show("/")
    assert "made by another version of Plimsoll" in page.text
    assert "plimsoll build" in page.text
    assert "Know your load line" not in page.text
    assert site.client.get("/").status_code == 503
    people.close()


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
