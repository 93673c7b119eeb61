"""A plan judged day by day: the ceiling a day begins with, the level it would end with, pain that was told of, and the command."""

from datetime import timedelta
from pathlib import Path

import pytest

from tests.unit.cli import Cli, today
from tests.web import seasons
from tests.web.seasons import TODAY
from warehouse.check_in import CheckIn
from warehouse.model import AthleteId, Level
from warehouse.people import People
from warehouse.planning import PlanError, days_ahead, judge
from warehouse.settings import Settings
from warehouse.whatif import PlannedRun

Runner = tuple[Settings, AthleteId]
LONG_DAY = TODAY + timedelta(days=2)


@pytest.fixture(scope="module")
def runner(tmp_path_factory: pytest.TempPathFactory) -> Runner:
    """Build the home of a steady runner."""
    settings = Settings(home=tmp_path_factory.mktemp("planning") / "home")
    people = People.open(settings)
    athlete = seasons.land(settings, people, "Anna", seasons.steady())
    seasons.build(settings, people)
    people.close()
    return settings, athlete


@pytest.mark.slow
def test_a_run_below_its_ceiling_stays_unflagged_and_one_above_does_not(runner: Runner) -> None:
    days = judge(*runner, [PlannedRun(LONG_DAY, 16.5)], (), TODAY)
    assert [one.day for one in days] == list(days_ahead(TODAY))
    calm, flagged = days[1], days[2]
    assert (calm.level, calm.km) == (Level.NO_FLAG, 0.0)
    assert flagged.level in {Level.WATCH, Level.ELEVATED, Level.HIGH}
    assert flagged.ceiling_km is not None
    assert flagged.ceiling_km < flagged.km
    within = judge(*runner, [PlannedRun(LONG_DAY, int(flagged.ceiling_km * 10) / 10)], (), TODAY)
    assert {one.level for one in within} == {Level.NO_FLAG}


@pytest.mark.slow
def test_pain_told_of_counts_for_the_plan(runner: Runner) -> None:
    days = judge(*runner, [PlannedRun(LONG_DAY, 5.0)], (CheckIn(TODAY, 8),), TODAY)
    assert {(one.level, one.ceiling_km) for one in days} == {(Level.STOP, None)}


@pytest.mark.parametrize(("ahead", "km"), [(-1, 5.0), (7, 5.0), (1, -1.0), (1, 301.0), (1, float("nan"))])
def test_what_is_no_plan_is_refused(settings: Settings, ahead: int, km: float) -> None:
    with pytest.raises(PlanError, match="cannot be planned"):
        judge(settings, AthleteId("anna"), [PlannedRun(TODAY + timedelta(days=ahead), km)], (), TODAY)


@pytest.mark.slow
def test_the_command_judges_by_date_or_weekday(imported: Cli) -> None:
    day = today() + timedelta(days=3)
    told = imported.json("plan", "--run", f"{day}=40")
    assert list(told) == ["athlete", "athlete_name", "days"]
    assert list(told["days"][3]) == ["day", "km", "ceiling_km", "level", "reason"]
    assert (told["days"][3]["day"], told["days"][3]["ceiling_km"]) == (str(day), 10.0)
    assert "your run of 40.0 km" in told["days"][3]["reason"]
    assert imported.json("plan", "--run", f"{day:%a}=40") == told
    assert "40.0 km planned, ceiling 10.0 km." in imported("plan", "--run", f"{day:%A}=40").stdout


@pytest.mark.parametrize(("word", "code"), [("someday=5", 2), ("wed", 2), ("2001-01-01=5", 1)])
def test_the_command_refuses_what_is_no_plan(imported: Cli, word: str, code: int) -> None:
    imported("plan", "--run", word, code=code)


def test_a_home_without_anybody_has_nothing_to_plan(tmp_path: Path) -> None:
    Cli(tmp_path / "home")("plan", code=1)
