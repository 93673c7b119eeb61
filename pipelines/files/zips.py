"""Zip files from anywhere: bounded, never unpacked to disk, read even when their table of contents is gone."""

import mmap
import stat
import struct
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from zipfile import BadZipFile, ZipFile, ZipInfo

from pipelines.files.archive import MEMBER_LIMIT, RATIO_LIMIT, Archive, Content, Member, is_hidden, too_large
from warehouse.errors import UnreadableError

_HEADER = struct.Struct("<4s5H3L2H")
_HEADER_MARK = b"PK\x03\x04"
_STORED, _DEFLATED = 0, 8
_ENCRYPTED, _SIZES_LATER, _UTF8 = 0x1, 0x8, 0x800
_ELSEWHERE = 0xFFFFFFFF
_BLOCK = 1 << 18
_DIRECTORY_LIMIT = 128 << 20
_TAIL = 66_000
_SMALL = 1 << 20
_CUT = "The zip is damaged here: the file ends before its data is complete."
_MORE = "The zip is damaged here or made to deceive: there is more data than it says."
_WRONG = "The zip is damaged here: the data does not match its checksum."


@dataclass(frozen=True, slots=True)
class ZipMember:
    """A member of a zip, read by the offset of its header; sizes and crc are None where only its data tells."""

    name: str
    path: str
    offset: int
    method: int
    packed: int | None
    unpacked: int | None
    crc: int | None

    @property
    def size(self) -> int:
        """Unpacked size in bytes as declared; 0 when unknown."""
        return self.unpacked or 0

    def checksum(self) -> int:
        """Return the CRC-32 as declared, else of what can be read."""
        return self.crc if self.crc is not None else zlib.crc32(self.read().data)

    def read(self) -> Content:
        """Unpack within the limits; damage leaves what came before it, with the problem named."""
        limit = MEMBER_LIMIT if self.unpacked is None else self.unpacked
        if limit > MEMBER_LIMIT:
            raise too_large()
        data, problem = self._unpack(limit)
        if not data and problem:
            raise UnreadableError(problem, "Download the zip again.")
        wrong = self.crc is not None and zlib.crc32(data) != self.crc
        return Content(data, problem or (_WRONG if wrong else None))

    def _unpack(self, limit: int) -> tuple[bytes, str | None]:
        """Return the data, no more of it than `limit`, and what is wrong with it."""
        parts: list[bytes] = []
        total = 0
        pieces = _inflate(self._blocks()) if self.method == _DEFLATED else _stored(self._blocks(), self.packed)
        try:
            for part, taken in pieces:
                total += len(part)
                _check_bomb(total, taken)
                parts.append(part)
                if total > limit:
                    return b"".join(parts)[:limit], _MORE
        except (zlib.error, EOFError):
            return b"".join(parts), _CUT
        return b"".join(parts), _CUT if total < self.size else None

    def _blocks(self) -> Iterator[bytes]:
        """Yield the packed bytes; without a known size all that follows, for deflate ends itself."""
        with Path(self.path).open("rb") as file:
            file.seek(self.offset)
            header = file.read(_HEADER.size)
            if len(header) < _HEADER.size or not header.startswith(_HEADER_MARK):
                return
            *_, name_length, extra_length = _HEADER.unpack(header)
            file.seek(name_length + extra_length, 1)
            left = self.packed if self.packed is not None else MEMBER_LIMIT
            while left > 0 and (block := file.read(min(_BLOCK, left))):
                left -= len(block)
                yield block


def _stored(blocks: Iterator[bytes], packed: int | None) -> Iterator[tuple[bytes, int]]:
    """Yield data with the packed bytes taken so far; raises EOFError when it ends early."""
    taken = 0
    for block in blocks:
        taken += len(block)
        yield block, taken
    if taken != packed:
        raise EOFError


def _inflate(blocks: Iterator[bytes]) -> Iterator[tuple[bytes, int]]:
    """Yield data in small steps with the packed bytes taken so far; raises EOFError or zlib.error where the data is damaged."""
    inflate = zlib.decompressobj(-zlib.MAX_WBITS)
    taken = 0
    for block in blocks:
        taken += len(block)
        rest = block
        while True:
            part = inflate.decompress(rest, _BLOCK)
            yield part, taken
            rest = inflate.unconsumed_tail
            if not rest and len(part) < _BLOCK:
                break
        if inflate.eof:
            return
    raise EOFError


def _check_bomb(total: int, taken: int) -> None:
    if total > MEMBER_LIMIT:
        raise too_large()
    if total > _SMALL and total > taken * RATIO_LIMIT:
        raise UnreadableError(f"It grows more than {RATIO_LIMIT} times when unpacked: a zip bomb.", "Leave it out.")


def open_zip(path: Path) -> Archive:
    """List a zip. Members that may not be read are left out with the reason; a damaged zip is searched for what is still there.

    Raises UnreadableError when it is no zip at all or too large to list.
    """
    try:
        _check_directory(path)
        with ZipFile(path) as archive:
            found = [_judge(info, path) for info in archive.infolist() if not info.is_dir()]
        problem = None
    except (BadZipFile, struct.error, NotImplementedError, ValueError, EOFError):
        found = [(member.name, member) for member in _scan(path)]
        problem = f"The zip is damaged: its table of contents is missing or broken; {len(found)} files were still found in it."
    except OSError as error:
        raise UnreadableError(f"The file cannot be opened: {error.strerror}.", "Check that you may read it.") from error
    if problem and not found:
        raise UnreadableError("This is not a zip, or nothing of it can be read.", "Download the zip again.")
    return _archive(path.name, found, problem)


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
    if method not in (_STORED, _DEFLATED):
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
    if path.stat().st_size < _HEADER.size:
        return
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as view:
        place = view.find(_HEADER_MARK)
        while 0 <= place <= len(view) - _HEADER.size:
            member = _local(view, place, path)
            if member is not None:
                yield member
            step = member.packed if member is not None and member.packed else 0
            place = view.find(_HEADER_MARK, place + len(_HEADER_MARK) + step)


def _local(view: mmap.mmap, place: int, path: Path) -> ZipMember | None:
    _, _, flags, method, _, _, crc, packed, unpacked, length, _ = _HEADER.unpack_from(view, place)
    start = place + _HEADER.size
    raw = view[start : start + length]
    later = bool(flags & _SIZES_LATER)
    try:
        name = _name(raw.decode("utf-8" if flags & _UTF8 else "cp437"), utf8=bool(flags & _UTF8))
    except UnicodeDecodeError:
        return None
    unclear = later and method == _STORED
    if not name or "\0" in name or name.endswith("/") or _bad(name, method) or flags & _ENCRYPTED or unclear:
        return None
    if later or packed == _ELSEWHERE:
        return ZipMember(name, str(path), place, method, None, None, None)
    return ZipMember(name, str(path), place, method, packed, unpacked, crc)
