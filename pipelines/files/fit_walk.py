"""The structure of a FIT file: its parts, and in each part where the messages of every definition start.

FIT has no index: each message's length follows from the definition its first byte names. Walking costs one table look-up a message;
the bytes of the values are left to `fit_records` and `fit_messages`.
"""

from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Literal, NamedTuple

from pipelines.files.fit_crc import crc16
from pipelines.files.fit_profile import BASES, BYTE, FIELDS, RECORD

MAX_PARTS = 1000
RUN = 128
MOST_KNOWN, MOST_DEFINED = 4096, 1_000_000
"""More different definitions, and more definitions in all, than any device writes."""

MAGIC = b".FIT"
DEFINITION = 0x40
SHORT = [range(0x80 + 0x20 * local, 0xA0 + 0x20 * local) for local in range(4)] + [range(0)] * 12
HEADERS = [(local, local | 0x10, local | 0x20, local | 0x30, *SHORT[local]) for local in range(16)]
"""The first bytes that announce a message of a local type: plain, and (only two bits for the type) with a compressed timestamp."""


class Slot(NamedTuple):
    """Where a field lies in its message: bytes from the message's start, bytes long, base type."""

    offset: int
    size: int
    base: int


class LayoutError(ValueError):
    """A field that is needed has a length its type cannot have."""


@dataclass(slots=True)
class Layout:
    """One definition: which message, in which byte order, how long, where its fields lie, and where its messages start."""

    message: int
    order: Literal["<", ">"]
    size: int
    fields: dict[int, Slot]
    developer: dict[tuple[int, int], Slot]
    positions: "array[int]" = field(default_factory=lambda: array("I"))

    @property
    def wanted(self) -> bool:
        """Whether anything in these messages is read."""
        return self.message in FIELDS and bool(self.fields or self.developer or self.message == RECORD)


class Fault(NamedTuple):
    """What is wrong with a part, and at which byte."""

    kind: Literal["cut", "short", "damaged", "checksum", "unfinished", "tail"]
    at: int


class Part(NamedTuple):
    """One FIT file of a chain."""

    layouts: list[Layout]
    fault: Fault | None

    @property
    def records(self) -> int:
        """The number of records."""
        return sum(len(layout.positions) for layout in self.layouts if layout.message == RECORD)


def is_fit(content: bytes, at: int = 0) -> bool:
    """Say whether a FIT header starts here."""
    return content[at + 8 : at + 12] == MAGIC and content[at] >= len(MAGIC) + 8


def parts(content: bytes) -> Iterator[Part]:
    """Walk the chained files of a FIT file; the last part may have a fault and what was whole before it."""
    at = 0
    for _ in range(MAX_PARTS):
        end, next_at, fault = _bounds(content, at)
        layouts, stop = walk(content, at + content[at], end)
        if stop != end:
            fault = Fault("cut" if stop > end >= len(content) - 2 else "damaged", min(stop, end))
        at = next_at
        more = is_fit(content, at)
        if not (more or fault) and content[at:].strip(b"\0"):
            fault = Fault("tail", at)
        yield Part(layouts, fault)
        if not more:
            return


def _bounds(content: bytes, at: int) -> tuple[int, int, Fault | None]:
    """Return where the part's messages end, where the next part starts, and what is already wrong."""
    length = int.from_bytes(content[at + 4 : at + 8], "little")
    end = at + content[at] + length
    view = memoryview(content)
    if not length and len(content) > end + 2 and not is_fit(content, end + 2):
        summed = crc16(view[at:-2]) == int.from_bytes(content[-2:], "little")
        return len(content) - 2 * summed, len(content), Fault("unfinished", at)
    if end + 2 > len(content):
        return min(end, len(content)), len(content), Fault("short", len(content))
    if crc16(view[at:end]) == int.from_bytes(content[end : end + 2], "little"):
        return end, end + 2, None
    if end + 2 < len(content) and not is_fit(content, end + 2):
        return len(content) - 2, len(content), Fault("checksum", end)
    return end, end + 2, Fault("checksum", end)


def walk(content: bytes, at: int, end: int) -> tuple[list[Layout], int]:
    """Return the definitions with the places of their messages, and the byte where reading stopped.

    That is `end` when all went well, a byte before it where no message can start, or one after it when the last message is cut short.
    """
    sizes = [0] * 256
    marks: list[array[int] | None] = [None] * 256
    known: dict[bytes, Layout] = {}
    defined = 0
    while at < end:
        header = content[at]
        if size := sizes[header]:
            if (places := marks[header]) is not None:
                places.append(at)
                if at + size < end and content[at + size] == header:
                    at = _follow(content, at, end, size, places)
            at += size
        elif header & 0xC0 == DEFINITION and len(known) < MOST_KNOWN and defined < MOST_DEFINED:
            defined += 1
            raw = _definition(content[at : at + 2048])
            if raw is None or at + len(raw) > end:
                at = end + 1
                break
            layout = known.get(raw) or known.setdefault(raw, replace(_layout(raw), positions=array("I")))
            for number in HEADERS[header & 0xF]:
                sizes[number], marks[number] = layout.size, layout.positions if layout.wanted else None
            at += len(raw)
        else:
            break
    return [_whole(layout, end) for layout in known.values()], at


def _follow(content: bytes, at: int, end: int, size: int, places: "array[int]") -> int:
    """Note the equal messages that follow one and return the place of the last: watches write many alike in a row."""
    run = content[at : min(end, at + RUN * size) : size]
    last = at + (len(run) - len(run.lstrip(run[:1])) - 1) * size
    places.extend(range(at + size, last + 1, size))
    return last


def _whole(layout: Layout, end: int) -> Layout:
    if layout.positions and layout.positions[-1] + layout.size > end:
        layout.positions.pop()
    return layout


def _definition(window: bytes) -> bytes | None:
    """Return the bytes of the definition that starts the window, None when it is cut short."""
    if len(window) < 6:  # noqa: PLR2004  # header, reserved, byte order, two of the message number, number of fields
        return None
    size = 6 + 3 * window[5]
    if window[0] & 0x20 and size < len(window):
        size += 1 + 3 * window[size]
    elif window[0] & 0x20:
        return None
    return window[:size] if size <= len(window) else None


@lru_cache(maxsize=1024)
def _layout(raw: bytes) -> Layout:
    """Read a definition; a watch writes the same ones into every file, so the last thousand are remembered."""
    order: Literal["<", ">"] = ">" if raw[2] else "<"
    message = int.from_bytes(raw[3:5], "big" if raw[2] else "little")
    wanted = FIELDS.get(message, {})
    layout, size = Layout(message, order, 1, {}, {}), 1
    last = 6 + 3 * raw[5]
    for at in range(6, last, 3):
        number, length, base = raw[at : at + 3]
        if number in wanted:
            layout.fields[number] = _slot(size, length, base)
        size += length
    for at in range(last + 1, len(raw), 3):
        number, length, index = raw[at : at + 3]
        layout.developer[index, number] = Slot(size, length, BYTE)
        size += length
    layout.size = size
    return layout


def _slot(offset: int, length: int, base: int) -> Slot:
    kind = BASES.get(base & 0x1F)
    if kind is None or not length or length % kind.size:
        raise LayoutError(f"a field of {length} bytes cannot hold values of type {base}")
    return Slot(offset, length, base & 0x1F)
