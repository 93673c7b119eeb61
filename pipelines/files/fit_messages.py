"""The few messages that are read one by one: session, lap, device and the like."""

import math
import struct
from collections import defaultdict
from collections.abc import Iterable

from pipelines.files.fit_profile import BASES, FIELDS, RECORD, STRING
from pipelines.files.fit_walk import Layout, Slot

Value = int | float | str
Message = dict[str, Value]
Messages = dict[int, list[Message]]

MOST = 20_000
"""More messages of one definition than any device writes; the rest are passed over."""


def read_messages(content: bytes, layouts: Iterable[Layout]) -> Messages:
    """Return all messages but the records, by message number and in the order of the file; unknown values are left out."""
    found = ((at, layout) for layout in layouts if layout.message != RECORD for at in layout.positions[:MOST])
    messages: Messages = defaultdict(list)
    for at, layout in sorted(found, key=lambda pair: pair[0]):
        messages[layout.message].append(_message(content, at, layout))
    return messages


def _message(content: bytes, at: int, layout: Layout) -> Message:
    fields = FIELDS[layout.message]
    message: Message = {}
    for number, slot in layout.fields.items():
        value = _value(content, at, layout, slot)
        if value is not None:
            name, scale, offset = fields[number]
            message[name] = value if isinstance(value, str) or (scale == 1 and not offset) else value / scale - offset
    return message


def _value(content: bytes, at: int, layout: Layout, slot: Slot) -> Value | None:
    """Return the raw value, of an array the first; None when invalid."""
    start = at + slot.offset
    if slot.base == STRING:
        return content[start : start + slot.size].split(b"\0")[0].decode("utf-8", "replace").strip() or None
    kind = BASES[slot.base]
    (value,) = struct.unpack_from(layout.order + kind.code, content, start)
    return value if value != kind.invalid and math.isfinite(value) else None


def number(message: Message, name: str) -> float | None:
    """Return a value as a number; None when it is absent or text."""
    value = message.get(name)
    return None if value is None or isinstance(value, str) else float(value)
