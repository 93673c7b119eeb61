"""What tests of imports share: files to import, an import, and what it said."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pyarrow.parquet as pq

from pipelines.files.importer import ImportResult, import_paths
from warehouse.landing import Batch
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
