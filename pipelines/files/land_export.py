"""A Strava export: one full batch of its rows and the activity files they name."""

import hashlib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipelines.files.archive import Content, Member
from pipelines.files.batching import BatchWriter, rows_of
from pipelines.files.export import ExportTable, read_export
from pipelines.files.gear import shoe_names
from pipelines.files.landed import looks_foreign
from pipelines.files.routing import FOLDER, ExportFound
from pipelines.files.run import Run, rows_lost
from pipelines.files.worker import Task
from warehouse.errors import UnreadableError
from warehouse.landing import Batch, FileReport, Manifest

_FOREIGN = "None of these activities is in the athlete's earlier exports although the dates overlap, so it looks like another person's."
_NEXT = "Import it with --athlete NAME if it is."


@dataclass(frozen=True, slots=True)
class _Opened:
    export: ExportFound
    content: Content
    table: ExportTable
    linked: Sequence[Task]
    fingerprint: str

    @property
    def reason(self) -> str | None:
        """What was wrong with the table."""
        return " ".join(filter(None, (self.content.problem, rows_lost(self.table.problems)))) or None


def land_export(run: Run, export: ExportFound) -> list[Task]:
    """Land the export unless it landed before or looks like another person's; return the files that are left to import."""
    try:
        content = export.table.read()
        table = read_export(content.data)
    except UnreadableError as error:
        run.report(FileReport(export.path, "failed", str(error)))
        return orphans_of(export, [])
    linked = _linked(export, table)
    opened = _Opened(export, content, table, linked, _fingerprint(content.data, linked))
    if earlier := run.find("export", opened.fingerprint):
        again = [] if run.resumes(earlier) else _repeat(run, opened, earlier)
        return [*again, *orphans_of(export, linked)]
    if refusal := _refusal(run, table):
        run.report(FileReport(export.path, "failed", refusal))
        return []
    _land(run, opened)
    return orphans_of(export, linked)


def _refusal(run: Run, table: ExportTable) -> str | None:
    if not table.rows:
        return " ".join(filter(None, ("It holds no activity that can be read.", rows_lost(table.problems))))
    return f"{_FOREIGN} {_NEXT}" if looks_foreign(run.landing, run.athlete, table.rows) else None


def _repeat(run: Run, opened: _Opened, earlier: Batch) -> list[Task]:
    """Report what landed before; return the files that could not be read then, which a better reader may read now."""
    failed = {report.path for report in earlier.manifest().files if report.status == "failed"}
    again = [task for task in opened.linked if task.path in failed]
    for path in (opened.export.path, *(task.path for task in opened.linked if task not in again)):
        run.report(FileReport(path, "duplicate"))
    return again


def _land(run: Run, opened: _Opened) -> None:
    rows, reason = opened.table.rows, opened.reason
    with run.landing.open(run.athlete, "export", run.now) as pending:
        writer = BatchWriter(pending, list(rows))
        writer.keep_table(opened.content.data)
        reports = [run.report(FileReport(opened.export.path, "imported", reason, len(rows) if reason else None))]
        for task, outcome in run.examine(opened.linked):
            if outcome.parsed is not None:
                writer.add(rows_of(outcome.parsed, outcome.sha256, task.linked_key), outcome.parsed)
                writer.keep(task.member, outcome.sha256, task.path)
            reports.append(run.conclude(task, outcome))
        writer.close(_manifest(run, opened, reports))
    run.landed.append(pending.batch)


def _manifest(run: Run, opened: _Opened, reports: Sequence[FileReport]) -> Manifest:
    """Describe the batch; a table with damage is not full, so that no activity vanishes because its row could not be read."""
    shoes = shoe_names(opened.table.rows, opened.export.beside)
    as_of = opened.table.as_of(run.now)
    return Manifest("export", opened.fingerprint, opened.reason is None, as_of, run.timezone, shoes, tuple(reports), job=run.job)


def _linked(export: ExportFound, table: ExportTable) -> list[Task]:
    files: Mapping[str, Member] = {_bare(name): member for name, member in export.beside.items()}
    named: dict[str, Task] = {}
    for key, filename in table.filenames.items():
        if member := files.get(_bare(filename)):
            named.setdefault(member.name, Task(_path(export, member), member, key))
    return list(named.values())


def orphans_of(export: ExportFound, linked: Sequence[Task]) -> list[Task]:
    """Return the activity files that no row names."""
    named = {task.member.name for task in linked}
    below = (member for name, member in export.beside.items() if name.startswith(FOLDER) and member.name not in named)
    return [Task(_path(export, member), member) for member in below]


def _path(export: ExportFound, member: Member) -> str:
    return f"{export.label}/{member.name}"


def _bare(name: str) -> str:
    """Return a name for comparison: exports are unpacked, and their files unzipped, by all kinds of tools."""
    return unicodedata.normalize("NFC", name).casefold().replace("\\", "/").removeprefix("./").removesuffix(".gz")


def _fingerprint(content: bytes, linked: Sequence[Task]) -> str:
    """Know an export by its content, whether it comes as a zip or a folder."""
    digest = hashlib.sha256(content)
    files = ((task.member.name.rpartition("/")[2], task.member.size, task.member.checksum()) for task in linked)
    for name, size, crc in sorted(files):
        digest.update(f"{name}\0{size}\0{crc}\n".encode())
    return digest.hexdigest()
