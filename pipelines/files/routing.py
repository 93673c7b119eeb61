"""What was dropped: exports, loose activity files and tables, found in files, folders and zips. Decides by name and header only."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from pipelines.files.archive import Archive, FileMember, Member, open_file, open_folder
from pipelines.files.export import is_export
from pipelines.files.worker import Task
from pipelines.files.zips import open_zip
from warehouse.errors import UnreadableError
from warehouse.landing import FileReport

TABLES = ("activities.csv", "aktivitäten.csv", "activités.csv", "actividades.csv", "atividades.csv", "attività.csv")
FOLDER = "activities/"
_ACTIVITY_ENDINGS = (".fit", ".gpx", ".tcx", ".gz", ".xml", "")
_ZIP_MARKS = (b"PK\x03\x04", b"PK\x05\x06")
_UNKNOWN = "It is no FIT, GPX or TCX file."


@dataclass(frozen=True, slots=True)
class ExportFound:
    """A Strava export: its table and whatever lies beside and below it, by name relative to the table's folder.

    `label` is what reports call the zip or folder it is in.
    """

    path: str
    table: Member
    label: str
    beside: dict[str, Member] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Found:
    """Everything to import, in the order it was given, and what was left out."""

    exports: list[ExportFound] = field(default_factory=list)
    loose: list[Task] = field(default_factory=list)
    tables: list[Task] = field(default_factory=list)
    reports: list[FileReport] = field(default_factory=list)

    @property
    def total(self) -> int:
        """Number of files that will be looked at."""
        beside = sum(name.startswith(FOLDER) for export in self.exports for name in export.beside)
        return len(self.exports) + beside + len(self.loose) + len(self.tables) + len(self.reports)


def find(paths: Sequence[Path]) -> Found:
    """Look through the given files, folders and zips. What cannot be opened is in the reports; nothing is raised."""
    found = Found()
    for path in paths:
        try:
            _route(path, path.name or str(path), found)
        except (UnreadableError, OSError) as error:
            found.reports.append(FileReport(path.name, "failed", _reason(error)))
    return found


def _reason(error: UnreadableError | OSError) -> str:
    return str(error) if isinstance(error, UnreadableError) else f"The file cannot be opened: {error.strerror}."


def _route(path: Path, label: str, found: Found) -> None:
    if path.is_dir():
        _sort(open_folder(path), label, found)
    elif _is_zip(path):
        _sort(open_zip(path), label, found)
    else:
        _single(Task(label, open_file(path).members[0]), found)


def _is_zip(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(4) in _ZIP_MARKS or path.suffix.casefold() == ".zip"


def _single(task: Task, found: Found) -> None:
    if not task.path.casefold().endswith((".csv", ".tsv", ".txt")):
        found.loose.append(task)
    elif is_export(task.member.read().data):
        found.exports.append(ExportFound(task.path, task.member, task.path))
    else:
        found.tables.append(task)


def _sort(archive: Archive, label: str, found: Found) -> None:
    found.reports.extend(FileReport(f"{label}/{name}", "failed", reason) for name, reason in archive.skipped)
    if archive.problem:
        found.reports.append(FileReport(label, "imported" if archive.members else "failed", archive.problem))
    roots = _roots(archive.members)
    for root, table in roots.items():
        beside = {m.name.removeprefix(root): m for m in archive.members if m.name.startswith(root) and m is not table}
        found.exports.append(ExportFound(f"{label}/{table.name}", table, label, beside))
    outside = [m for m in archive.members if not any(m.name.startswith(root) for root in roots)]
    folders = {folder_of(m.name) for m in archive.members if m.name.startswith(FOLDER) or f"/{FOLDER}" in m.name}
    for member in outside:
        _sort_loose(member, f"{label}/{member.name}", found, unread_tables=bool(folders))
    if not archive.members and not archive.skipped and not archive.problem:
        found.reports.append(FileReport(label, "not_an_activity", "There is no file in it."))


def _sort_loose(member: Member, path: str, found: Found, *, unread_tables: bool) -> None:
    ending = PurePosixPath(member.name).suffix.casefold()
    if ending in _ACTIVITY_ENDINGS:
        found.loose.append(Task(path, member))
    elif ending == ".zip" and isinstance(member, FileMember):
        _nested(member, path, found)
    elif ending == ".zip":
        found.reports.append(FileReport(path, "not_an_activity", "A zip within a zip is not opened; unpack the outer one first."))
    elif ending == ".csv" and not unread_tables:
        _table(Task(path, member), found)
    elif ending == ".csv" and _rank(member.name) < len(TABLES):
        found.reports.append(FileReport(path, "failed", _why_no_table(member)))
    else:
        found.reports.append(FileReport(path, "not_an_activity", _UNKNOWN))


def _nested(member: FileMember, path: str, found: Found) -> None:
    try:
        _sort(open_zip(Path(member.path)), path, found)
    except UnreadableError as error:
        found.reports.append(FileReport(path, "failed", str(error)))


def _table(task: Task, found: Found) -> None:
    try:
        _single(task, found)
    except UnreadableError as error:
        found.reports.append(FileReport(task.path, "failed", str(error)))


def _roots(members: Iterable[Member]) -> dict[str, Member]:
    """Return the outermost folders that hold an export's table, each with it; activities.csv goes before its translations."""
    roots: dict[str, Member] = {}
    for member in sorted(members, key=lambda m: (m.name.count("/"), _rank(m.name))):
        root = folder_of(member.name)
        if _rank(member.name) < len(TABLES) and not any(root.startswith(known) for known in roots) and _has_header(member):
            roots[root] = member
    return roots


def _rank(name: str) -> int:
    base = unicodedata.normalize("NFC", PurePosixPath(name).name.casefold())
    return TABLES.index(base) if base in TABLES else len(TABLES)


def _has_header(member: Member) -> bool:
    try:
        return is_export(member.read().data)
    except UnreadableError:
        return False


def _why_no_table(member: Member) -> str:
    """Return why a table that is called like an export's is none; what is below it is then read as loose files."""
    try:
        problem = member.read().problem
    except UnreadableError as error:
        return str(error)
    return problem or "Its first line is not that of a Strava export."


def folder_of(name: str) -> str:
    """Return the folder part of a name with its slash, empty at the top."""
    return name[: name.rfind("/") + 1]
