"""One door for watch files: unpack, look inside, hand to the reader of that format. Names and endings are not believed."""

import codecs
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from pipelines.files.activity import ParsedFile
from pipelines.files.fit import read_fit
from pipelines.files.gpx import read_gpx
from pipelines.files.packing import MAGIC, gunzip
from pipelines.files.tcx import read_tcx
from warehouse.errors import UnreadableError

Reader = Callable[[bytes], ParsedFile]

CLOCK_SET = datetime(1998, 7, 4)  # noqa: DTZ001 -- naive UTC, like every start
"""A FIT time before this counts from switching the watch on (FIT protocol, `date_time` below 0x10000000); GPX and TCX are younger."""

_HEAD = 4096
_FIT = slice(8, 12)
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_BEFORE_ROOT = re.compile(r"<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^\[>]*(\[.*?\]\s*)?>", re.DOTALL | re.IGNORECASE)
_ROOT = re.compile(r"<(?:[\w.-]+:)?([\w.-]+)")


def read_file(name: str, content: bytes) -> ParsedFile:
    """Read a FIT, GPX or TCX file, plain or gzipped. `name` is only used to speak of it.

    Raises:
        NotAnActivityError: a healthy file of another kind.
        UnreadableError: not such a file, damaged before its first record, or recorded before the watch knew what day it was.

    """
    content, problem = gunzip(content) if content[:2] == MAGIC else (content, None)
    reader = _reader(content)
    if reader is None:
        raise _not_ours(name, content)
    parsed = _dated(reader(content))
    if problem is None:
        return parsed
    records = sum(len(one.samples["t_s"]) for one in parsed.activities if one.samples)
    return replace(parsed, problem=problem, recovered_records=records if parsed.recovered_records is None else parsed.recovered_records)


def _dated(parsed: ParsedFile) -> ParsedFile:
    """Leave out what a watch recorded before its clock was set: nobody knows which day it belongs to."""
    kept = tuple(activity for activity in parsed.activities if activity.start_utc >= CLOCK_SET)
    if len(kept) == len(parsed.activities):
        return parsed
    lost = min(activity.start_utc for activity in parsed.activities)
    problem = f"The watch's clock was not set: an activity is dated {lost:%d %B %Y}, so it counts on no day."
    if not kept:
        raise UnreadableError(problem, "Enter this activity in a training log with its real date, and import that.")
    return replace(parsed, activities=kept, problem=" ".join(filter(None, (parsed.problem, problem))))


def _reader(content: bytes) -> Reader | None:
    if content[_FIT] == b".FIT":
        return read_fit
    return {"gpx": read_gpx, "trainingcenterdatabase": read_tcx}.get(_root(content))


def _root(content: bytes) -> str:
    """Return the local name of the first element in lower case, empty where the content is no XML."""
    head = content[:_HEAD].decode("utf-16" if content[:2] in _UTF16 else "utf-8-sig", "ignore").lstrip()
    if not head.startswith("<"):
        return ""
    root = _ROOT.search(_BEFORE_ROOT.sub("", head))
    return root[1].lower() if root else ""


def _not_ours(name: str, content: bytes) -> UnreadableError:
    short = name.replace("\\", "/").rpartition("/")[2] or "The file"
    if not content:
        return UnreadableError(f"{short} is empty.", "Export the activity again from its source.")
    return UnreadableError(f"{short} is not a FIT, GPX or TCX file.", "Choose the file your watch or its app exports.")
