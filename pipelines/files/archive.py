"""One way to look into a zip, a folder or a single file: list what is in it, read a member within limits.

Nothing is ever unpacked to disk. Names are only labels: a member is read by its offset (zip) or by the path we found ourselves (folder).
What is in the members, and which of them matter, is not known here.
"""

import os
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Protocol

from warehouse.errors import UnreadableError

MEMBER_LIMIT = 256 << 20
"""Most bytes one member may hold, unpacked."""
RATIO_LIMIT = 250
"""Most unpacked bytes for one packed byte, for members above a megabyte: real tracks pack 5 to 40 to one."""
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Content:
    """The bytes of a member, and what was wrong with them; with a problem they are what came before the damage."""

    data: bytes
    problem: str | None = None


class Member(Protocol):
    """Something readable with a name relative to its archive."""

    @property
    def name(self) -> str:
        """Relative name with forward slashes; a label, never a path to write to."""

    @property
    def size(self) -> int:
        """Unpacked size in bytes as declared; 0 when unknown."""

    def read(self) -> Content:
        """Return the content; raises UnreadableError when nothing of it can or may be read."""

    def checksum(self) -> int:
        """Return the CRC-32 of the content."""


@dataclass(frozen=True, slots=True)
class Archive:
    """What was found: readable members, the names left out with the reason, and what is wrong with the archive itself."""

    label: str
    members: tuple[Member, ...]
    skipped: tuple[tuple[str, str], ...] = field(default=())
    problem: str | None = None

    def path_of(self, name: str) -> str:
        """Return how a member is called in reports."""
        return f"{self.label}/{name}" if name else self.label


@dataclass(frozen=True, slots=True)
class FileMember:
    """A file on disk."""

    name: str
    path: str
    size: int

    def read(self) -> Content:
        """Read the file; raises UnreadableError when it is too large or cannot be opened."""
        if self.size > MEMBER_LIMIT:
            raise too_large()
        try:
            with Path(self.path).open("rb") as file:
                data = file.read(MEMBER_LIMIT + 1)
        except OSError as error:
            raise UnreadableError(f"The file cannot be opened: {error.strerror}.", "Check that you may read it.") from error
        if len(data) > MEMBER_LIMIT:
            raise too_large()
        return Content(data)

    def checksum(self) -> int:
        """Return the CRC-32 of the file, 0 when it cannot be read."""
        crc = 0
        try:
            with Path(self.path).open("rb") as file:
                while block := file.read(_BLOCK):
                    crc = zlib.crc32(block, crc)
        except OSError:
            return 0
        return crc


def too_large() -> UnreadableError:
    """Return the error for a file beyond the limit."""
    return UnreadableError(f"It is larger than {MEMBER_LIMIT >> 20} MB, which no activity is.", "Leave it out.")


def open_folder(folder: Path) -> Archive:
    """List a folder with its subfolders; links and hidden files are left out, links are named."""
    members: list[Member] = []
    skipped: list[tuple[str, str]] = []
    for entry, name in _walk(folder, PurePosixPath()):
        if entry.is_symlink():
            skipped.append((name, "It is a link; links are not followed."))
        elif entry.is_file():
            members.append(FileMember(name, entry.path, entry.stat().st_size))
    return Archive(folder.name, tuple(members), tuple(skipped))


def open_file(path: Path) -> Archive:
    """Take a single file as an archive of one member without a name of its own."""
    return Archive(path.name, (FileMember("", str(path), path.stat().st_size),))


def _walk(folder: Path, within: PurePosixPath) -> Iterator[tuple[os.DirEntry[str], str]]:
    """Yield entries in the order of their names; an explicit stack, because folders may be nested without end."""
    stack = [(str(folder), within)]
    while stack:
        place, name = stack.pop()
        for entry in _visible(place):
            inner = name / entry.name
            if entry.is_dir(follow_symlinks=False):
                stack.append((entry.path, inner))
            else:
                yield entry, str(inner)


def _visible(place: str) -> Iterable[os.DirEntry[str]]:
    try:
        with os.scandir(place) as entries:
            return sorted((e for e in entries if not is_hidden(e.name)), key=lambda e: e.name)
    except OSError:
        return ()


def is_hidden(name: str) -> bool:
    """Tell whether a name is hidden, or the litter of an operating system."""
    return any(part.startswith(".") or part == "__MACOSX" for part in PurePosixPath(name).parts)
