"""What `doctor` looks at. Each check returns findings; one that fails becomes a finding too. Nothing is created or changed."""

import os
import platform
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from commands import strava_checks
from commands.context import Context
from commands.finding import Finding
from warehouse.errors import PlimsollError
from warehouse.locks import FileLock
from warehouse.settings import Settings
from warehouse.wording import count

_LIBRARIES = ("plimsoll", "duckdb", "sqlalchemy", "dagster", "dash", "plotly", "gunicorn", "click", "rich", "pyarrow", "numpy")
_LEAST_FREE = 1 << 30


def examine(context: Context) -> list[Finding]:
    """Look at everything, in the order of usefulness."""
    return [finding for check in _CHECKS for finding in _guarded(check, context)]


def _guarded(check: Callable[[Context], Iterator[Finding]], context: Context) -> Iterator[Finding]:
    try:
        yield from check(context)
    except PlimsollError as error:
        yield Finding(check.__name__.strip("_"), "broken", error.message, error.next_step)
    except Exception as error:  # noqa: BLE001 -- whatever is broken, the other checks still run
        yield Finding(check.__name__.strip("_"), "broken", f"{type(error).__name__} while looking at it.", "Run `plimsoll --debug doctor`.")


def _settings(context: Context) -> Iterator[Finding]:
    settings = context.settings
    yield Finding("PLIMSOLL_HOME", "ok", str(settings.home))
    for name, url in {
        "PLIMSOLL_PUBLIC_URL": settings.public_url,
        "STRAVA_BASE_URL": settings.strava_base_url,
        "STRAVA_API_URL": settings.strava_api_url,
    }.items():
        good = not url or url.startswith(("https://", "http://"))
        yield (
            Finding(name, "ok", url or "not set.") if good else Finding(name, "broken", f"{url} is no address.", "Begin it with https://.")
        )
    secrets = {"PLIMSOLL_SECRET_KEY": settings.secret_key, "PEOPLE_URL": settings.people_url}
    yield from (Finding(name, "ok", "set." if value else "not set; the default is used.") for name, value in secrets.items())


def _versions(_context: Context) -> Iterator[Finding]:
    yield Finding("Python", "ok", platform.python_version())
    for name in _LIBRARIES:
        try:
            yield Finding(name, "ok", version(name))
        except PackageNotFoundError:
            yield Finding(name, "broken", "not installed.", "Run `make run` again; it installs what is missing.")


def _home(context: Context) -> Iterator[Finding]:
    home = context.settings.home
    place = home
    while not place.exists():
        place = place.parent
    if not os.access(place, os.W_OK | os.X_OK) or not place.is_dir():
        yield Finding(
            "home", "broken", f"{place} cannot be written to.", "Correct its permissions, or set PLIMSOLL_HOME to another folder."
        )
    elif place is not home:
        yield Finding("home", "note", "not created yet.", "The first `plimsoll import` or `plimsoll up` makes it.")
    else:
        shared = home.stat().st_mode & 0o077
        yield (
            Finding("home", "note", "others on this machine can read it.", f"Run chmod 700 {home}.")
            if shared
            else Finding("home", "ok", "private.")
        )
    free = shutil.disk_usage(place).free
    words = f"{free / (1 << 30):.1f} GB free."
    yield Finding("disk", "ok", words) if free >= _LEAST_FREE else Finding("disk", "broken", words, "Free at least 1 GB.")


def _people(context: Context) -> Iterator[Finding]:
    for settings in _homes(context):
        file = settings.home / "people.sqlite"
        if settings.people_url:
            count = len(context.real.everybody())
            yield Finding("people", "ok", f"readable, athletes: {count}.")
        elif file.exists():
            yield Finding(_name("people", context, settings), "ok", f"readable, athletes: {_count_athletes(file)}.")


def _count_athletes(file: Path) -> int:
    try:
        con = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
        try:
            con.execute("pragma quick_check").fetchall()
            return int(con.execute("select count(*) from athlete").fetchone()[0])
        finally:
            con.close()
    except sqlite3.Error as error:
        raise PlimsollError(
            f"{file} cannot be read ({error}).", "Restore it from a backup, or move it away to start with empty settings."
        ) from error


def _published(context: Context) -> Iterator[Finding]:
    from warehouse import db
    from warehouse.part import published

    for settings in _homes(context):
        about, current = _name("published data", context, settings), published(settings.published)
        if current is None:
            yield Finding(about, "note", "none yet.", "Run `plimsoll import PATH`, or `plimsoll build` after an import without a build.")
            continue
        try:
            con = db.open_reader(current)
            ((built,),) = db.rows(con, "select built_at from build")
            con.close()
        except Exception as error:
            raise PlimsollError(f"{current} cannot be read.", "Run `plimsoll build`; it makes it anew from what was imported.") from error
        hours = (context.now.replace(tzinfo=None) - built).total_seconds() / 3600
        yield Finding(about, "ok", f"{count(round(hours), 'hour')} old.")


def _locks(context: Context) -> Iterator[Finding]:
    locks = [FileLock(path) for path in sorted(context.settings.locks.glob("*.lock"))]
    held = [Finding(lock.path.name, "note", f"held by {lock.holder()}.") for lock in locks if lock.is_held()]
    yield from held or [Finding("locks", "ok", "none is held.")]


def _homes(context: Context) -> list[Settings]:
    return [context.settings, *([context.settings.demo] if context.settings.demo.home.exists() else [])]


def _name(what: str, context: Context, settings: Settings) -> str:
    return what if settings.home == context.settings.home else f"{what} (demo)"


_CHECKS = (_settings, *strava_checks.CHECKS, _home, _people, _published, _locks, _versions)
