"""One import on its way: whose it is, where it lands, what is known so far."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from pipelines.files.crew import Result, examine_all
from pipelines.files.worker import Outcome, Task
from warehouse.landing import Batch, FileReport, Landing, Source
from warehouse.model import AthleteId

Progress = Callable[[int, int, str], None]

_SHOWN = 5


@dataclass(slots=True)
class Run:
    """What every step of an import shares. `progress` is told of each file: how many are done, of how many, which one.

    `job` names an import that goes on after it was cut off: what it landed in its earlier lives is part of what it lands.
    """

    landing: Landing
    athlete: AthleteId
    timezone: str | None
    now: datetime
    progress: Progress | None = None
    total: int = 0
    job: str | None = None
    reports: list[FileReport] = field(default_factory=list)
    landed: list[Batch] = field(default_factory=list)

    def report(self, report: FileReport) -> FileReport:
        """Add what became of a file, and tell."""
        self.reports.append(report)
        if self.progress is not None:
            done = len(self.reports)
            self.progress(done, max(done, self.total), report.path)
        return report

    def resumes(self, earlier: Batch) -> bool:
        """Tell whether an earlier life of this import landed this batch; if so it counts as landed now, and its files are reported."""
        told = earlier.manifest()
        if self.job is None or told.job != self.job or earlier in self.landed:
            return False
        self.landed.append(earlier)
        for report in told.files:
            self.report(report)
        return True

    def conclude(self, task: Task, outcome: Outcome) -> FileReport:
        """Add what became of an activity file."""
        return self.report(FileReport(task.path, outcome.status, outcome.reason, outcome.recovered_records))

    def examine(self, tasks: Sequence[Task], known: frozenset[str] = frozenset()) -> Iterator[Result]:
        """Parse files on all cores; content that comes twice, or is `known`, is a duplicate the second time."""
        seen: set[str] = set()
        for task, outcome in examine_all(tasks, known):
            again = outcome.status == "imported" and outcome.sha256 in seen
            seen.add(outcome.sha256)
            yield task, Outcome("duplicate", sha256=outcome.sha256) if again else outcome

    def find(self, source: Source, fingerprint: str) -> Batch | None:
        """Return the athlete's batch of exactly this content, if it landed before."""
        return self.landing.find(self.athlete, source, fingerprint)

    def brought(self, source: Source) -> Batch | None:
        """Return the athlete's batch of this source that an earlier life of this import landed."""
        return self.landing.brought(self.athlete, source, self.job) if self.job else None


def rows_lost(problems: Sequence[str]) -> str | None:
    """Say how many rows of a table could not be read, and the first few of them; None when all could."""
    if not problems:
        return None
    rest = len(problems) - _SHOWN
    rows = "1 row" if len(problems) == 1 else f"{len(problems):,} rows"
    return f"{rows} could not be read: {'; '.join(problems[:_SHOWN])}" + (f"; and {rest:,} more." if rest > 0 else ".")
