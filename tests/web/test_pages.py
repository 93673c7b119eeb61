"""Every page over real published tables: what it says, and that it says it to the right athlete in the right units."""

from typing import Any

import pytest

from dashboard.components.frame import MORE, TABS
from tests.web.pages import Shown, Site
from warehouse.wording import TIMES


def test_the_week_page_answers_level_reason_ceiling_checks_and_advice(site: Site) -> None:
    page = site.show("/", site.athlete("Anna"))
    assert page.title == "Plimsoll"
    for words in (
        "Elevated",
        "Your run of 21.4 km was 1.98 times",
        "Ceiling for the next run",
        "10.8",
        "Longest run",
        f"1.10{TIMES}",
        "What to do",
    ):
        assert words in page.text
    assert "Over the line, 1 point" in page.text
    assert "doi:10.1136/bjsports-2024-109380" in page.text
    assert "safe" not in page.text.lower().replace("safety", "")


@pytest.mark.parametrize("path", ["/", "/runs", "/shoes", "/import", "/connect", "/methods", "/nowhere"])
@pytest.mark.parametrize("name", ["Anna", "Ben", "Emil"])
def test_every_page_has_one_heading_and_keeps_the_athlete(site: Site, path: str, name: str) -> None:
    page = site.show(path, site.athlete(name))
    assert len(page.find("H1")) == 1
    assert len(page.find("Main")) == 1
    if path != "/nowhere":
        inner = [href for href in page.links() if href.startswith("/")]
        assert inner
        assert all(site.athlete(name).removeprefix("?") in href for href in inner if "athlete=" in href)
        assert f"/runs{site.athlete(name)}" in inner


def test_the_first_real_athlete_is_the_default_and_the_page_marked_as_current(site: Site) -> None:
    page = site.show("/", "")
    assert "Anna, Sun 22 Nov" in page.text
    assert "not a real person" not in page.text
    assert [words(props) for props in page.find("A") if props.get("aria-current") == "page"] == ["This week"]
    assert not page.find("Button")[0].get("aria-current")


def test_every_page_of_the_navigation_is_there_and_marked_when_open(site: Site) -> None:
    for path, word, *_ in (*TABS, *MORE):
        page = site.show(path, site.athlete("Anna"))
        assert site.status(path) == 200
        assert [words(props) for props in page.find("A") if props.get("aria-current") == "page"] == [word]
        assert (page.find("Button")[0].get("aria-current") == "true") == ((path, word) in MORE)


def test_miles_for_those_who_think_in_miles(site: Site) -> None:
    page = site.show("/", site.athlete("Ben"))
    assert " mi" in page.text
    assert "615 mi" in page.text  # the pair's 990 km
    assert "kilomet" not in page.text


def test_what_a_check_needs_is_not_read_as_what_is_there(site: Site) -> None:
    assert "5 of the 15 must be of the last 21 days" in site.show("/", site.athlete("Emil")).text
    assert "Above 1.10 times and 1 km more, it is flagged" in site.show("/runs", site.athlete("Anna")).text


def test_one_run_says_what_is_missing_instead_of_a_number(site: Site) -> None:
    page = site.show("/", site.athlete("Emil"))
    for words in ("Not enough history yet", "No number yet", "Could not run yet", "Needs 4 runs and 21 days", "Set your threshold"):
        assert words in page.text
    assert "No flag:" not in page.text


def test_a_demo_athlete_is_labelled_with_a_way_back(site: Site) -> None:
    for path in ("/", "/runs", "/shoes", "/import"):
        page = site.show(path, "?athlete=demo-steady")
        assert "Demo" in page.text
        assert "Back to Anna" in page.text


def test_an_unknown_athlete_and_an_unknown_activity_are_said_so(site: Site) -> None:
    assert "no athlete with this id" in site.show("/", "?athlete=nobody").text
    assert "no such activity" in site.show("/runs/strava:1", site.athlete("Anna")).text


def test_runs_mark_the_flagged_one_in_words(site: Site) -> None:
    (grid,) = site.show("/runs", site.athlete("Anna")).find("AgGrid")
    flagged = [row for row in grid["rowData"] if row["mark"] == "over"]
    assert [(row["distance"], row["ratio"]) for row in flagged] == [(21.4, 1.98)]
    dates = [row["date"] for row in grid["rowData"]]
    assert dates == sorted(dates, reverse=True)


def test_flagged_runs_can_be_shown_alone(site: Site) -> None:
    anna = site.athlete("Anna")
    page = site.show("/runs", f"{anna}&show=flagged")
    (grid,) = page.find("AgGrid")
    assert [row["ratio"] for row in grid["rowData"]] == [1.98]
    assert [props["children"] for props in page.find("A") if props.get("aria-current") == "true"] == ["Flagged only (1)"]
    assert f"/runs{anna}" in page.links()
    assert "Flagged only" not in site.show("/runs", site.athlete("Emil")).text


def test_a_run_that_is_not_counted_says_why(site: Site) -> None:
    (grid,) = site.show("/runs", site.athlete("Anna")).find("AgGrid")
    (short,) = (row for row in grid["rowData"] if row["mark"] == "not_counted")
    assert short["reason"] == "shorter than 0.5 km"
    assert "Left out: shorter than 0.5 km." in site.show(f"/runs/{short['id']}", site.athlete("Anna")).text


def words(block: dict[str, Any]) -> str:
    """Return the words of a part."""
    return Shown("", block["children"]).text


def test_one_activity_compares_itself_with_the_longest_run_before(site: Site) -> None:
    (grid,) = site.show("/runs", site.athlete("Anna")).find("AgGrid")
    flagged = next(row for row in grid["rowData"] if row["mark"] == "over")
    page = site.show(f"/runs/{flagged['id'].replace(':', '%3A')}", site.athlete("Anna"))
    for words in ("Long one with friends", "Over the line", f"1.98{TIMES}", "10.8 km", "21.40 km", "Pegasus 41", "linked with"):
        assert words in page.text


def test_methods_show_every_rule_with_grade_source_and_line(site: Site) -> None:
    from warehouse.rules import load_rules

    page = site.show("/methods")
    anchors = {props.get("id") for props in page.find("Article")}
    for rule in load_rules().rule:
        assert rule.id in anchors
        for words in (rule.title, rule.meaning):
            assert words in page.text
    assert f"above 1.10{TIMES}: 1 point" in page.text
    assert "805 km" in page.text


def test_import_offers_the_athletes_here_but_no_demo(site: Site) -> None:
    (field,) = site.show("/import", site.athlete("Ben")).find("Autocomplete")
    assert field["data"] == ["Anna", "Ben", "Emil"]
    assert field["value"] == "Ben"


def test_nobody_yet_sees_three_ways_in(empty: Site) -> None:
    page = empty.show("/")
    for words in ("Connect with Strava", "Import your Strava export or watch files", "Look around with demo athletes", "Not configured"):
        assert words in page.text
    assert "no runs here yet" in empty.show("/runs").text
    (field,) = empty.show("/import").find("Autocomplete")
    assert field["value"] == "Me"
    assert "STRAVA_CLIENT_ID" in empty.show("/connect").text
