"""Imports of real exports, loose files and hostile archives, down to what lies in the landing."""

import gzip
import json
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.pipelines.importing import ANN, HEADER, line, part_folders, reasons, rows, run, statuses, track, write
from warehouse.landing import Landing
from warehouse.model import AthleteId
from warehouse.settings import Settings


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


def test_every_row_of_a_log_that_is_lost_is_counted(settings: Settings, tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    path.write_text("date,sport,distance_km\n2024-06-04,Run,5\n" + "2024-06-05,Run,-3\n" * 7, "utf-8")
    said = reasons(run(settings, path))["log.csv"]
    assert said.startswith("7 rows could not be read: line 3: distance '-3'")
    assert said.endswith("; and 2 more.")


def test_the_batch_remembers_what_became_of_its_files(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "a.gpx").write_bytes(track(4))
    (batch,) = run(settings, tmp_path / "a.gpx").landed
    assert json.loads((batch.path / "manifest.json").read_text("utf-8"))["timezone"] == "Europe/Berlin"
    assert [(report.path, report.status) for report in batch.manifest().files] == [("a.gpx", "imported")]
