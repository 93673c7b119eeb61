"""Loose watch files: one batch of what has not landed before."""

import hashlib
from collections.abc import Sequence
from contextlib import ExitStack

from pipelines.files.batching import BatchWriter, rows_of
from pipelines.files.landed import landed_contents
from pipelines.files.run import Run
from pipelines.files.worker import Task
from warehouse.landing import FileReport, Manifest


def land_files(run: Run, tasks: Sequence[Task]) -> None:
    """Land the activities of these files; nothing lands when there is nothing new."""
    if not tasks or ((earlier := run.brought("files")) and run.resumes(earlier)):
        return
    writer: BatchWriter | None = None
    with ExitStack() as stack:
        reports: list[FileReport] = []
        contents: list[str] = []
        for task, outcome in run.examine(tasks, landed_contents(run.landing, run.athlete)):
            if outcome.parsed is not None:
                writer = writer or BatchWriter(stack.enter_context(run.landing.open(run.athlete, "files", run.now)))
                writer.add(rows_of(outcome.parsed, outcome.sha256, task.linked_key), outcome.parsed)
                writer.keep(task.member, outcome.sha256, task.path)
                contents.append(outcome.sha256)
            reports.append(run.conclude(task, outcome))
        if writer is not None:
            writer.close(_manifest(run, writer, contents, reports))
    if writer is not None:
        run.landed.append(writer.pending.batch)


def _manifest(run: Run, writer: BatchWriter, contents: list[str], reports: list[FileReport]) -> Manifest:
    fingerprint = hashlib.sha256("".join(sorted(contents)).encode()).hexdigest()
    newest = max(str(row["start_utc"]) for row in writer.rows)
    return Manifest("files", fingerprint, as_of=newest, timezone=run.timezone, files=tuple(reports), job=run.job)
