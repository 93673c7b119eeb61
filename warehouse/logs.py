"""What our processes log: one JSON object a line on standard error, or a plain line where a person is watching.

Neither secrets nor personal data: an exception is logged as its kind and the places it came through, never with its message, and
whatever looks like a token, or like a number Strava knows somebody by, is masked in the finished line.
"""

import json
import logging
import re
import sys
import threading
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, TextIO

from pythonjsonlogger.json import JsonFormatter

from warehouse.settings import Settings

ROOT = Path(__file__).parents[1]
MASK = "[hidden]"
_KEYS = "(?:access_|refresh_|verify_)?token|(?:client_)?secret|password"
_SECRETS = (
    re.compile(r"(?<=://)[^/\s:@\"]+:[^/\s@\"]+(?=@)"),
    re.compile(r"([?&](?:code|state)=)[^\s&\"']+"),
    re.compile(rf"(?<![\w-])((?:{_KEYS})(?:\\?[\"'])?\s*[=:]\s*(?:\\?[\"'])?)[^\s&,;\"'\\{{}}\[\]]+", re.IGNORECASE),
    re.compile(r"((?:Bearer|Basic)\s+)[\w.~+/=-]+", re.IGNORECASE),
    re.compile(r"(?<=strava:)g?\d+|\b\d{9,}\b"),
    re.compile(r"\b(?:gAAAAA[\w=-]{20,}|[0-9a-fA-F]{32,})(?![\w-])"),
)
_ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


def set_up(settings: Settings, stream: TextIO | None = None) -> None:
    """Send the logs of this process to `stream` (standard error), and note the kind of the last error for `/health`."""
    out = logging.StreamHandler(stream or sys.stderr)
    out.setFormatter(Line() if out.stream.isatty() else JsonLine())
    root = logging.getLogger()
    root.handlers = [out, ErrorNote(settings)]
    root.setLevel(logging.WARNING)
    logging.getLogger("plimsoll").setLevel(logging.INFO)
    logging.captureWarnings(capture=True)
    sys.excepthook = _unexpected
    threading.excepthook = lambda told: _unexpected(told.exc_type, told.exc_value, told.exc_traceback)


def mask(text: str) -> str:
    """Return the text with everything hidden that looks like a token, a secret, a password in an address or a number of Strava."""
    for secret in _SECRETS:
        text = secret.sub(lambda found: f"{found[1] if found.re.groups else ''}{MASK}", text)
    return text


def trace(exc_info: _ExcInfo) -> str:
    """Return the kind of an exception and the places it came through, the innermost first; not its message."""
    kind, _, at = exc_info
    places = []
    while at is not None:
        path = Path(at.tb_frame.f_code.co_filename)
        name = path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) and ".venv" not in path.parts else path.name
        places.append(f"{name}:{at.tb_lineno}")
        at = at.tb_next
    return " < ".join([kind.__name__ if kind else "", *reversed(places)])


class Line(logging.Formatter):
    """A line for a person: what happened, and of which kind an error is."""

    def __init__(self) -> None:
        super().__init__("%(message)s")

    def formatException(self, ei: Any) -> str:  # noqa: N802 -- the standard library's name
        """Return kind and places."""
        return trace(ei)

    def format(self, record: logging.LogRecord) -> str:
        """Return the masked line."""
        return mask(super().format(record))


class JsonLine(JsonFormatter):
    """A line for a machine: time (UTC), level, logger, message, and `error` where there is one."""

    def __init__(self) -> None:
        names = {"asctime": "time", "levelname": "level", "name": "logger", "exc_info": "error"}
        super().__init__(["asctime", "levelname", "name", "message"], rename_fields=names, rename_fields_keep_missing=False)

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: ARG002, N802 -- the standard library's name
        """Return the moment in UTC."""
        return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")

    def formatException(self, ei: Any) -> str:  # noqa: N802 -- the standard library's name
        """Return kind and places."""
        return trace(ei)

    def format(self, record: logging.LogRecord) -> str:
        """Return the masked line."""
        return mask(super().format(record))


class ErrorNote(logging.Handler):
    """Keeps when the last error was and of which kind, for whoever watches this installation."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(logging.ERROR)
        self._settings = settings

    def emit(self, record: logging.LogRecord) -> None:
        """Note an error; a disk that refuses is no second error."""
        kind = record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else record.name
        note = {"at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="seconds"), "kind": kind}
        place = _note_file(self._settings)
        with suppress(OSError):
            place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            place.write_text(json.dumps(note), "utf-8")


def last_error(settings: Settings) -> dict[str, str] | None:
    """Return when the last error was logged and of which kind it was: `at`, `kind`; None when there was none."""
    try:
        note: dict[str, str] = json.loads(_note_file(settings).read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return note


def _note_file(settings: Settings) -> Path:
    return settings.home / "logs" / "last-error.json"


def _unexpected(kind: type[BaseException], error: BaseException | None, at: TracebackType | None) -> None:
    if not issubclass(kind, KeyboardInterrupt | SystemExit):
        logging.getLogger("plimsoll").critical("stopped by an error", exc_info=(kind, error or kind(), at))
