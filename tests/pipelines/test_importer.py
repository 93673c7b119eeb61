"""Imports of real exports, loose files and hostile archives, down to what lies in the landing."""

import gzip
import json
import signal
import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pyarrow.parquet as pq
import pytest

from pipelines.files.importer import ImportResult, import_paths
from warehouse.landing import ACTIVITIES, SAMPLES, Batch, Landing
from warehouse.model import AthleteId
from warehouse.settings import Settings

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
ANN, BEN = AthleteId("ann"), AthleteId("ben")
HEADER = "Activity ID,Activity Date,Activity Name,Activity Type,Elapsed Time,Distance,Filename\n"
GPX = '<gpx version="1.1" xmlns="http://www.topografix.com/GPX/1/1"><trk><type>running</type><trkseg>{}</trkseg></trk></gpx>'


def run(settings: Settings, *paths: Path, athlete: AthleteId = ANN, **more: object) -> ImportResult:
    return import_paths(paths, settings=settings, athlete=athlete, timezone="Europe/Berlin", now=NOW, **more)  # type: ignore[arg-type]


def track(day: int, points: int = 30) -> bytes:
    """Write a run of `points` times ten seconds on a day of June 2024, 30 metres each."""
    start = datetime(2024, 6, day, 6, tzinfo=UTC)
    times = [f"{start + timedelta(seconds=10 * n):%Y-%m-%dT%H:%M:%SZ}" for n in range(points)]
    marks = (f'<trkpt lat="{-48 + n * 0.00027:.5f}" lon="-120"><ele>5</ele><time>{at}</time></trkpt>' for n, at in enumerate(times))
    return GPX.format("".join(marks)).encode()


def line(key: int, day: int, filename: str = "") -> str:
    return f'{key},"Jun {day}, 2024, 6:00:00 AM",Run {key},Run,290,0.87,{filename}\n'


def write(path: Path, members: dict[str, bytes]) -> Path:
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def statuses(result: ImportResult) -> dict[str, str]:
    return {report.path: report.status for report in result.files}


def reasons(result: ImportResult) -> dict[str, str]:
    return {report.path: report.reason or "" for report in result.files}


def rows(batch: Batch) -> list[dict[str, object]]:
    return pq.read_table(batch.activities).to_pylist()


def part_folders(settings: Settings) -> list[Path]:
    return list(settings.home.rglob("*.part"))


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


def test_an_export_as_folder_zip_or_in_a_subfolder_is_the_same(settings: Settings, tmp_path: Path) -> None:
    table = (HEADER + line(1, 4, "activities/7.gpx.gz") + line(2, 5) + line(3, 6, "activities/gone.fit.gz")).encode()
    members = {"activities.csv": table, "activities/7.gpx.gz": gzip.compress(track(4)), "messages.csv": b"secret", "media/a.jpg": b"secret"}
    inside = write(tmp_path / "inside.zip", {f"export_1/{name}": content for name, content in members.items()})
    folder = tmp_path / "folder"
    with ZipFile(inside) as archive:
        archive.extractall(folder)
    first = run(settings, inside)
    assert statuses(first) == {"inside.zip/export_1/activities.csv": "imported", "inside.zip/export_1/activities/7.gpx.gz": "imported"}
    (batch,) = first.landed
    assert Counter(row["linked_key"] for row in rows(batch)) == {None: 3, "strava:1": 1}
    assert b"secret" not in b"".join(path.read_bytes() for path in batch.path.iterdir())
    assert run(settings, folder / "export_1").landed == ()


@pytest.mark.parametrize(
    "name", ["activities.csv", "Aktivita\u0308ten.csv", "activités.csv", "actividades.csv", "atividades.csv", "attività.csv"]
)
def test_the_table_is_found_under_the_name_of_its_language(settings: Settings, tmp_path: Path, name: str) -> None:
    path = write(tmp_path / "e.zip", {name: (HEADER + line(1, 4)).encode(), "contacts.csv": b"a,b\n"})
    (batch,) = run(settings, path).landed
    assert [row["source_key"] for row in rows(batch)] == ["strava:1"]


