"""What the Strava API told goes as it came, by whole batches: superseded, expired, erased, dropped; whatever dies on the way."""

import json
import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from zipfile import ZipFile

import numpy as np
import pyarrow as pa
import pytest

from tests.homes import NOW, run
from tests.pipelines.crashing import start, steps
from warehouse.landing import SAMPLES, Batch, Landing, Manifest
from warehouse.model import AthleteId
from warehouse.settings import Settings

ME, YOU = AthleteId("me"), AthleteId("you")
TIMEOUT_S = 60


@pytest.fixture
def landing(settings: Settings) -> Landing:
    return Landing(settings.landing)


def moment(hour: int) -> str:
    return f"2026-06-01T{hour:02}:00:00.000000+00:00"


def page(landing: Landing, hour: int, *numbers: int, athlete: AthleteId = ME, walk: int | None = None, **said: object) -> Batch:
    """Land a page asked for at this hour, with the runs of these numbers; `walk` is the hour its listing began."""
    rows = [run(f"strava:{number}", f"2026-05-{number:02} 06:00:00", 5, 30, name=f"Run {number}") for number in numbers]
    raw = [{"id": number, "name": f"Run {number}"} for number in numbers]
    manifest = Manifest("strava", f"content {hour}", as_of=moment(hour), walk=None if walk is None else moment(walk), **said)  # type: ignore[arg-type]  # whatever a manifest says
    with landing.open(athlete, "strava", NOW) as pending:
        pending.original("page.json", json.dumps(raw).encode())
        pending.write(rows, None, manifest)
    return pending.batch


def samples(landing: Landing, hour: int, number: int, *, empty: bool = False) -> Batch:
    """Land the samples of a run, or that there are none."""
    key = f"strava:{number}"
    times = np.arange(0 if empty else 9, dtype=np.float32)
    columns = {"source_key": pa.array([key] * len(times)).dictionary_encode(), "t_s": times}
    table = pa.table({name: columns.get(name, pa.nulls(len(times))) for name in SAMPLES.names})
    with landing.open(ME, "strava", NOW) as pending:
        pending.write([], table, Manifest("strava", f"samples {key}", as_of=moment(hour), samples_of=key))
    return pending.batch


def names(landing: Landing, athlete: AthleteId = ME) -> set[str]:
    return {key.removeprefix("strava:") for key in landing.rows(athlete, "strava")}


def test_known_rows_are_those_of_one_source_with_their_newest_start(landing: Landing) -> None:
    page(landing, 9, 1, 2)
    moved = run("strava:2", "2026-05-30 07:00:00", 5, 30)
    with landing.open(ME, "strava", NOW) as pending:
        pending.write([moved, run("strava:3", "2026-05-03", 5, 30, start_utc=None)], None, Manifest("strava", "x", as_of=moment(10)))
    with landing.open(ME, "export", NOW) as pending:
        pending.write([run("strava:4", "2026-05-04 06:00:00", 5, 30)], None, Manifest("export", "y", full=True))
    page(landing, 8, 2)
    page(landing, 9, 5, athlete=YOU)
    starts = {"strava:1": datetime(2026, 5, 1, 6), "strava:2": datetime(2026, 5, 30, 7), "strava:3": None}  # noqa: DTZ001 -- rows are without a zone
    assert landing.rows(ME, "strava") == starts


def test_a_finished_listing_replaces_what_was_told_before_it_began(landing: Landing) -> None:
    page(landing, 1, 1, 2, walk=1, page=1)
    page(landing, 2, 3)
    page(landing, 6, 2, walk=5, page=1)
    page(landing, 7, 4)
    with landing.open(ME, "export", NOW) as pending:
        pending.write([run("strava:1", "2026-05-01 06:00:00", 5, 30)], None, Manifest("export", "y", full=True, as_of="2020"))
    page(landing, 1, 9, athlete=YOU)
    assert landing.supersede(ME, moment(5)) == 2
    assert (names(landing), names(landing, YOU), set(landing.rows(ME, "export"))) == ({"2", "4"}, {"9"}, {"strava:1"})
    assert landing.supersede(ME, moment(5)) == 0


