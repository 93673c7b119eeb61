"""A home with imported runs, and a way to run commands in it."""

import json
import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import plimsoll
from commands.context import Context

Run = Callable[..., Result]


BEGAN = datetime.now(UTC)
MIDNIGHT = BEGAN.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
TICKS = count()


def one_day() -> datetime:
    """Read the clock, which only ticks once the day that the tests began on is over: a run past midnight would see two days."""
    return min(datetime.now(UTC), MIDNIGHT - timedelta(minutes=1) + timedelta(milliseconds=next(TICKS)))


def today() -> date:
    """Return the day the commands see; the test athletes live in UTC."""
    return BEGAN.date()


def alone(patch: pytest.MonkeyPatch, folder: Path) -> None:
    """Work in a folder without a .env and without settings in the environment."""
    patch.chdir(folder)
    for name in ("PEOPLE_URL", "STRAVA_CLIENT_ID", "STRAVA_CLIENT_SECRET", "PLIMSOLL_PUBLIC_URL", "STRAVA_BASE_URL"):
        patch.delenv(name, raising=False)


def write_log(path: Path, *, athlete: str = "") -> Path:
    """Write ten weeks of runs that end with a jump, two days ago."""
    days = [(today() - timedelta(days=2 + 7 * week), 10.0 if week else 15.0) for week in range(10)]
    rows = [f"{day},Run,{km},{km * 6},4,Blue,{athlete}" for day, km in days]
    path.write_text(
        "\n".join(["date,sport,distance_km,minutes,rpe,shoe,athlete" if athlete else "date,sport,distance_km,minutes,rpe,shoe,name", *rows])
    )
    return path


class Cli:
    """Runs commands in this process on one home, by a clock that stays within a day."""

    def __init__(self, home: Path, clock: Callable[[], datetime] = one_day) -> None:
        self.home, self.clock = home, clock

    def __call__(self, *arguments: object, code: int = 0, answer: str = "") -> Result:
        """Run a command, answer its questions, and expect its exit code."""
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Context, "now", self.clock())
            result = CliRunner().invoke(plimsoll.main, [str(one) for one in arguments], input=answer, env={"PLIMSOLL_HOME": str(self.home)})
        assert result.exit_code == code, (result.stdout, result.stderr, result.exception)
        return result

    def json(self, *arguments: object) -> Any:
        """Run a command with --json and return its answer; nothing else may be on stdout."""
        return json.loads(self(*arguments, "--json").stdout)

    def copy(self, to: Path) -> "Cli":
        """Return the same home elsewhere, free to be changed."""
        shutil.copytree(self.home, to)
        return Cli(to)