def test_rows_that_cannot_be_read_do_not_make_activities_vanish(settings: Settings, tmp_path: Path) -> None:
    path = tmp_path / "activities.csv"
    path.write_text(HEADER + line(1, 4) + line(2, 5).replace("Jun 5", "Jux 5"), "utf-8")
    result = run(settings, path)
    (report,) = result.files
    assert (report.status, report.recovered_records) == ("imported", 1)
    assert "row 3: the date 'Jux 5, 2024" in str(report.reason)
    assert result.landed[0].manifest().full is False


def test_loose_files_land_once_however_they_come(settings: Settings, tmp_path: Path) -> None:
    folder = tmp_path / "watch"
    (folder / "deep").mkdir(parents=True)
    (folder / "a.gpx").write_bytes(track(4))
    (folder / "deep" / "b.gpx.gz").write_bytes(gzip.compress(track(5)))
    (folder / "same.gpx").write_bytes(track(4))
    (folder / ".hidden.gpx").write_bytes(track(6))
    (folder / "photo.jpg").write_bytes(b"\xff\xd8")
    (folder / "broken.fit").write_bytes(b"\x0e\x10\x00\x00\x00\x00\x00\x00.FIT")
    (folder / "empty.gpx").write_bytes(b"")
    write(folder / "more.zip", {"c.gpx": track(7), "inner.zip": b"PK"})
    found = statuses(run(settings, folder))
    assert found == {
        "watch/a.gpx": "imported",
        "watch/same.gpx": "duplicate",
        "watch/deep/b.gpx.gz": "imported",
        "watch/photo.jpg": "not_an_activity",
        "watch/broken.fit": "failed",
        "watch/empty.gpx": "failed",
        "watch/more.zip/c.gpx": "imported",
        "watch/more.zip/inner.zip": "not_an_activity",
    }
    (batch,) = Landing(settings.landing).batches(ANN)
    assert len(rows(batch)) == 3
    assert run(settings, folder).landed == ()
    assert len(run(settings, write(tmp_path / "new.zip", {"a.gpx": track(4), "d.gpx": track(8)})).landed) == 1


def test_hostile_archives_fail_file_by_file(settings: Settings, tmp_path: Path) -> None:
    billion = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>' + track(4).replace(b"running", b"&b;")
    hostile = {
        "../../evil.gpx": track(4),
        "bomb.gpx": bytes(30_000_000),
        "bomb.gpx.gz": gzip.compress(bytes(300_000_000), 9),
        "x.gpx": billion,
    }
    path = write(tmp_path / "hostile.zip", {**hostile, "good.gpx": track(5)})
    found = statuses(run(settings, path))
    assert found.pop("hostile.zip/good.gpx") == "imported"
    assert found.pop("hostile.zip/x.gpx") in {"failed", "imported"}
    assert set(found.values()) == {"failed"}
    assert not list(tmp_path.rglob("evil*"))


def test_a_cut_off_export_says_what_could_be_read_and_removes_nothing(settings: Settings, tmp_path: Path) -> None:
    names = {n: f"activities/{n}.gpx" for n in range(1, 7)}
    table = (HEADER + "".join(line(n, n, name) for n, name in names.items())).encode()
    path = write(tmp_path / "cut.zip", {"activities.csv": table, **{name: track(n, 400) for n, name in names.items()}})
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * 0.6)])
    result = run(settings, path)
    assert "damaged" in reasons(result)["cut.zip"]
    assert statuses(result)["cut.zip/activities/1.gpx"] == "imported"
    (batch,) = result.landed
    assert len([row for row in rows(batch) if row["linked_key"] is None]) == 6


def test_nothing_to_read_is_said_and_lands_nothing(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "no.zip").write_bytes(b"PK\x03\x04 nothing")
    (tmp_path / "empty").mkdir()
    (tmp_path / "activities.csv").write_text(HEADER, "utf-8")
    result = run(settings, tmp_path / "no.zip", tmp_path / "missing.fit", tmp_path / "empty", tmp_path / "activities.csv")
    assert statuses(result) == {"no.zip": "failed", "missing.fit": "failed", "empty": "not_an_activity", "activities.csv": "failed"}
    assert all(reason.endswith(".") for reason in reasons(result).values())
    assert result.landed == ()
    assert not settings.landing.exists() or not any(settings.landing.rglob("*.parquet"))


