"""What every test may use: a home of its own and the real files, where they are."""

import shutil
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

# The longest files begin first, or one worker would end the run alone with one of them.
LONG = (
    *("browser/test_pages", "sql/test_real_series_agree", "sql/test_oracle_agrees", "pipelines/test_leaving", "pipelines/test_sync_faults"),
    *("pipelines/test_forget", "web/test_up", "pipelines/test_upkeep", "pipelines/test_crash", "pipelines/test_sync_crash"),
)

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put long files first, each file in one piece."""
    ranks = {f"{name}.py": rank for rank, name in enumerate(LONG)}
    items.sort(key=lambda item: ranks.get(f"{item.path.parent.name}/{item.path.name}", len(LONG)))


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


@pytest.fixture(scope="session")
def nobody(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a database of people without anybody, whose tables take longer to make than to copy."""
    settings = Settings(home=tmp_path_factory.mktemp("nobody"))
    People.open(settings).close()
    return settings.home / "people.sqlite"


@pytest.fixture
def people(settings: Settings, nobody: Path) -> Iterator[People]:
    """Open the people of an empty home."""
    settings.home.mkdir(mode=0o700)
    shutil.copyfile(nobody, settings.home / nobody.name)
    people = People.open(settings)
    yield people
    people.close()


@pytest.fixture
def strava() -> Iterator[FakeStrava]:
    """Return a server that plays Strava; `strava.configure(settings)` points settings at it."""
    with FakeStrava() as server:
        yield server
