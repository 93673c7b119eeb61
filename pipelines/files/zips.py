"""Zip files from anywhere: bounded, never unpacked to disk, read even when their table of contents is gone."""

import mmap
import stat
import struct
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path, PurePosixPath
from zipfile import BadZipFile, ZipFile, ZipInfo

from pipelines.files.archive import Archive, Member, is_hidden
from pipelines.files.zip_member import DEFLATED, HEADER, HEADER_MARK, STORED, ZipMember
from warehouse.errors import UnreadableError
from warehouse.wording import count

TOTAL_LIMIT = 64 << 30
"""Most bytes a whole zip may hold, unpacked."""
_ENCRYPTED, _SIZES_LATER, _UTF8 = 0x1, 0x8, 0x800
_ELSEWHERE = 0xFFFFFFFF
_DIRECTORY_LIMIT = 128 << 20
_TAIL = 66_000


def open_zip(path: Path) -> Archive:
    """List a zip. Members that may not be read are left out with the reason; a damaged zip is searched for what is still there.

    Raises UnreadableError when it is no zip at all or too large to list.
    """
    try:
        found, problem = _list(path)
    except OSError as error:
        raise UnreadableError(f"The file cannot be opened: {error.strerror}.", "Check that you may read it.") from error
    if problem and not found:
        raise UnreadableError("This is not a zip, or nothing of it can be read.", "Download the zip again.")
    _check_total([member for _, member in found if isinstance(member, ZipMember)], 0 if problem else path.stat().st_size)
    return _archive(path.name, found, problem)


def _list(path: Path) -> tuple[list[tuple[str, ZipMember | str]], str | None]:
    """Return what the table of contents lists, or what is found without it and what is wrong."""
    try:
        _check_directory(path)
        with ZipFile(path) as archive:
            return [_judge(info, path) for info in archive.infolist() if not info.is_dir()], None
    except (BadZipFile, struct.error, NotImplementedError, ValueError, EOFError):
        found: list[tuple[str, ZipMember | str]] = [(member.name, member) for member in _scan(path)]
        return (
            found,
            f"The zip is damaged: its table of contents is missing or broken; {count(len(found), 'file')} could still be found in it.",
        )


def _check_total(members: list[ZipMember], room: int) -> None:
    """Refuse a zip of too much; in `room` bytes, where the zip is whole, its files must lie side by side."""
    if sum(member.size for member in members) > TOTAL_LIMIT:
        raise UnreadableError(
            f"The zip unpacks to more than {TOTAL_LIMIT >> 30} GB.", "Unpack it and import the folder with your activities."
        )
    if room and sum(member.packed or 0 for member in members) > room:
        raise UnreadableError("The files in the zip overlap each other: a zip bomb.", "Leave it out.")


def _archive(label: str, found: list[tuple[str, ZipMember | str]], problem: str | None) -> Archive:
    last = {name: place for place, (name, _) in enumerate(found)}
    times = Counter(name for name, _ in found)
    members: list[Member] = []
    skipped: list[tuple[str, str]] = []
    for place, (name, member) in enumerate(found):
        if isinstance(member, str):
            skipped.append((name, member))
        elif place == last[name]:
            members.append(member)
        else:
            skipped.append((name, f"The zip holds this name {times[name]} times; only the last one is read."))
    return Archive(label, tuple(m for m in members if not is_hidden(m.name)), tuple(skipped), problem)


def _judge(info: ZipInfo, path: Path) -> tuple[str, ZipMember | str]:
    """Return the name with the member, or with the reason why it is not read."""
    name = _name(info.filename, utf8=bool(info.flag_bits & _UTF8))
    if stat.S_ISLNK(info.external_attr >> 16):
        return name, "It is a link; links are not followed."
    if info.flag_bits & _ENCRYPTED:
        return name, "It is encrypted; unpack the zip with its password first."
    if reason := _bad(name, info.compress_type):
        return name, reason
    return name, ZipMember(name, str(path), info.header_offset, info.compress_type, info.compress_size, info.file_size, info.CRC)


def _bad(name: str, method: int) -> str | None:
    if name.startswith("/") or ".." in PurePosixPath(name).parts or name[1:2] == ":":
        return "Its name points outside the zip."
    if method not in (STORED, DEFLATED):
        return "It is packed in an unusual way; unpack the zip and import the folder."
    return None


def _name(raw: str, *, utf8: bool) -> str:
    """Return the name with forward slashes; old tools write UTF-8 without saying so."""
    if not utf8:
        with suppress(UnicodeError):
            raw = raw.encode("cp437").decode("utf-8")
    return raw.replace("\\", "/").removeprefix("./")


def _check_directory(path: Path) -> None:
    """Refuse a table of contents too large to hold: a zip of millions of empty members."""
    with path.open("rb") as file:
        file.seek(max(0, file.seek(0, 2) - _TAIL))
        tail = file.read()
    place = tail.rfind(b"PK\x05\x06")
    size = struct.unpack_from("<L", tail, place + 12)[0] if 0 <= place <= len(tail) - 22 else 0
    place = tail.rfind(b"PK\x06\x06")
    if size == _ELSEWHERE and 0 <= place <= len(tail) - 56:
        size = struct.unpack_from("<Q", tail, place + 40)[0]
    if size > _DIRECTORY_LIMIT:
        raise UnreadableError("The zip lists more files than any export has.", "Unpack it and import the folder with your activities.")


def _scan(path: Path) -> Iterator[ZipMember]:
    """Find members by their own headers, for a zip without a table of contents."""
    if path.stat().st_size < HEADER.size:
        return
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as view:
        place = view.find(HEADER_MARK)
        while 0 <= place <= len(view) - HEADER.size:
            member = _local(view, place, path)
            if member is not None:
                yield member
            step = member.packed if member is not None and member.packed else 0
            place = view.find(HEADER_MARK, place + len(HEADER_MARK) + step)


def _local(view: mmap.mmap, place: int, path: Path) -> ZipMember | None:
    _, _, flags, method, _, _, crc, packed, unpacked, length, _ = HEADER.unpack_from(view, place)
    start = place + HEADER.size
    raw = view[start : start + length]
    later = bool(flags & _SIZES_LATER)
    try:
        name = _name(raw.decode("utf-8" if flags & _UTF8 else "cp437"), utf8=bool(flags & _UTF8))
    except UnicodeDecodeError:
        return None
    unclear = later and method == STORED
    if not name or "\0" in name or name.endswith("/") or _bad(name, method) or flags & _ENCRYPTED or unclear:
        return None
    if later or packed == _ELSEWHERE:
        return ZipMember(name, str(path), place, method, None, None, None)
    return ZipMember(name, str(path), place, method, packed, unpacked, crc)