def test_an_empty_zip_and_a_table_that_is_none_are_named(settings: Settings, tmp_path: Path) -> None:
    empty = write(tmp_path / "empty.zip", {})
    odd = write(tmp_path / "odd.zip", {"activities.csv": b"\0" * (2 << 20), "activities/1.gpx": track(1)})
    result = run(settings, empty, odd)
    assert statuses(result) == {"empty.zip": "not_an_activity", "odd.zip/activities.csv": "failed", "odd.zip/activities/1.gpx": "imported"}
    assert "no file" in reasons(result)["empty.zip"]
    assert "bomb" in reasons(result)["odd.zip/activities.csv"]


def test_a_file_that_failed_is_tried_again_with_the_same_export(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path / "e.zip", {"activities.csv": (HEADER + line(1, 4, "activities/1.gpx")).encode(), "activities/1.gpx": track(4)})

    def refuse(name: str, content: bytes) -> None:
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr("pipelines.files.worker.read_file", refuse)
        assert statuses(run(settings, path))["e.zip/activities/1.gpx"] == "failed"
    again = run(settings, path)
    assert statuses(again) == {"e.zip/activities.csv": "duplicate", "e.zip/activities/1.gpx": "imported"}
    assert [row["linked_key"] for row in rows(again.landed[0])] == ["strava:1"]
    assert run(settings, path).landed == ()


def test_an_error_while_landing_leaves_nothing(settings: Settings, tmp_path: Path) -> None:
    def burst(done: int, total: int, what: str) -> None:
        raise KeyboardInterrupt

    path = write(tmp_path / "e.zip", {"activities.csv": (HEADER + line(1, 4)).encode()})
    with pytest.raises(KeyboardInterrupt):
        run(settings, path, progress=burst)
    assert Landing(settings.landing).batches() == []
    assert part_folders(settings) == []


KILLED = """
import os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from pipelines.files.importer import import_paths
from warehouse.settings import Settings

def kill(done, total, what):
    if done == 3:
        os.kill(os.getpid(), signal.SIGKILL)

import_paths([Path(sys.argv[1])], settings=Settings(Path(sys.argv[2])), athlete="ann", timezone=None, now=datetime.now(UTC), progress=kill)
"""


def test_kill_leaves_nothing_but_a_hidden_part_and_the_next_import_is_whole(settings: Settings, tmp_path: Path) -> None:
    names = [f"activities/{n}.gpx" for n in range(1, 6)]
    table = (HEADER + "".join(line(n, n, name) for n, name in enumerate(names, start=1))).encode()
    path = write(tmp_path / "e.zip", {"activities.csv": table, **{name: track(n) for n, name in enumerate(names, start=1)}})
    killed = subprocess.run([sys.executable, "-c", KILLED, str(path), str(settings.home)], check=False)
    assert killed.returncode == -signal.SIGKILL
    assert Landing(settings.landing).batches() == []
    assert len(part_folders(settings)) == 1
    (batch,) = run(settings, path).landed
    assert len(rows(batch)) == 10


def test_a_log_of_several_people_lands_for_each(settings: Settings, tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    path.write_text("athlete,date,sport,distance_km\nAnn,2024-06-04,Run,5\nBen,2024-06-04,Run,6\n", "utf-8")
    result = run(settings, path, athlete_named=lambda name: AthleteId(name.lower()))
    assert sorted(batch.athlete for batch in result.landed) == ["ann", "ben"]
    assert statuses(result) == {"log.csv": "imported"}
    assert statuses(run(settings, path, athlete_named=lambda name: AthleteId(name.lower()))) == {"log.csv": "duplicate"}
    assert statuses(run(settings, path)) == {"log.csv": "failed"}


def test_the_batch_remembers_what_became_of_its_files(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "a.gpx").write_bytes(track(4))
    (batch,) = run(settings, tmp_path / "a.gpx").landed
    assert json.loads((batch.path / "manifest.json").read_text("utf-8"))["timezone"] == "Europe/Berlin"
    assert [(report.path, report.status) for report in batch.manifest().files] == [("a.gpx", "imported")]
