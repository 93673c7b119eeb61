"""From files to landed batches: exports whole, watch files once, training logs. No database, no lock."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pipelines.files.land_export import land_export
from pipelines.files.land_files import land_files
from pipelines.files.routing import find
from pipelines.files.run import Progress, Run
from warehouse.landing import Batch, FileReport, Landing
from warehouse.model import AthleteId
from warehouse.settings import Settings


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What became of each file, and the batches that landed."""

    files: tuple[FileReport, ...]
    landed: tuple[Batch, ...]


def import_paths(
    paths: Sequence[Path],
    *,
    settings: Settings,
    athlete: AthleteId,
    timezone: str | None,
    now: datetime,
    athlete_named: Callable[[str], AthleteId] | None = None,
    progress: Progress | None = None,
    job: str | None = None,
) -> ImportResult:
    """Land everything readable in `paths` for this athlete; a bad file is in the result, never an error.

    `timezone` is where the athlete lives, for sources without a clock of their own. `athlete_named` finds or makes the athlete of a
    name in a log of several people. `progress` is told of every file: how many are done, of how many, which one. `job` names an import
    that goes on where it was cut off when it is asked for again.
    """
    found = find(paths)
    run = Run(Landing(settings.landing), athlete, timezone, now, progress, found.total, job)
    for report in found.reports:
        run.report(report)
    orphans = [task for export in found.exports for task in land_export(run, export)]
    land_files(run, [*found.loose, *orphans])
    if found.tables:
        from pipelines.files.land_log import land_log

        for task in found.tables:
            land_log(run, task, athlete_named)
    return ImportResult(tuple(run.reports), tuple(run.landed))
