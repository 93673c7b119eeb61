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
    assert list(told) == ["athlete", "athlete_name", "days", "suggestion", "return", "race"]
    assert (told["suggestion"], told["return"], told["race"]) == (None, None, None)
    assert list(told["days"][3]) == ["day", "km", "ceiling_km", "level", "reason"]
    assert (told["days"][3]["day"], told["days"][3]["ceiling_km"]) == (str(day), 10.0)
    assert "your run of 40.0 km" in told["days"][3]["reason"]
    assert imported.json("plan", "--run", f"{day:%a}=40") == told
    said = imported("plan", "--run", f"{day:%A}=40").stdout
    assert "40.0 km planned, ceiling 10.0 km." in said
    assert said.count("no run planned, ceiling") == 6


@pytest.mark.slow
def test_the_command_suggests_a_week_and_builds_up_to_a_race(imported: Cli, own: Cli) -> None:
    day = today() + timedelta(days=70)
    told = imported.json("plan", "--suggest", "--race", f"{day}=22")
    week, race = told["suggestion"], told["race"]
    assert [one["km"] for one in week["sessions"]] == [one["km"] for one in told["days"]]
    assert (week["kind"], race["race_day"], race["race_km"]) == ("usual", str(day), 22.0)
    assert {one["step"] for one in race["weeks"]} >= {"longer", "taper"}
    text = imported("plan", "--suggest", "--race", f"{day}=22").stdout
    assert week["explanation"] in text
    assert f"Up to your race of 22.0 km on {day}: {race['verdict']}" in text
    own("mark", "add", "race", "--from", day, "--note", "22 km in the woods")
    assert own.json("plan")["race"] == race


@pytest.mark.slow
def test_the_command_tells_the_way_back(own: Cli) -> None:
    own("checkin", "--pain", "7", "--date", today() - timedelta(days=1))
    assert own.json("plan")["return"]["waiting"] is True
    own("checkin", "--pain", "0")
    told = own.json("plan", "--suggest")
    assert (told["return"]["cause"], told["return"]["stage"], told["suggestion"]["kind"]) == ("pain", 0, "return")
    assert [one["run_minutes"] for one in told["return"]["sessions"]] == [0, 6, 12, 18, 24, 30]
    text = own("plan").stdout
    assert "Your way back to running, stage 1 of 6: walk 30 min." in text
    assert "Run 1 min, walk 4 min, 6 times, about" in text


def test_the_command_wants_runs_or_a_suggestion_and_a_race_with_a_date(imported: Cli) -> None:
    imported("plan", "--suggest", "--run", "wed=5", code=2)
    imported("plan", "--race", "spring=21", code=2)
    imported("plan", "--race", "2001-01-01=21", code=1)


@pytest.mark.parametrize(("word", "code"), [("someday=5", 2), ("wed", 2), ("2001-01-01=5", 1)])
def test_the_command_refuses_what_is_no_plan(imported: Cli, word: str, code: int) -> None:
    imported("plan", "--run", word, code=code)


def test_a_home_without_anybody_has_nothing_to_plan(tmp_path: Path) -> None:
    Cli(tmp_path / "home")("plan", code=1)
