"""How commands speak: answers on stdout, everything else on stderr, a progress bar where somebody is watching."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import click

UNKNOWN = "–"  # noqa: RUF001 -- a dash in an empty place

_PIPED_WIDTH = 160

Progress = Callable[[int, int, str], None]


def answer(document: object) -> None:
    """Print a JSON document on stdout."""
    click.echo(json.dumps(document, indent=2, ensure_ascii=False))


def either(value: object) -> str:
    """Return a value as text, a dash for the unknown."""
    return UNKNOWN if value is None else str(value)


def show(*parts: Any) -> None:
    """Print text or rich tables on stdout; wide when nobody's window limits it."""
    if all(isinstance(part, str) for part in parts):
        for part in parts:
            click.echo(part)
        return
    from rich.console import Console

    console = Console(highlight=False, markup=False, width=None if sys.stdout.isatty() else _PIPED_WIDTH)
    for part in parts:
        console.print(part)


def say(sentence: str) -> None:
    """Print a remark on stderr."""
    click.echo(sentence, err=True)


def say_waiting(holder: str) -> None:
    """Say that another process has the lock and who it is."""
    say(f"Waiting for another Plimsoll process to finish ({holder}) …")


def tell(message: str, next_step: str = "") -> None:
    """Print what went wrong and what to do, on stderr."""
    say(f"{message} {next_step}".strip())


@contextmanager
def progress_bar(doing: str) -> Iterator[Progress]:
    """Show how far long work is, on stderr; silent unless it is a terminal."""
    if not sys.stderr.isatty():
        yield lambda _done, _total, _what: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TextColumn("{task.fields[what]}"))
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(doing, total=None, what="")
        yield lambda done, total, what: bar.update(task, completed=done, total=total, what=what[:40])


def local_timezone() -> str:
    """Return this machine's IANA time zone, UTC when it cannot tell."""
    from tzlocal import get_localzone_name

    try:
        return get_localzone_name() or "UTC"
    except (OSError, LookupError, ValueError):
        return "UTC"
