"""Reading FIT files: the public entry, and what a person is told when a file is damaged or of another kind."""

from collections.abc import Iterator
from typing import NamedTuple

from pipelines.files.activity import NotAnActivityError, ParsedActivity, ParsedFile
from pipelines.files.fit_activity import Content, activities
from pipelines.files.fit_fallback import read_slowly
from pipelines.files.fit_messages import number, read_messages
from pipelines.files.fit_profile import ACTIVITY_FILE, FIELD_DESCRIPTION, FILE_ID, FILE_KINDS, SESSION
from pipelines.files.fit_records import fill_from_developer_fields, read_records
from pipelines.files.fit_walk import Fault, LayoutError, Part, is_fit, parts
from warehouse.errors import UnreadableError

MOST_BYTES = 64 * 2**20
MOST_RECORDS = 2_000_000
AGAIN = "Export the file again from the watch or its app."

PROBLEMS = {
    "cut": "The file ends in the middle of a record; the {records} before it {were} kept.",
    "short": "The file ends too early; the {records} in it {were} kept.",
    "damaged": "The file is damaged at byte {at:,}; the {records} before it {were} kept.",
    "checksum": "The file's checksum does not match its content; the {records} in it {were} kept.",
    "unfinished": "The device did not finish writing the file; the {records} in it {were} kept.",
    "tail": "What follows the activity in the file cannot be read; the {records} before it {were} kept.",
}


class Found(NamedTuple):
    """One file of a chain as it was read."""

    content: Content
    fault: Fault | None

    @property
    def records(self) -> int:
        """The number of records."""
        return len(self.content.columns["timestamp"])

    @property
    def kind(self) -> str | None:
        """What the file is if it is no activity."""
        types = [int(kind) for message in self.content.all(FILE_ID) if (kind := number(message, "type")) is not None]
        return (
            None if self.content.all(SESSION) or ACTIVITY_FILE in types else next((FILE_KINDS[t] for t in types if t in FILE_KINDS), None)
        )


def read_fit(content: bytes) -> ParsedFile:
    """Read all activities of a FIT file; damage costs only what follows it.

    Raises NotAnActivityError for healthy files of another kind, UnreadableError when nothing can be read.
    """
    _check(content)
    found = list(_read(content))
    activities_found = tuple(activity for each in found if not each.kind for activity in activities(each.content))
    if not activities_found:
        raise _nothing(found)
    return _described(activities_found, found)


def _check(content: bytes) -> None:
    if not content:
        raise UnreadableError("The file is empty.", AGAIN)
    if not is_fit(content):
        raise UnreadableError("The file is not a FIT file: it does not begin like one.", AGAIN)
    if len(content) > MOST_BYTES:
        raise UnreadableError(f"The file is larger than {MOST_BYTES // 2**20} MB, larger than any activity.", AGAIN)


def _read(content: bytes) -> Iterator[Found]:
    """Read every file of the chain with the fast reader, or all of it with fitdecode when a field has an impossible length."""
    try:
        walked = list(parts(content))
        if sum(part.records for part in walked) > MOST_RECORDS:
            raise UnreadableError(f"The file holds more than {MOST_RECORDS:,} records, more than any activity.", AGAIN)
        yield from [_fast(content, part) for part in walked]
    except LayoutError:
        columns, messages, fault = read_slowly(content)
        yield Found(Content(columns, messages), fault)


def _fast(content: bytes, part: Part) -> Found:
    columns, messages = read_records(content, part.layouts), read_messages(content, part.layouts)
    steps = fill_from_developer_fields(content, part.layouts, messages.get(FIELD_DESCRIPTION, []), columns)
    return Found(Content(columns, messages, steps), part.fault)


def _nothing(found: list[Found]) -> Exception:
    """Return why a file yields no activity."""
    if kind := next((each.kind for each in found if each.kind), None):
        return NotAnActivityError(f"a FIT file of {kind}")
    fault = next((each.fault for each in found if each.fault), None)
    if any(each.records or each.content.all(SESSION) for each in found):
        return UnreadableError(
            "The records of the file have no date: its device did not know the time of day.", "Set the clock of the device."
        )
    if fault:
        return UnreadableError(f"The file is damaged at byte {fault.at:,}, before its first record.", AGAIN)
    return UnreadableError("The file holds no records of an activity.", AGAIN)


def _described(read: tuple[ParsedActivity, ...], found: list[Found]) -> ParsedFile:
    fault = next((each.fault for each in found if each.fault), None)
    if fault is None:
        return ParsedFile(read)
    records = sum(each.records for each in found)
    count, were = ("1 record", "was") if records == 1 else (f"{records:,} records", "were")
    return ParsedFile(read, PROBLEMS[fault.kind].format(records=count, were=were, at=fault.at), records)
