"""What every test may use: a home of its own and the real files, where they are."""

import signal
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

from tests.strava import FakeStrava
from warehouse.people import People
from warehouse.settings import Settings

hypothesis.settings.register_profile("plimsoll", deadline=None)  # a busy machine is no failure
hypothesis.settings.register_profile("quick", deadline=None, max_examples=20)
hypothesis.settings.load_profile("plimsoll")

# A shell that starts the tests in the background has them ignore Ctrl-C, and every process they start would ignore it too.
signal.signal(signal.SIGINT, signal.default_int_handler)

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"


@pytest.fixture
def shared() -> Path:
    """Return the folder of real, sanitised data; tests that need it are skipped with a clear word where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("real data folder ../shared/data is absent")
    return SHARED


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Return the settings of an empty home."""
    return Settings(home=tmp_path / "home")


@pytest.fixture
def people(settings: Settings) -> Iterator[People]:
    """Open the people of an empty home."""
    people = People.open(settings)
    yield people
    people.close()


@pytest.fixture
def strava() -> Iterator[FakeStrava]:
    """Return a server that plays Strava; `strava.configure(settings)` points settings at it."""
    with FakeStrava() as server:
        yield server
