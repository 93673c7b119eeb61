"""Whose account a connection is: the same one again, the one that was chosen, or a new one; nobody is taken for somebody else."""

from collections.abc import Iterator
from shutil import copytree

import pytest

from tests.strava import FakeStrava
from tests.web.dance import Stage, connect
from tests.web.pages import Site
from warehouse.model import AthleteId
from warehouse.settings import Settings


@pytest.fixture
def site(stage: Stage) -> Site:
    """Open the application."""
    return stage.site()


def test_connecting_again_renews_and_doubles_nothing(stage: Stage, site: Site) -> None:
    connect(site)
    (before,) = stage.people.connections.all()
    stage.clock.pass_by(days=1)
    assert connect(site).status_code == 303
    (after,) = stage.people.connections.all()
    assert (after.athlete, after.connected_at) == (before.athlete, before.connected_at)
    assert stage.people.connections.refresh_token(after.athlete) == stage.strava.athletes[7].refresh_token
    assert len(stage.people.athletes.all()) == 1
    assert len(stage.people.consents.of(after.athlete)) == 1


def test_a_household_connects_everybody_apart(stage: Stage, site: Site) -> None:
    connect(site)
    stage.strava.add_athlete(8)
    connect(site)
    names = {one.name for one in stage.people.athletes.all()}
    assert names == {"Ada Runner", "Ada Runner 2"}, "two people may have one name"
    assert {one.strava_id for one in stage.people.connections.all()} == {7, 8}


@pytest.mark.parametrize(("first", "last"), [("", ""), ("a\nb", "c"), ("x" * 300, "y")])
def test_a_name_we_cannot_keep_is_no_obstacle(stage: Stage, site: Site, first: str, last: str) -> None:
    stage.strava.add_athlete(9, firstname=first, lastname=last)
    assert connect(site).status_code == 303
    assert len(stage.people.athletes.all()) == 1


@pytest.mark.parametrize(
    ("told", "lives"), [("America/New_York", "America/New_York"), ("", "UTC"), ("Nowhere/At_All", "UTC"), ("../../etc/passwd", "UTC")]
)
def test_a_new_runner_lives_where_their_browser_is(stage: Stage, site: Site, told: str, lives: str) -> None:
    connect(site, timezone=told)
    assert stage.people.athletes.all()[0].timezone == lives


def test_who_disconnects_and_comes_back_finds_their_account(stage: Stage, site: Site) -> None:
    connect(site)
    (account,) = stage.people.athletes.all()
    stage.people.connections.remove(account.athlete)
    stage.people.athletes.set(account.athlete, "name", "Ada Lovelace")
    connect(site)
    assert [one.athlete for one in stage.people.athletes.all()] == [account.athlete]


@pytest.mark.parametrize("asked", ["demo-steady", "nobody", "//evil.example", "https://evil.example/"])
def test_only_athletes_who_are_here_can_be_chosen(stage: Stage, site: Site, asked: str) -> None:
    answer = connect(site, athlete=asked)
    assert answer.headers["Location"].startswith("/?athlete=a")
    assert stage.people.connections.all()[0].athlete != asked


@pytest.fixture(scope="module")
def inhabited(town: Settings, tmp_path_factory: pytest.TempPathFactory, far_away: FakeStrava) -> Iterator[Stage]:
    """Set up the town, where Anna's imported runs are, with an application at Strava."""
    with Stage.at(copytree(town.home, tmp_path_factory.mktemp("inhabited") / "home"), far_away) as stage:
        yield stage


@pytest.fixture
def household(inhabited: Stage) -> Iterator[Stage]:
    """Use that home for one test; Ada is logged in at Strava."""
    with inhabited.kept() as stage:
        stage.strava.add_athlete(7)
        yield stage


@pytest.fixture
def anna(household: Stage) -> AthleteId:
    """Return who is Anna."""
    account = household.people.athletes.find("Anna")
    assert account is not None
    return account.athlete


def test_the_owner_says_whose_runs_they_are(household: Stage, anna: AthleteId) -> None:
    site = household.site()
    page = site.show("/connect")
    assert {f"/auth/strava/start?athlete={anna}", "/auth/strava/start"} <= set(page.links())
    connect(site, athlete=anna)
    assert household.people.connections.all()[0].athlete == anna
    assert "Anna is connected" in site.show("/connect").text


def test_nobody_is_taken_for_somebody_else_unasked(household: Stage, anna: AthleteId) -> None:
    site = household.site()
    connect(site)
    (made,) = household.people.connections.all()
    assert made.athlete != anna


def test_an_account_at_strava_stays_with_its_athlete_whatever_is_chosen(household: Stage, anna: AthleteId) -> None:
    site = household.site()
    connect(site)
    (before,) = household.people.connections.all()
    assert connect(site, athlete=anna).headers["Location"] == f"/?athlete={before.athlete}"
    assert [one.athlete for one in household.people.connections.all()] == [before.athlete]
