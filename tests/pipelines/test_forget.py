"""Forget means forget: no trace below the home, the others untouched, whatever runs or dies meanwhile."""

import gzip
import shutil
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile, is_zipfile

import pyarrow.parquet as pq
import pytest

from tests.homes import NOW, House, run
from tests.keeping import once
from tests.pipelines.crashing import TIMEOUT_S, forget, start, steps
from warehouse import db, plan
from warehouse.errors import StaleBuildError
from warehouse.model import AthleteId, ShoeId
from warehouse.people import People
from warehouse.settings import Settings

ANN, BEN = AthleteId("ann-x7q"), AthleteId("ben-x7q")
TRACES = (b"ann-x7q", b"Ann Quill", b"Secret loop", b"Purple shoe")


@pytest.fixture
def house(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> House:
    """Two athletes with a few runs, published twice."""
    once(tmp_path_factory, "two", settle, settings.home)
    return House.open(settings)


def settle(home: Path) -> None:
    made = House.open(Settings(home=home))
    for athlete, name, words in ((ANN, "Ann Quill", "Secret loop"), (BEN, "Ben", "Open road")):
        made.people.athletes.ensure(name, now=NOW, timezone="UTC", athlete_id=athlete)
        made.people.shoes.set(athlete, ShoeId("log:mine"), name="Purple shoe" if athlete == ANN else "Plain shoe")
        rows = [run(f"strava:{day}", f"2026-05-{day:02} 06:00:00", 5, 30, name=f"{words} {day}") for day in range(1, 29)]
        made.land(athlete, "export", rows, full=True)
        made.build()
    made.people.close()


def contents(home: Path) -> Iterator[tuple[Path, bytes]]:
    """Yield every file below the home with its bytes, unpacked where it is packed."""
    for path in (path for path in home.rglob("*") if path.is_file()):
        yield path, str(path.relative_to(home)).encode() + path.read_bytes()
        if path.suffix == ".parquet":
            yield path, repr(pq.read_table(path).to_pylist()).encode()
        elif is_zipfile(path):
            with ZipFile(path) as archive:
                yield from ((path, gzip.decompress(archive.read(name))) for name in archive.namelist() if name.endswith(".gz"))


def traces(home: Path) -> set[str]:
    """Return which files still know something of Ann."""
    return {path.name.removesuffix("-wal") for path, content in contents(home) if any(trace in content for trace in TRACES)}


def test_forget_leaves_no_trace_and_nobody_else_changes(house: House) -> None:
    assert {"people.sqlite", "warehouse.duckdb", "activities.parquet"} < traces(house.settings.home)
    before = house.tables(BEN)
    receipt = house.warehouse.forget(ANN, NOW)
    assert traces(house.settings.home) == set()
    assert house.tables() == before
    assert (receipt.date, receipt.batches, receipt.activities, receipt.published_files) == ("2026-06-30", 1, 28, 2)
    assert receipt.people_rows == 2
    kept = list(house.settings.receipts.iterdir())
    assert [path.stem for path in kept] == [receipt.receipt]


def test_forgetting_twice_is_harmless(house: House) -> None:
    house.warehouse.forget(ANN, NOW)
    again = house.warehouse.forget(ANN, NOW)
    assert (again.batches, again.activities, again.people_rows) == (0, 0, 0)
    assert {row["athlete_id"] for row in house.ask("from activity")} == {BEN}


def test_a_build_overtaken_by_forget_is_thrown_away(house: House) -> None:
    part, _ = house.warehouse.snapshot(NOW)
    with db.closing(part.connect()) as con:
        house.warehouse.forget(ANN, NOW)
        for model in plan.models("marts"):
            part.run(con, model)
    with pytest.raises(StaleBuildError):
        house.warehouse.publish(part)
    part.discard()
    assert traces(house.settings.home) == set()


def test_a_build_overtaken_by_forget_is_made_once_more(house: House) -> None:
    seen = 0

    def progress(done: int, total: int, what: str) -> None:
        nonlocal seen
        seen += 1
        if seen == 3:
            House.open(house.settings).warehouse.forget(ANN, NOW)

    house.warehouse.build(NOW, progress)
    assert seen > total_steps()
    assert {row["athlete_id"] for row in house.ask("from activity")} == {BEN}
    assert traces(house.settings.home) == set()


def test_a_step_after_a_deletion_finds_its_file_gone(house: House) -> None:
    part, _ = house.warehouse.snapshot(NOW)
    house.warehouse.forget(ANN, NOW)
    with pytest.raises(StaleBuildError):
        part.connect()
    assert not part.path.exists()


@pytest.mark.parametrize("every", [30, pytest.param(5, marks=pytest.mark.slow)])
def test_a_deletion_that_was_killed_can_be_asked_for_again(every: int, house: House, tmp_path: Path) -> None:
    """Wherever it died: the name still finds the athlete, or nothing is left of them; and a build in between brings nobody back."""
    before = house.tables(BEN)
    total = steps(forget, _copy(house, tmp_path / "whole"), ANN)
    for die_at in range(1, total + 1, every):
        settings = _copy(house, tmp_path / f"killed-{die_at}")
        killed = start(forget, settings, ANN, die_at=die_at)
        killed.join(TIMEOUT_S)
        assert killed.exitcode == -9, die_at
        people = People.open(settings)
        assert people.athletes.find("Ann Quill") or not traces(settings.home), die_at
        other = House.open(settings)
        if die_at % 2:
            other.build()
        other.warehouse.forget(ANN, NOW)
        assert traces(settings.home) == set(), die_at
        assert other.tables() == before, die_at


def total_steps() -> int:
    """Return how many steps one build takes."""
    return len(plan.models("marts")) + len(plan.models("checks"))


def _copy(house: House, home: Path) -> Settings:
    shutil.copytree(house.settings.home, home)
    return Settings(home=home)
