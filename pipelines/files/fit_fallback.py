"""Reading with fitdecode what the fast reader cannot lay out: a hundred times slower, message by message, but forgiving."""

import io
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import numpy as np

from pipelines.files.fit_messages import Message, Messages
from pipelines.files.fit_profile import FIELDS, RECORD
from pipelines.files.fit_records import COLUMNS, Columns
from pipelines.files.fit_walk import Fault

MOST_BYTES = 16 * 2**20
"""Larger files would take minutes this way."""


def read_slowly(content: bytes) -> tuple[Columns, Messages, Fault | None]:
    """Return records as columns, all other messages, and where reading broke off if it did."""
    messages: Messages = defaultdict(list)
    fault: Fault | None = None
    try:
        for number, message in _messages(content[:MOST_BYTES]):
            messages[number].append(message)
    except Exception:  # noqa: BLE001  # whatever a damaged file makes fitdecode raise, what it read before is kept
        fault = Fault("cut", len(content))
    records = messages.pop(RECORD, [])
    return {name: _column(records, name) for name in COLUMNS}, messages, fault


def _messages(content: bytes) -> Iterator[tuple[int, Message]]:
    import fitdecode  # a quarter of a second that hardly any file needs

    options = {"check_crc": fitdecode.CrcCheck.DISABLED, "error_handling": fitdecode.ErrorHandling.IGNORE, "processor": None}
    with fitdecode.FitReader(io.BytesIO(content), **options) as reader:
        for frame in reader:
            if isinstance(frame, fitdecode.FitDataMessage) and frame.global_mesg_num in FIELDS:
                yield frame.global_mesg_num, _message(frame)


def _message(frame: Any) -> Message:
    fields = FIELDS[frame.global_mesg_num]
    names = {field.name: field for field in fields.values()}
    message: Message = {}
    for data in frame.fields:
        known = names.get(data.name)
        value = data.raw_value[0] if isinstance(data.raw_value, tuple) and data.raw_value else data.raw_value
        if known is None or not isinstance(value, (int, float, str)):
            continue
        # fitdecode has already scaled what it unpacked from another field
        message[known.name] = value if data.field_def is None or isinstance(value, str) else value / known.scale - known.offset
    return message


def _column(records: list[Message], name: str) -> Any:
    """Return a column; an enhanced value goes before the plain one."""
    values = (record.get(f"enhanced_{name}", record.get(name, np.nan)) for record in records)
    return np.fromiter(values, np.float64, len(records))
