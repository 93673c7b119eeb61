"""Training logs: one batch an athlete and log."""

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path

from pipelines.files.batching import BatchWriter
from pipelines.files.log import LogAthlete, read_log
from pipelines.files.routing import find
from pipelines.files.run import Run, rows_lost
from pipelines.files.worker import Status, Task
from warehouse.errors import UnreadableError
from warehouse.landing import FileReport, Manifest
from warehouse.model import AthleteId


def land_log(run: Run, task: Task, athlete_named: Callable[[str], AthleteId] | None) -> None:
    """Land the log's rows for the athletes it names, or for the athlete of the import where it names none."""
    try:
        content = task.member.read().data
        people = read_log(content)
        athletes = [_athlete(run, person.name, athlete_named) for person in people]
    except UnreadableError as error:
        run.report(FileReport(task.path, "failed", str(error)))
        return
    fingerprint = hashlib.sha256(content).hexdigest()
    landed = [_land(run, athlete, person, fingerprint, content) for athlete, person in zip(athletes, people, strict=True)]
    problems = [problem for person in people for problem in person.problems]
    reason = rows_lost(problems)
    kept = sum(len(person.rows) for person in people)
    status: Status = "failed" if not kept else "imported" if any(landed) else "duplicate"
    run.report(FileReport(task.path, status, reason, kept if reason else None))


def first_named(paths: Sequence[Path]) -> str | None:
    """Return the first athlete of logs that name the athlete of every session; None unless all of `paths` are such logs."""
    found = find(paths)
    if found.exports or found.loose or found.reports:
        return None
    try:
        people = [person for task in found.tables for person in read_log(task.member.read().data)]
    except UnreadableError:
        return None
    names = [person.name for person in people]
    return names[0] if names and all(names) else None


def _athlete(run: Run, name: str | None, athlete_named: Callable[[str], AthleteId] | None) -> AthleteId:
    if name is None:
        return run.athlete
    if athlete_named is None:
        raise UnreadableError("The log names several athletes, and this import is for one.", "Leave out the column athlete.")
    return athlete_named(name)


def _land(run: Run, athlete: AthleteId, person: LogAthlete, fingerprint: str, content: bytes) -> bool:
    """Land one athlete's rows; False when exactly this log landed before, by another import."""
    if not person.rows:
        return False
    if earlier := run.landing.find(athlete, "log", fingerprint):
        return run.resumes(earlier)
    with run.landing.open(athlete, "log", run.now) as pending:
        writer = BatchWriter(pending, list(person.rows))
        if person.name is None:
            writer.keep_table(content)
        writer.close(Manifest("log", fingerprint, as_of=run.now.isoformat(), timezone=run.timezone, job=run.job))
    run.landed.append(pending.batch)
    return True
