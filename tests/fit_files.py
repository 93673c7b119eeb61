"""Building small FIT files for tests, field by field, so that a test can say exactly what is wrong with them."""

import struct
from collections.abc import Iterable, Mapping, Sequence

ENUM, UINT8, UINT16, UINT32, SINT32, STRING, FLOAT32 = 0x00, 0x02, 0x84, 0x86, 0x85, 0x07, 0x88
CODES = {ENUM: "B", UINT8: "B", UINT16: "H", UINT32: "I", SINT32: "i", FLOAT32: "f"}
RUN_START = 1_000_000_000
"""2021-09-08 01:46:40 UTC in FIT seconds."""

FieldSpec = tuple[int, int, int]
"""Number, bytes, base type."""


def crc(data: bytes) -> int:
    """Return FIT's checksum, bit by bit: the slow definition."""
    value = 0
    for byte in data:
        value ^= byte
        for _ in range(8):
            value = value >> 1 ^ (0xA001 if value & 1 else 0)
    return value


def definition(local: int, message: int, fields: Sequence[FieldSpec], *, order: str = "<", developer: Sequence[FieldSpec] = ()) -> bytes:
    """Return a definition message; developer fields are (number, bytes, developer data index)."""
    head = struct.pack(f"{order}BBBHB", 0x40 | (0x20 if developer else 0) | local, 0, order == ">", message, len(fields))
    extra = bytes([len(developer)]) + b"".join(bytes(field) for field in developer) if developer else b""
    return head + b"".join(bytes(field) for field in fields) + extra


def data(local: int, types: Sequence[int], values: Sequence[float], *, order: str = "<") -> bytes:
    """Return a data message of numbers."""
    return bytes([local]) + struct.pack(order + "".join(CODES[base] for base in types), *values)


def table(local: int, message: int, fields: Sequence[FieldSpec], rows: Iterable[Sequence[float]], *, order: str = "<") -> bytes:
    """Return a definition and a data message a row."""
    types = [base for _, _, base in fields]
    return definition(local, message, fields, order=order) + b"".join(data(local, types, row, order=order) for row in rows)


def fit(*messages: bytes, header: int = 14, size: int | None = None, checksum: int | None = None) -> bytes:
    """Return a FIT file of the messages; `size` and `checksum` tell lies when given."""
    body = b"".join(messages)
    head = struct.pack("<BBHI4s", header, 0x20, 2132, len(body) if size is None else size, b".FIT")
    if header > 12:
        head += struct.pack("<H", crc(head)).ljust(header - 12, b"\0")
    return head + body + struct.pack("<H", crc(head + body) if checksum is None else checksum)


FILE_ID = table(0, 0, [(0, 1, ENUM), (1, 2, UINT16), (2, 2, UINT16)], [(4, 1, 3992)])
RECORD_FIELDS = [(253, 4, UINT32), (5, 4, UINT32), (6, 2, UINT16), (3, 1, UINT8), (4, 1, UINT8), (2, 2, UINT16)]


def records(count: int, *, start: int = RUN_START, cadence: int = 85, order: str = "<", local: int = 1) -> bytes:
    """Return one record a second of a run at 3 m/s, 150 bpm, 100 m high."""
    rows = [(start + t, 300 * t, 3000, 150, cadence, 3000) for t in range(count)]
    return table(local, 20, RECORD_FIELDS, rows, order=order)


def session(*, start: int = RUN_START, seconds: float = 60, metres: float = 180, sport: int = 1, sub_sport: int = 0) -> bytes:
    """Return a session message: start, sport, elapsed and timer time, distance."""
    fields = [(2, 4, UINT32), (5, 1, ENUM), (6, 1, ENUM), (7, 4, UINT32), (8, 4, UINT32), (9, 4, UINT32)]
    return table(2, 18, fields, [(start, sport, sub_sport, int(seconds * 1000), int(seconds * 900), int(metres * 100))])


def clock(offset_s: int, *, at: int = RUN_START + 60) -> bytes:
    """Return an activity message whose local time is ahead of UTC."""
    return table(3, 34, [(253, 4, UINT32), (5, 4, UINT32)], [(at, at + offset_s)])


def text(local: int, message: int, numbers: Sequence[tuple[int, int]], texts: Mapping[int, str]) -> bytes:
    """Return one message of bytes and texts by field number; absent texts are left out."""
    words = {number: word.encode() + b"\0" for number, word in texts.items() if word}
    fields = [*((number, 1, UINT8) for number, _ in numbers), *((number, len(word), STRING) for number, word in words.items())]
    return definition(local, message, fields) + bytes([local, *(value for _, value in numbers)]) + b"".join(words.values())
