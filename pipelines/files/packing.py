"""Unpacking gzip without trusting it: bounded in size, damaged streams up to the damage."""

import zlib
from collections.abc import Iterator

from warehouse.errors import UnreadableError

MAGIC = b"\x1f\x8b"
LARGEST_BYTES = 256 * 1024 * 1024
BOMB_RATIO = 200
BOMB_BYTES = 16 * 1024 * 1024

_GZIP = 16 + zlib.MAX_WBITS
_SIP = 512
"""Packed bytes at a time: at most half a megabyte comes out of them, and no more than these are lost at an error."""


def gunzip(packed: bytes) -> tuple[bytes, str | None]:
    """Return the content of one or more gzip members; in plain words what was wrong when only the beginning could be unpacked.

    Raises:
        UnreadableError: it unpacks to more than `LARGEST_BYTES`, or suspiciously much for its size.

    """
    pieces: list[bytes] = []
    size = 0
    limit = min(LARGEST_BYTES, max(BOMB_BYTES, BOMB_RATIO * len(packed)))
    try:
        for piece in _pieces(packed):
            pieces.append(piece)
            size += len(piece)
            if size > limit:
                raise UnreadableError("The compressed file unpacks to far more than an activity.", "Import the file it was made from.")
    except (zlib.error, EOFError):
        return b"".join(pieces), "The compressed file is damaged or cut off; what could be unpacked was kept."
    return b"".join(pieces), None


def _pieces(packed: bytes) -> Iterator[bytes]:
    """Yield the content bit by bit, so that what precedes an error has been handed out.

    Raises:
        zlib.error: the stream is damaged.
        EOFError: the stream ends early.

    """
    position = 0
    while packed[position : position + len(MAGIC)] == MAGIC:
        member = zlib.decompressobj(_GZIP)
        while not member.eof:
            sip = packed[position : position + _SIP]
            if not sip:
                raise EOFError
            yield member.decompress(sip)
            position += len(sip) - len(member.unused_data)
