"""A suggested week: the runner's own pattern, and no load check of its own over the line, whoever runs and whatever came before."""

from datetime import date, timedelta
from itertools import pairwise

import pytest

from tests.homes import House
from tests.season import FIRST, season, to_landing_rows
from tests.unit.test_reader import at
from tests.web import seasons
from tests.web.seasons import TODAY
from warehouse.check_in import CheckIn
from warehouse.model import AthleteId, Level
from warehouse.pattern import Outing, pattern
from warehouse.planning import days_ahead
from warehouse.reader import Marts
from warehouse.settings import Settings
from warehouse.suggesting import suggest
from warehouse.suggestion import Suggestion
from warehouse.week import LOAD_CHECKS
from warehouse.whatif import PlannedRun, imagine
from warehouse.wording import KM_PER_MILE

MONDAY = date(2026, 3, 2)
LAST = FIRST + timedelta(days=199)
KINDS = ("doubles", "gaps", "boundaries", "nasty")
Runner = tuple[House, dict[str, AthleteId]]


def week_of(*km: float) -> list[Outing]:
    """Return eight weeks of the same distances, from Monday on, none on days of 0 km."""
    days = [(MONDAY + timedelta(days=day - 56), km[day % 7]) for day in range(56)]
    return [Outing(day, far, far, 6 * far) for day, far in days if far]


def test_the_pattern_is_the_weekdays_run_most_often_and_how_far() -> None:
    usual = pattern(week_of(0, 8, 0, 6, 0, 0, 14), MONDAY)
    assert usual is not None
    assert (usual.km, usual.minutes, usual.week_km) == ({1: 8, 3: 6, 6: 14}, {1: 48, 3: 36, 6: 84}, 28)
    assert pattern([], MONDAY) is None


def test_of_days_run_equally_often_those_apart_are_usual() -> None:
    every_other = [Outing(MONDAY - timedelta(days=n), 9.0, 9.0, 54.0) for n in range(56, 0, -2)]
    usual = pattern(every_other, MONDAY)
    assert usual is not None
    days = [*usual.km, min(usual.km) + 7]
    assert sorted(after - before for before, after in pairwise(days)) == [2, 2, 3]


def test_in_and_right_after_a_break_the_weeks_before_it_count() -> None:
    before = week_of(0, 8, 0, 6, 0, 0, 14)
    for later, back in ((20, None), (24, MONDAY + timedelta(days=20))):
        done = [*before, Outing(back, 3.0, 3.0, 20.0)] if back else before
        usual = pattern(done, MONDAY + timedelta(days=later))
        assert usual is not None
        assert (usual.week_km, usual.back) == (28, back)


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Runner:
    """Build runners in every state, and seasons with every nastiness."""
    house = House.open(Settings(home=tmp_path_factory.mktemp("suggesting") / "home"))
    states = {
        "Anna": seasons.steady,
        "Spike": seasons.spike,
        "Emil": seasons.beginner,
        "Olga": seasons.gone,
        "Pat": lambda: seasons.gone(17),
    }
    known = {name: seasons.land(house.settings, house.people, name, made()) for name, made in states.items()}
    seasons.build(house.settings, house.people)
    return house, known


def ask(town: Runner, name: str, *said: CheckIn, units: str = "km") -> Suggestion:
    house, known = town
    athlete = known[name]
    return suggest(house.settings, athlete, Marts(house.settings).outings(athlete, TODAY), said, TODAY, "mi" if units == "mi" else "km")


@pytest.mark.slow
def test_a_steady_runner_gets_the_usual_days_that_are_left(town: Runner) -> None:
    found = ask(town, "Anna")
    assert (found.kind, {day.level for day in found.days}) == ("usual", {Level.NO_FLAG})
    assert [one.day.weekday() for one in found.sessions if one.km] == [1, 3, 5]
    assert found.explanation.startswith(f"Your usual three days, {found.km:.1f} km, longest 11.7 km. That is a little more than ")
    assert found.explanation.endswith("No load check that can run goes over its line.")
    in_miles = ask(town, "Anna", units="mi")
    assert all(round(10 * one.km / KM_PER_MILE, 9) % 1 == 0 for one in in_miles.sessions)
    assert in_miles.km <= found.km + 0.3


@pytest.mark.slow
def test_amber_is_shorter_and_red_is_no_running_but_the_same_minutes(town: Runner) -> None:
    amber = ask(town, "Anna", CheckIn(TODAY, 4))
    assert (amber.kind, amber.km < 0.7 * ask(town, "Anna").km) == ("amber", True)
    assert "easy and flat" in amber.explanation
    warned = ask(town, "Anna", CheckIn(TODAY, 8, red_flags=("locked_knee",)))
    assert (warned.kind, {(one.km, one.minutes) for one in warned.sessions}) == ("warning", {(0, 0)})
    red = ask(town, "Anna", CheckIn(TODAY, 8))
    assert (red.kind, red.km) == ("stop", 0)
    assert [(one.day.weekday(), one.minutes) for one in red.sessions if one.minutes] == [(6, 40), (1, 65), (3, 50), (5, 50)]


@pytest.mark.slow
def test_a_beginner_a_returner_and_one_on_the_way_back(town: Runner) -> None:
    beginner, returner, away = (ask(town, name) for name in ("Emil", "Pat", "Olga"))
    assert [one.km for one in beginner.sessions] == [0, 4.2, 0, 4.2, 0, 4.2, 0]
    assert (returner.kind, 5 < returner.km <= 0.5 * 35) == ("break", True)
    assert (away.kind, away.km) == ("return", 0)


@pytest.mark.slow
def test_a_jump_before_keeps_every_run_at_its_ceiling(town: Runner) -> None:
    found = ask(town, "Spike")
    assert found.km > 0
    assert "That is less than" in found.explanation
    assert "What is over its line already stays so" in found.explanation
    assert all(day.ceiling_km is not None and day.km <= day.ceiling_km for day in found.days)


@pytest.mark.slow
def test_a_suggested_week_never_gets_a_load_alert_of_its_own(settings: Settings) -> None:
    house = House.open(settings)
    for seed, name in enumerate(KINDS):
        house.land(house.athlete(name), "export", to_landing_rows(season(seed, 200, kind=name)), full=True)
    house.build(at(LAST))
    ran = 0
    for name in KINDS:
        found = suggest(house.settings, AthleteId(name), Marts(house.settings).outings(AthleteId(name), LAST), (), LAST)
        runs = [PlannedRun(one.day, one.km) for one in found.sessions if one.km]
        planned, idle = imagine(house.settings, AthleteId(name), [runs, ()], days_ahead(LAST)[-1])
        for week, rest in zip(planned, idle, strict=True):
            flagged = {check.rule for check in week.checks if check.level and check.rule in LOAD_CHECKS}
            assert flagged <= {check.rule for check in rest.checks if check.level}, (name, week.as_of)
        assert all(day.ceiling_km is None or day.km <= day.ceiling_km + 1e-9 for day in found.days), name
        ran += len(runs)
    assert ran > len(KINDS)
