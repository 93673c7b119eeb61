"""A home that the command line made, imported once; tests that change it get a copy."""

from pathlib import Path

import pytest

from tests.unit.cli import Cli, alone, write_log


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep a developer's own .env and settings out."""
    alone(monkeypatch, tmp_path)


@pytest.fixture(scope="session")
def first_import(tmp_path_factory: pytest.TempPathFactory) -> tuple[Cli, str]:
    """Import ten runs of one athlete that end with a jump two days ago into a new home; return the home and what was said."""
    folder = tmp_path_factory.mktemp("imported")
    cli = Cli(folder / "home")
    with pytest.MonkeyPatch.context() as patch:
        alone(patch, folder)
        return cli, cli("import", write_log(folder / "log.csv"), "--timezone", "UTC").stdout


@pytest.fixture
def imported(first_import: tuple[Cli, str], elsewhere: None) -> Cli:
    """Return that home; it is only read."""
    return first_import[0]


@pytest.fixture
def own(imported: Cli, tmp_path: Path) -> Cli:
    """Make a copy of that home that a test may change."""
    return imported.copy(tmp_path / "own")
