"""What our processes log: lines for machines and people, without secrets and without what an exception says."""

import io
import json
import logging
import subprocess
import sys
import threading
import warnings
from collections.abc import Iterator

import pytest

from warehouse import logs
from warehouse.settings import Settings

log = logging.getLogger("plimsoll.test")


class Terminal(io.StringIO):
    """A stream that a person watches."""

    def isatty(self) -> bool:
        """Return yes."""
        return True


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    """Give the test runner its own logging back."""
    root = logging.getLogger()
    before, level, hooks = root.handlers, root.level, (sys.excepthook, threading.excepthook)
    shown = warnings.showwarning
    yield
    logging.captureWarnings(capture=False)
    root.handlers, (sys.excepthook, threading.excepthook) = before, hooks
    root.setLevel(level)
    warnings.showwarning = shown


@pytest.fixture
def stream(settings: Settings) -> io.StringIO:
    stream = io.StringIO()
    logs.set_up(settings, stream)
    return stream


def fail() -> None:
    raise LookupError("no athlete Bob Marlowe")


def test_a_line_for_machines_has_time_level_logger_message_and_more(stream: io.StringIO) -> None:
    log.info("job %s done", "ab12", extra={"seconds": 3})
    told = json.loads(stream.getvalue())
    assert told.pop("time").endswith("+00:00")
    assert told == {"level": "INFO", "logger": "plimsoll.test", "message": "job ab12 done", "seconds": 3}


def test_a_person_reads_plain_lines(settings: Settings) -> None:
    stream = Terminal()
    logs.set_up(settings, stream)
    log.warning("the worker ended with %s", 3)
    assert stream.getvalue() == "the worker ended with 3\n"


def test_an_exception_is_its_kind_and_place_not_its_words(stream: io.StringIO, settings: Settings) -> None:
    try:
        fail()
    except LookupError:
        log.exception("job failed")
    told = json.loads(stream.getvalue())
    assert told["error"].startswith("LookupError < tests/unit/test_logs.py:")
    assert "Bob" not in stream.getvalue()
    note = logs.last_error(settings)
    assert note is not None
    assert note["kind"] == "LookupError"
    assert note["at"][:4].isdigit()


def test_without_an_error_there_is_no_note(stream: io.StringIO, settings: Settings) -> None:
    log.warning("nothing serious")
    assert stream.getvalue()
    assert logs.last_error(settings) is None


@pytest.mark.parametrize(
    "words",
    [
        "Authorization: Bearer s3cr3t.t0ken",
        "POST /oauth/token refresh_token=s3cr3t&grant_type=x",
        '{"access_token": "s3cr3t"}',
        "{'client_secret': 's3cr3t'}",
        "GET /auth/strava/callback?state=s3cr3t&code=s3cr3t&scope=read",
        "postgresql://ann:s3cr3t@db.example/people",
        f"the key gAAAAA{'s3cr3t_' * 5}==",
        f"answered {'0123456789abcdef' * 2}deadbeef",
        "Exception on /runs/strava:33333 [GET]",
        "activity 12333334567 is gone",
    ],
)
def test_whatever_looks_like_a_secret_is_hidden(stream: io.StringIO, words: str) -> None:
    log.warning(words)
    said = json.loads(stream.getvalue())["message"]
    assert logs.MASK in said
    assert "s3cr3t" not in said
    assert "deadbeef" not in said
    assert "33333" not in said


@pytest.mark.parametrize(
    "words", ["run 2d9b6a9a-69a4-4ead-97ce-1ba56dc8823d", "job 0123456789abcdef", "stopped with code 3", "status code: 429", "state: done"]
)
def test_what_helps_to_find_a_fault_stays(stream: io.StringIO, words: str) -> None:
    log.warning(words)
    assert json.loads(stream.getvalue())["message"] == words


def test_what_nobody_caught_is_one_line_without_its_words(settings: Settings) -> None:
    script = (
        "import sys; from pathlib import Path; from warehouse import logs; from warehouse.settings import Settings\n"
        "logs.set_up(Settings(home=Path(sys.argv[1])))\n"
        "raise ValueError('Bob Marlowe')"
    )
    done = subprocess.run([sys.executable, "-c", script, str(settings.home)], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert json.loads(done.stderr)["error"].startswith("ValueError < ")
    assert "Bob" not in done.stderr
    assert logs.last_error(settings) is not None
