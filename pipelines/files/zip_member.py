"""One member of a zip: unpacked in small steps within limits, damage told from deceit."""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipelines.files.archive import MEMBER_LIMIT, RATIO_LIMIT, Content, too_large
from warehouse.errors import UnreadableError

HEADER = struct.Struct("<4s5H3L2H")
"""A member's own header, before its name and its data."""
HEADER_MARK = b"PK\x03\x04"
STORED, DEFLATED = 0, 8
_BLOCK = 1 << 18
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
        pieces = _inflate(self._blocks()) if self.method == DEFLATED else _stored(self._blocks(), self.packed)
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
            header = file.read(HEADER.size)
            if len(header) < HEADER.size or not header.startswith(HEADER_MARK):
                return
            *_, name_length, extra_length = HEADER.unpack(header)
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
