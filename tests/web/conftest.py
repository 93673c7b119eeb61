"""One real home with real runners for all web tests; it is only read, so it is built once."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from shutil import copytree

import pytest
from flask.testing import FlaskClient

from dashboard.app import create_app
from tests.web import connected, seasons
from tests.web.connected import Harbour
from tests.web.pages import Site
from warehouse.model import AthleteId
from warehouse.people import People
from warehouse.reader import Marts
from warehouse.settings import Settings


@pytest.fixture(scope="session")
def town(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settle a home where Anna stepped up, Ben wears old shoes, Emil just began; and a demo athlete beside them."""
    settings = Settings(home=tmp_path_factory.mktemp("town"))
    people, demo = People.open(settings), People.open(settings.demo)
    for name, rows in (("Anna", seasons.spike()), ("Ben", seasons.worn()), ("Emil", seasons.beginner())):
        seasons.land(settings, people, name, rows)
    people.athletes.set(AthleteId(people.athletes.ensure("Ben", now=seasons.NOW).athlete), "units", "mi")
    seasons.land(settings.demo, demo, "Steady Stine", seasons.steady(), athlete_id="demo-steady")
    seasons.build(settings, people)
    seasons.build(settings.demo, demo)
    people.close()
    demo.close()
    return settings


@pytest.fixture
def site(town: Settings) -> Iterator[Site]:
    """Open the application over the town."""
    people = People.open(town)
    yield Site(create_app(town, Marts(town), people, now=lambda: seasons.NOW).server.test_client(), people)
    people.close()


@pytest.fixture
def empty(settings: Settings) -> Iterator[Site]:
    """Open the application over a home where nobody is yet."""
    people = People.open(settings)
    yield Site(create_app(settings, Marts(settings), people, now=lambda: seasons.NOW).server.test_client(), people)
    people.close()


@pytest.fixture
def client(site: Site) -> FlaskClient:
    """Return the test client of the town."""
    return site.client


@pytest.fixture
def uploads(settings: Settings) -> Path:
    """Return where files dropped on the page of the empty home go."""
    return settings.uploads


@pytest.fixture(scope="session")
def anchorage(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Build the home of a runner with activities from Strava."""
    return connected.build(tmp_path_factory.mktemp("anchorage") / "home")


@pytest.fixture
def harbour(anchorage: Settings, tmp_path: Path) -> Iterator[Harbour]:
    """Open a copy of that home, to be changed at will."""
    settings = replace(anchorage, home=tmp_path / "home")
    copytree(anchorage.home, settings.home)
    with connected.opened(settings) as harbour:
        yield harbour
