"""Real homes for all web tests, each built and opened once; what a test says to the people of one is put back behind it."""

import socket
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.keeping import kept, once
from tests.strava import FakeStrava
from tests.web import connected, seasons
from tests.web.connected import Harbour
from tests.web.dance import Stage
from tests.web.pages import Site, opened, visited
from warehouse.settings import Settings


@pytest.fixture
def port() -> Iterator[int]:
    """Reserve a port: it is bound, so nobody else is given it, but not listened at, so a server that reuses addresses may take it."""
    with socket.socket() as reserved:
        reserved.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        reserved.bind(("127.0.0.1", 0))
        yield reserved.getsockname()[1]


@pytest.fixture(scope="session")
def town(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settle a home where Anna stepped up, Ben wears old shoes, Emil just began; and a demo athlete beside them."""
    settings = Settings(home=once(tmp_path_factory, "town", seasons.town, tmp_path_factory.mktemp("town") / "home"))
    once(tmp_path_factory, "stine", seasons.stine, settings.demo.home)
    return settings


@pytest.fixture(scope="session")
def square(town: Settings) -> Iterator[Site]:
    """Open the application over the town, once."""
    yield from opened(town)


@pytest.fixture
def site(square: Site, town: Settings) -> Iterator[Site]:
    """Visit the town in a browser of its own; what is said there is forgotten afterwards."""
    with kept(town):
        yield visited(square)


@pytest.fixture
def client(site: Site) -> FlaskClient:
    """Return the test client of the town."""
    return site.client


@pytest.fixture(scope="session")
def nowhere(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Return the settings of a home where nobody is yet."""
    return Settings(home=tmp_path_factory.mktemp("land") / "home")


@pytest.fixture(scope="session")
def meadow(nowhere: Settings) -> Iterator[Site]:
    """Open the application over the home where nobody is yet, once."""
    yield from opened(nowhere)


@pytest.fixture
def empty(meadow: Site, nowhere: Settings) -> Iterator[Site]:
    """Visit a home where nobody is yet; who comes is gone afterwards."""
    with kept(nowhere):
        yield visited(meadow)


@pytest.fixture
def uploads(nowhere: Settings) -> Path:
    """Return where files dropped on the page of the empty home go."""
    return nowhere.uploads


@pytest.fixture(scope="session")
def anchorage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Harbour]:
    """Build and open the home of a runner with activities from Strava."""
    home = once(tmp_path_factory, "anchorage", connected.build, tmp_path_factory.mktemp("anchorage") / "home")
    with connected.opened(connected.settings(home)) as harbour:
        yield harbour


@pytest.fixture
def harbour(anchorage: Harbour) -> Iterator[Harbour]:
    """Visit that home, to be changed at will but for its published tables."""
    with kept(anchorage.settings):
        yield replace(anchorage, site=visited(anchorage.site))


@pytest.fixture(scope="session")
def far_away() -> Iterator[FakeStrava]:
    """Start a server that plays Strava, once."""
    with FakeStrava() as server:
        yield server


@pytest.fixture
def strava(far_away: FakeStrava) -> FakeStrava:
    """Return the server that plays Strava, as new."""
    far_away.begin()
    return far_away


@pytest.fixture(scope="session")
def quay(tmp_path_factory: pytest.TempPathFactory, far_away: FakeStrava) -> Iterator[Stage]:
    """Open a home where nobody is yet that has an application at Strava, once."""
    with Stage.at(tmp_path_factory.mktemp("quay") / "home", far_away) as stage:
        yield stage


@pytest.fixture
def stage(quay: Stage) -> Iterator[Stage]:
    """Use that home for one test; Ada is logged in at Strava."""
    with quay.kept() as stage:
        stage.strava.add_athlete(7)
        yield stage
