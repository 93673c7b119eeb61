"""A sync that is killed, whenever: what it landed stays, the next one goes on, and in the end all is as if nothing had happened."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from pipelines.resources import Installation
from pipelines.upkeep import bring_in
from tests.homes import House
from tests.pipelines.crashing import FORK, TIMEOUT_S, start, steps
from tests.pipelines.syncing import ANN, LIST, START, Runner, history
from tests.strava import FakeStrava, activity, shoe
from warehouse.settings import Settings

MANY = (10**6, 10**6)
APART = 10
"""Minutes from one life to the next: by then the lease of the dead has run out."""


def sync_and_build(settings: Settings, ahead: int, full: bool = False) -> None:
    """Do what `plimsoll sync` does, this many minutes from the start of the tests' time."""
    began = datetime.now(UTC)
    installation = Installation(settings, lambda: START + timedelta(minutes=ahead) + (datetime.now(UTC) - began))
    bring_in(installation, [ANN], full=full)


def made(settings: Settings, strava: FakeStrava, strava_id: int = 11) -> Runner:
    strava.page_size = 10
    strava.rates.limit = strava.rates.read_limit = MANY
    return Runner(settings, strava, strava.add_athlete(strava_id, history(60, gear="g1"), [shoe("g1"), shoe("g2")]))


def lived(runner: Runner, ahead: int, **how: int) -> None:
    """Let one process live until it ends or is killed."""
    runner.clock.time = START + timedelta(minutes=ahead)
    process = start(sync_and_build, runner.settings, ahead, **how)
    process.join(TIMEOUT_S)
    assert process.exitcode == (-9 if how else 0)


def test_a_killed_listing_goes_on_at_its_next_page(settings: Settings, strava: FakeStrava) -> None:
    runner = made(settings, strava)
    strava.fail(LIST, "503", 99, after=3)
    assert not runner.sync().complete
    strava.heal()
    before = len(strava.requests)
    lived(runner, APART)
    assert runner.asked(before) == [*(f"{LIST} {page}" for page in range(4, 8)), "/gear/g1", "/gear/g2"]
    assert runner.published() == runner.truth()


@pytest.mark.slow
def test_killed_syncs_end_where_an_unharmed_one_does(settings: Settings, strava: FakeStrava, tmp_path: Path) -> None:
    """Twelve lives, each killed before a random one of the things it does to its home, while the runner's history changes."""
    runner = made(settings, strava)
    spare = made(Settings(home=tmp_path / "spare"), strava, 12)
    total = steps(sync_and_build, spare.settings, 0)
    strava.now = runner.clock
    rng = Random(7)  # noqa: S311 -- reproducible moments, no secret
    deaths = 0
    for life in range(1, 13):
        _change(runner, rng, life)
        runner.clock.time = START + timedelta(minutes=APART * life)
        process = start(sync_and_build, runner.settings, APART * life, life % 3 == 0, die_at=rng.randint(1, total // 2))
        process.join(TIMEOUT_S)
        assert process.exitcode in {0, -9}
        deaths += process.exitcode == -9
    assert deaths > 6
    runner.clock.time = START + timedelta(minutes=APART * 16)
    steps(sync_and_build, runner.settings, APART * 16, True)
    assert runner.published() == runner.truth()
    assert runner.landed() == runner.truth()
    clean = made(Settings(home=tmp_path / "clean"), strava, 13)
    clean.fake.activities, clean.fake.shoes = runner.fake.activities, runner.fake.shoes
    clean.clock.time = START + timedelta(minutes=APART * 17)
    clean.bring_in()
    assert House.open(runner.settings).tables()["activity"] == clean.house.tables()["activity"]
    assert not list(runner.settings.landing.glob("*/*/.*"))


def _change(runner: Runner, rng: Random, life: int) -> None:
    rows = runner.fake.activities
    rows.append(activity(1000 + life, START - timedelta(hours=20 - life), 5 + life / 10, name=f"Life {life}"))
    rng.choice(rows)["name"] = f"Renamed in life {life}"
    del rows[rng.randrange(len(rows))]


def test_two_processes_at_once_ask_for_nothing_twice(settings: Settings, strava: FakeStrava) -> None:
    runner = made(settings, strava)
    before = len(strava.requests)
    pair = [FORK.Process(target=sync_and_build, args=(runner.settings, 0)) for _ in range(2)]
    for process in pair:
        process.start()
    for process in pair:
        process.join(TIMEOUT_S)
        assert process.exitcode == 0
    runner.clock.time = START + timedelta(minutes=1)
    runner.bring_in()
    pages = [path for path in runner.asked(before) if path.startswith(LIST)]
    assert sorted({*pages}) == sorted(f"{LIST} {page}" for page in range(1, 8))
    assert all(pages.count(f"{LIST} {page}") == 1 for page in range(2, 8))
    assert runner.published() == runner.truth()
