"""The library that reads Strava's answers is loaded late, and changes nothing of the process it is loaded into."""

import subprocess
import sys
from pathlib import Path

import pytest

LIBRARY = """
import logging, sys, warnings
from datetime import UTC, datetime
from pathlib import Path
from pipelines.strava.client import StravaClient
from pipelines.strava.oauth import OAuth
from tests.strava import FakeStrava, activity
from warehouse.people import People
from warehouse.settings import Settings

assert "stravalib" not in sys.modules, "it takes a second that most commands need not wait for"
before = (list(warnings.filters), warnings.showwarning)
now = lambda: datetime.now(UTC)
with FakeStrava() as strava:
    settings = strava.configure(Settings(home=Path(sys.argv[1])))
    people, oauth = People.open(settings), OAuth(settings, now)
    athlete = people.athletes.ensure("Ada", now=now()).athlete
    ada = strava.add_athlete(81, [activity(1, "2026-11-01T06:00:00Z")])
    people.connections.connect(athlete, oauth.exchange(strava.code(ada)), now())
    assert len(StravaClient(settings, people, athlete, now, oauth).activities(1).rows) == 1
assert "stravalib" in sys.modules
assert (list(warnings.filters), warnings.showwarning) == before, "it loosens the filters of all warnings"
assert logging.getLogger().handlers == [], "it logs by the root logger"
logging.captureWarnings(True)
assert warnings.showwarning is not before[1], "it captures warnings for good"
"""


@pytest.mark.slow
@pytest.mark.parametrize("credentials", [{}, {"STRAVA_CLIENT_ID": "1", "STRAVA_CLIENT_SECRET": "x"}], ids=["none", "in the environment"])
def test_the_library_leaves_the_process_as_it_was(tmp_path: Path, credentials: dict[str, str]) -> None:
    command = [sys.executable, "-W", "error", "-c", LIBRARY, str(tmp_path / "home")]
    environment = {"PATH": "/usr/bin", "PYTHONPATH": str(Path(__file__).parents[2]), **credentials}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