def test_samples_stay_while_their_activity_is_listed(landing: Landing) -> None:
    page(landing, 1, 1, 2)
    kept, gone, empty = samples(landing, 2, 1), samples(landing, 2, 2), samples(landing, 2, 1, empty=True)
    page(landing, 6, 1)
    landing.supersede(ME, moment(5))
    assert (kept.path.exists(), gone.path.exists(), empty.path.exists()) == (True, False, True)


def test_what_was_not_confirmed_in_time_expires_for_everybody(landing: Landing) -> None:
    page(landing, 1, 1)
    page(landing, 6, 1, 2)
    page(landing, 2, 9, athlete=YOU)
    page(landing, 6, 7, athlete=AthleteId("fresh"))
    assert landing.expire(moment(5)) == {ME, YOU}
    assert (names(landing), names(landing, YOU)) == ({"1", "2"}, set())


def test_an_erased_activity_leaves_rows_raw_pages_and_samples(landing: Landing) -> None:
    page(landing, 1, 1, 2, walk=1, page=1)
    page(landing, 2, 2)
    samples(landing, 2, 2)
    kept = samples(landing, 3, 1)
    assert landing.erase(ME, {"strava:2", "strava:77"}) == 1
    (rest,) = [batch for batch in landing.batches(ME) if batch != kept]
    manifest = rest.manifest()
    assert (names(landing), manifest.walk, manifest.page, manifest.as_of) == ({"1"}, moment(1), 1, moment(1))
    with ZipFile(rest.path / "originals.zip") as archive:
        assert json.loads(archive.read("page.json")) == [{"id": 1, "name": "Run 1"}]
    assert kept.path.exists()
    assert landing.find(ME, "strava", "content 1") is None, "what is left is not what Strava sent"
    assert not list(landing.root.glob("*/*/.*"))


def test_a_page_of_a_listing_stays_a_page_without_rows(landing: Landing) -> None:
    page(landing, 1, 1, walk=1, page=3)
    assert landing.erase(ME, {"strava:1"}) == 1
    assert [batch.manifest().page for batch in landing.batches(ME)] == [3]


def test_dropping_a_source_leaves_the_others(landing: Landing) -> None:
    page(landing, 1, 1)
    samples(landing, 2, 1)
    with landing.open(ME, "log", NOW) as pending:
        pending.write([], None, Manifest("log", "y"))
    assert landing.drop(ME, "strava") == 2
    assert [batch.source for batch in landing.batches(ME)] == ["log"]


def erase(settings: Settings) -> None:
    Landing(settings.landing).erase(ME, {"strava:2"})


def supersede(settings: Settings) -> None:
    Landing(settings.landing).supersede(ME, moment(5))


@pytest.mark.slow
@pytest.mark.parametrize(("work", "left"), [(erase, {"1", "3", "4"}), (supersede, {"4"})])
def test_a_removal_that_was_killed_is_finished_by_the_next(
    work: Callable[[Settings], None], left: set[str], landing: Landing, tmp_path: Path
) -> None:
    """Wherever it died every batch is whole or absent, nothing else is lost, and the next one leaves nothing behind."""
    page(landing, 1, 1, 2, walk=1, page=1)
    page(landing, 2, 2, 3)
    page(landing, 6, 4)
    whole = Settings(home=Path(shutil.copytree(landing.root.parent, tmp_path / "whole")))
    for die_at in range(1, steps(work, whole) + 1, 3):
        home = Settings(home=Path(shutil.copytree(landing.root.parent, tmp_path / f"killed-{die_at}")))
        killed = start(work, home, die_at=die_at)
        killed.join(TIMEOUT_S)
        assert killed.exitcode == -9, die_at
        other = Landing(home.landing)
        assert names(other) >= left, die_at
        work(home)
        other.sweep()
        assert names(other) == left, die_at
        assert not list(other.root.glob("*/*/.*")), die_at
