"""The week of an earlier day, and data that stops long ago: what the first page says then."""

from collections.abc import Iterator

import pytest

from tests.web import seasons
from tests.web.pages import Shown, Site, opened
from warehouse.people import People
from warehouse.settings import Settings


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Open a home whose only runner was last heard of thirteen weeks ago."""
    settings = Settings(home=tmp_path_factory.mktemp("old"))
    people = People.open(settings)
    seasons.land(settings, people, "Olga", seasons.gone())
    seasons.build(settings, people)
    people.close()
    yield from opened(settings)


def steps(page: Shown) -> dict[str, str]:
    """Return the ways to other weeks by their words."""
    return {
        props["children"]: props["href"] for props in page.find("A") if "as_of=" in props["href"] or props["children"] == "Back to today"
    }


def test_a_week_before_the_jump_has_no_flag_and_says_which_day_it_is(site: Site) -> None:
    anna = site.athlete("Anna")
    page = site.show("/", f"{anna}&as_of=2026-11-10")
    for words in ("Looking back", "as of Tue 10 Nov 2026", "No flag", "Ceiling for the next run then", "That calendar week up to this day"):
        assert words in page.text
    assert "21.4" not in page.text
    assert "This week so far" not in page.text
    assert page.title == "Looking back · Plimsoll"
    ways = steps(page)
    assert ways["← Week before"] == f"/{anna}&as_of=2026-11-03"
    assert ways["Week after →"] == f"/{anna}&as_of=2026-11-17"
    assert ways["Back to today"] == f"/{anna}"


def test_today_offers_the_week_before_and_no_week_after(site: Site) -> None:
    ways = steps(site.show("/", site.athlete("Anna")))
    assert ways["← Week before"].endswith("as_of=2026-11-15")
    assert {"Week after →", "Back to today"}.isdisjoint(ways)
    same = site.show("/", f"{site.athlete('Anna')}&as_of={seasons.TODAY}")
    assert "This week" in same.text
    assert "Back to today" not in same.text


def test_the_table_of_weeks_leads_to_each_week_that_is_over(site: Site) -> None:
    page = site.show("/", site.athlete("Anna"))
    (table,) = page.find("Table")
    links = Shown("", table["children"]).links()
    assert len(links) == 11
    assert links[-1].endswith("as_of=2026-11-15")
    assert "The 12 weeks up to then" in site.show(links[0].split("?")[0], f"?{links[0].split('?')[1]}").text


def test_an_activity_leads_to_the_week_of_its_day(site: Site) -> None:
    (grid,) = site.show("/runs", site.athlete("Anna")).find("AgGrid")
    flagged = next(row for row in grid["rowData"] if row["mark"] == "over")
    links = site.show(f"/runs/{flagged['id']}", site.athlete("Anna")).links()
    assert f"/{site.athlete('Anna')}&as_of={flagged['date']}" in links


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("yesterday", "“yesterday” is not a day."),
        ("2026-02-30", "“2026-02-30” is not a day."),
        ("2026-11-23", "2026-11-23 has not come yet."),
        ("0001-01-01", "There is nothing to see on 0001-01-01 yet."),
        ("<script>", "“<script>” is not a day."),
    ],
)
def test_a_day_that_cannot_be_shown_is_said_so_and_the_athlete_stays(site: Site, word: str, said: str) -> None:
    search = f"{site.athlete('Ben')}&as_of={word}"
    page = site.show("/", search)
    assert said in page.text
    assert "Something broke" not in page.text
    assert f"/{site.athlete('Ben')}" in page.links()
    assert site.client.get(f"/{search}").status_code == 404


def test_the_very_first_day_can_be_looked_at(site: Site) -> None:
    page = site.show("/", f"{site.athlete('Emil')}&as_of=2026-11-20")
    assert "Not enough history yet" in page.text
    assert "Week before" not in page.text


def test_old_data_is_said_first_and_is_no_all_clear(old: Site) -> None:
    page = old.show("/")
    assert "The newest activity here is 91 days old" in page.text
    assert page.text.index("91 days old") < page.text.index("No flag, but no recent runs") < page.text.index("Week before")
    assert "level-edge-no_flag" not in str(page.tree)
    ways = {props["children"]: props["href"] for props in page.find("A") if "button" in (props.get("className") or "")}
    assert ways == {"See the week of 23 Aug 2026": "/?as_of=2026-08-23", "Import newer files": "/import", "Check in": "/check-in"}


def test_the_week_of_the_newest_activity_is_an_answer(old: Site) -> None:
    page = old.show("/", "?as_of=2026-08-23")
    assert "Elevated" in page.text
    assert "no recent runs" not in page.text
    assert "days old" not in page.text


def test_a_rest_in_the_past_is_told_as_one(old: Site) -> None:
    page = old.show("/", "?as_of=2026-09-22")
    assert "The newest activity was 30 days old" in page.text
    assert "Import newer files" not in [props["children"] for props in page.find("A") if "button" in (props.get("className") or "")]


def test_weeks_without_a_run_are_a_sentence_and_no_chart(old: Site, site: Site) -> None:
    assert site.show("/", site.athlete("Anna")).find("Graph")
    page = old.show("/")
    assert page.find("Graph") == []
    assert "No run in these weeks" in page.text
    assert old.show("/", "?as_of=2026-09-22").find("Graph")


def test_fresh_data_has_no_warning(site: Site) -> None:
    for name in ("Anna", "Ben", "Emil"):
        page = site.show("/", site.athlete(name))
        assert "days old" not in page.text
        assert "no recent runs" not in page.text
