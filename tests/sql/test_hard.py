"""Hard minutes and thresholds: as the oracle has them on every day of sampled seasons, and the laws they keep."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest

from tests.agreement import differences, end_of
from tests.homes import House
from tests.oracle import Activity, Athlete, judge
from tests.samples import samples
from tests.season import FIRST, season, to_landing_rows
from warehouse.settings import Settings

pytestmark = pytest.mark.slow

TOLD = (
    Athlete(),
    Athlete(threshold_hr=165),
    Athlete(hr_max=190.0, threshold_pace="5:00"),
    Athlete(threshold_hr=150, threshold_pace="4:32"),
)
DAYS = 160
LAST = DAYS - 1
CUT = 120


def test_every_day_of_sampled_seasons_is_as_the_oracle_has_it(tmp_path_factory: pytest.TempPathFactory) -> None:
    seasons = {f"sampled-{seed}": season(seed, DAYS, kind="sampled") for seed in range(8)}
    athletes = {name: TOLD[nth % len(TOLD)] for nth, name in enumerate(seasons)}
    now = end_of([act for activities in seasons.values() for act in activities], 3)
    assert not differences(Settings(home=tmp_path_factory.mktemp("hard") / "home"), seasons, athletes, now)
    for kind in TOLD:
        judged = [judge(seasons[name], now.date(), athlete).days.values() for name, athlete in athletes.items() if athlete == kind]
        found = [day.signals["hard_time_ramp"] for days in judged for day in days]
        assert {signal.points for signal in found if signal.computable} == {0, 1}, kind
        assert not all(signal.computable for signal in found)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    """Build seasons as they are, cut off, and with more hard running in their last week by a threshold of the runner's own."""
    made = House.open(Settings(home=tmp_path_factory.mktemp("laws") / "home"))
    for seed in range(4):
        runs = season(seed, DAYS, kind="sampled")
        mine = [replace(act, speeds=None) for act in runs]
        land(made, f"whole-{seed}", runs)
        land(made, f"cut-{seed}", [act for act in runs if act.local_date < FIRST + timedelta(days=CUT)])
        land(made, f"own-{seed}", mine, "160")
        land(made, f"harder-{seed}", [_harder(act) for act in mine], "160")
    made.build(end_of(runs, 40))
    return made


def land(house: House, name: str, runs: list[Activity], threshold: str = "") -> None:
    athlete = house.athlete(name, threshold_hr=threshold)
    house.land(athlete, "export", to_landing_rows(runs), samples({act.activity_id: (act.beats, act.speeds) for act in runs}), full=True)


def _harder(act: Activity) -> Activity:
    """Run what was below 160 beats in the season's last week at 160, where the run's heart rate is known."""
    if act.local_date <= FIRST + timedelta(days=LAST - 7) or not act.beats:
        return act
    easy = sum(seconds for bpm, seconds in act.beats.items() if bpm < 160)
    return replace(act, beats={**{bpm: seconds for bpm, seconds in act.beats.items() if bpm > 160}, 160: easy + act.beats.get(160, 0)})


def levels(house: House, kind: str) -> dict[tuple[str, date], int]:
    rows = house.ask(f"select * from signal where rule = 'hard_time_ramp' and athlete_id like '{kind}-%' and level is not null")
    return {(row["athlete_id"].partition("-")[2], row["local_date"]): row["level"] for row in rows}


def test_more_hard_minutes_in_the_last_week_never_lower_the_level_of_it(house: House) -> None:
    own, harder = levels(house, "own"), levels(house, "harder")
    days = [key for key in own if FIRST + timedelta(days=LAST - 7) < key[1] <= FIRST + timedelta(days=LAST)]
    assert all(harder[key] >= own[key] for key in days)
    assert sum(harder[key] for key in days) > sum(own[key] for key in days)


def test_yesterday_knows_nothing_of_tomorrow(house: House) -> None:
    for table, day in (("hard_window", "local_date"), ("hard_day", "local_date"), ("threshold", "first_day")):
        until = f"{day} < date '{FIRST + timedelta(days=CUT)}'"
        columns = "* exclude (athlete_id)" if table != "threshold" else "measure, source, first_day, value, confidence, counts"
        asked = f"select right(athlete_id, 1) as seed, {columns} from {table} where {until} and athlete_id like"
        whole, cut = (house.ask(f"{asked} '{kind}-%' order by all") for kind in ("whole", "cut"))
        assert whole == cut
        assert whole


def test_an_estimate_holds_from_a_monday_and_never_two_at_once(house: House) -> None:
    rows = house.ask("select * from threshold where source = 'estimated' order by athlete_id, measure, first_day")
    assert all(row["first_day"].weekday() == 0 and row["runs"] >= 6 for row in rows)
    for one, other in pairwise(rows):
        if (one["athlete_id"], one["measure"]) == (other["athlete_id"], other["measure"]):
            assert one["last_day"] < other["first_day"]
            assert (one["value"], one["confidence"]) != (other["value"], other["confidence"]) or other["first_day"] - one[
                "last_day"
            ] > timedelta(1)
