"""What happens to one activity file: read it, know it by its content, parse it. Runs in this process or in a worker of the crew.

Imports stay few: a worker's start is part of every import.
"""

import hashlib
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Literal

from pipelines.files.activity import NotAnActivityError, ParsedFile
from pipelines.files.archive import Member
from pipelines.files.packing import MAGIC, gunzip
from pipelines.files.reading import read_file
from warehouse.errors import UnreadableError

Status = Literal["imported", "duplicate", "not_an_activity", "failed"]


@dataclass(frozen=True, slots=True)
class Task:
    """A file to look at: where it is, how reports call it, and the export row it belongs to."""

    path: str
    member: Member
    linked_key: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of it; `sha256` is that of the unpacked content."""

    status: Status
    reason: str | None = None
    sha256: str = ""
    parsed: ParsedFile | None = None
    recovered_records: int | None = None


def examine(task: Task, known: frozenset[str]) -> Outcome:
    """Parse one file. Never raises: whatever is wrong with the file is the outcome. `known` content is not parsed again."""
    damage = None
    try:
        content = task.member.read()
        damage = content.problem
        plain, problem = gunzip(content.data) if content.data.startswith(MAGIC) else (content.data, None)
        sha256 = hashlib.sha256(plain).hexdigest()
        if sha256 in known:
            return Outcome("duplicate", sha256=sha256)
        parsed = read_file(task.path, plain)
        return _imported(parsed, sha256, damage or problem)
    except NotAnActivityError as error:
        return Outcome("not_an_activity", str(error))
    except UnreadableError as error:
        return Outcome("failed", " ".join(filter(None, (damage, str(error)))))
    except (Exception, RecursionError) as error:  # noqa: BLE001 -- one odd file must not lose the others
        return Outcome("failed", f"It cannot be understood ({type(error).__name__}).")


def _imported(parsed: ParsedFile, sha256: str, damage: str | None) -> Outcome:
    reason = " ".join(filter(None, (damage, parsed.problem))) or None
    records = parsed.recovered_records
    if reason and records is None:
        records = sum(len(a.samples["t_s"]) for a in parsed.activities if a.samples is not None)
    return Outcome("imported", reason, sha256, parsed, records)


def serve(handle: int) -> None:
    """Examine tasks that come through the connection until it closes: the whole life of a worker.

    The first message is the known content; an empty answer says that the worker is ready.
    """
    connection = Connection(handle)
    try:
        known: frozenset[str] = connection.recv()
        connection.send(None)
        while True:
            connection.send(examine(connection.recv(), known))
    except (EOFError, OSError):
        return
