"""Importing real, sanitised exports: everything lands, once, and what does not belong to the athlete does not."""

import gzip
from collections import Counter
from pathlib import Path
from zipfile import ZipFile

import pyarrow.parquet as pq
import pytest

from tests.pipelines.importing import BEN, reasons, rows, run, statuses
from warehouse.landing import ACTIVITIES, SAMPLES, Landing
from warehouse.settings import Settings


@pytest.mark.data
def test_a_real_export_lands_whole_and_only_once(shared: Path, settings: Settings) -> None:
    path = shared / "exports" / "garmin-fr255-runner_to-2024-12-31.zip"
    seen: list[tuple[int, int, str]] = []
    first = run(settings, path, progress=lambda *what: seen.append(what))
    assert Counter(report.status for report in first.files) == {"imported": 106}
    assert [done for done, *_ in seen] == list(range(1, 107))
    assert {total for _, total, _ in seen} == {106}
    (batch,) = first.landed
    table = pq.read_table(batch.activities)
    assert table.schema.equals(ACTIVITIES)
    linked = {row["linked_key"] for row in table.to_pylist() if row["linked_key"]}
    own = {row["source_key"] for row in table.to_pylist() if row["source_key"].startswith("strava:")}
    assert len(own) == 105
    assert linked == own
    samples = pq.read_table(batch.samples)
    assert samples.schema.equals(SAMPLES)
    assert samples.num_rows > 200_000
    assert samples.column("t_s").null_count == 0
    manifest = batch.manifest()
    assert (manifest.full, manifest.as_of) == (True, "2024-12-31 09:32:18#00000000092727821978")
    assert manifest.shoes == {"strava:g25122240": "ASICS GT 2000 I", "strava:g26115444": "ASICS GT 2000 II"}
    with ZipFile(batch.path / "originals.zip") as originals:
        assert len(originals.namelist()) == 106
        assert gzip.decompress(originals.read("table.csv.gz")).startswith(b"Activity ID,")

    again = run(settings, path)
    assert Counter(report.status for report in again.files) == {"duplicate": 106}
    assert again.landed == ()
    assert len(Landing(settings.landing).batches()) == 1


@pytest.mark.data
def test_later_exports_of_the_same_athlete_land_beside_the_earlier(shared: Path, settings: Settings) -> None:
    paths = [shared / "exports" / f"six-exports-one-athlete_{month}.zip" for month in ("2023-11", "2023-12", "2024-06")]
    landed = [batch for path in paths for batch in run(settings, path).landed]
    assert [len(rows(batch)) for batch in landed] == [878, 905, 1048]
    ages = [batch.manifest().as_of for batch in landed]
    assert ages == sorted(ages)
    assert all(batch.manifest().full for batch in landed)


@pytest.mark.data
def test_another_persons_export_is_refused_for_this_athlete_only(shared: Path, settings: Settings) -> None:
    run(settings, shared / "exports" / "six-exports-one-athlete_2024-06.zip")
    other = shared / "exports" / "us-runner-no-hr" / "activities.csv"
    refused = run(settings, other)
    assert refused.landed == ()
    assert statuses(refused) == {"activities.csv": "failed"}
    assert "--athlete NAME" in reasons(refused)["activities.csv"]
    assert len(run(settings, other, athlete=BEN).landed) == 1


@pytest.mark.data
def test_a_file_no_row_names_is_imported_on_its_own(shared: Path, settings: Settings) -> None:
    result = run(settings, shared / "exports" / "french-gpx-watch_2024-08.zip")
    export, files = result.landed
    assert (export.source, files.source) == ("export", "files")
    assert len([row for row in rows(export) if row["linked_key"]]) == 23
    assert [row["linked_key"] for row in rows(files)] == [None]
    assert statuses(result)["french-gpx-watch_2024-08.zip/activities/20250510.gpx"] == "imported"
    assert run(settings, shared / "exports" / "french-gpx-watch_2024-08.zip").landed == ()


@pytest.mark.data
def test_a_folder_of_all_kinds_of_files(shared: Path, settings: Settings) -> None:
    result = run(settings, shared / "files" / "fitparse")
    found = statuses(result)
    assert found["fitparse/Settings.fit"] == "not_an_activity"
    assert found["fitparse/nametest.FIT"] == "not_an_activity"
    assert {report.path for report in result.files if report.recovered_records == 14_391} == {"fitparse/nick.fit"}
    assert found["fitparse/nick.fit"] == "imported"
    (batch,) = result.landed
    keys = [str(row["source_key"]) for row in rows(batch)]
    assert len(keys) == len(set(keys))
    assert any(key.endswith("-3") for key in keys)


@pytest.mark.data
def test_what_came_with_an_export_is_a_duplicate_later(shared: Path, settings: Settings, tmp_path: Path) -> None:
    path = shared / "exports" / "garmin-fr255-runner_to-2024-12-31.zip"
    run(settings, path)
    with ZipFile(path) as archive:
        packed = archive.read("activities/91851503317.fit.gz")
    (tmp_path / "unpacked.fit").write_bytes(gzip.decompress(packed))
    assert statuses(run(settings, tmp_path / "unpacked.fit")) == {"unpacked.fit": "duplicate"}
    assert statuses(run(settings, tmp_path / "unpacked.fit", athlete=BEN)) == {"unpacked.fit": "imported"}
