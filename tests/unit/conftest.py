"""A home that the command line made, imported once; tests that change it get a copy."""

from pathlib import Path

import pytest

from tests.keeping import once
from tests.unit.cli import Cli, alone, write_log


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep a developer's own .env and settings out."""
    alone(monkeypatch, tmp_path)


@pytest.fixture(scope="session")
def first_import(tmp_path_factory: pytest.TempPathFactory) -> tuple[Cli, str]:
    """Import ten runs of one athlete that end with a jump two days ago into a new home; return the home and what was said."""
    folder = once(tmp_path_factory, "imported", _import, tmp_path_factory.mktemp("imported") / "copy")
    return Cli(folder / "home"), (folder / "said").read_text("utf-8")


def _import(folder: Path) -> None:
    folder.mkdir()
    with pytest.MonkeyPatch.context() as patch:
        alone(patch, folder)
        said = Cli(folder / "home")("import", write_log(folder / "log.csv"), "--timezone", "UTC").stdout
    (folder / "said").write_text(said, "utf-8")


@pytest.fixture
def imported(first_import: tuple[Cli, str], elsewhere: None) -> Cli:
    """Return that home; it is only read."""
    return first_import[0]


@pytest.fixture
def own(imported: Cli, tmp_path: Path) -> Cli:
    """Make a copy of that home that a test may change."""
    return imported.copy(tmp_path / "own")
