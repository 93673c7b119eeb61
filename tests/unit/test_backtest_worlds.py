"""Made-up worlds judged by the product's own models: their law and the product mean the same, and what was put in comes out."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from pipelines.backtest.judging import Injury, Run, judged
from pipelines.backtest.population import REFERENCE, of_home
from pipelines.backtest.sessions import read_sessions
from pipelines.backtest.simulator import simulate
from pipelines.backtest.trial import AFTER, BEFORE, LAW, Trial, try_world
from pipelines.backtest.world import KNOWN, NULL, STUDY_INJURED, World
from tests.bench.bench_population import measure
from tests.homes import House, run
from warehouse import db
from warehouse.settings import Settings

FIRST = date(2026, 1, 5)


@pytest.fixture(scope="module")
def trial() -> Trial:
    """Try a small known world with many injuries."""
    return try_world(replace(KNOWN, hazard=0.01), 100, 200, seed=3)


@pytest.mark.slow
def test_a_seed_gives_the_same_season_and_another_seed_another() -> None:
    first, again, other = (simulate(KNOWN, 30, 120, seed) for seed in (1, 1, 2))
    assert np.array_equal(first.run_km, again.run_km)
    assert np.array_equal(first.injury_day, again.injury_day)
    assert not np.array_equal(first.run_km, other.run_km)


@pytest.mark.slow
def test_the_known_world_has_about_as_many_injured_as_the_study() -> None:
    assert simulate(KNOWN, 2000, 548, 1).injured_share == pytest.approx(STUDY_INJURED, abs=0.04)


@pytest.mark.slow
def test_who_is_injured_rests_and_comes_back_with_less() -> None:
    season = simulate(World("all", (1, 1, 1), 1, 0, 0.02), 200, 200, 1)
    for runner, day in list(zip(season.injury_runner.tolist(), season.injury_day.tolist(), strict=True))[:50]:
        after = season.run_day[(season.run_runner == runner) & (season.run_day > day)]
        assert not len(after) or after[0] - day > 7


@pytest.mark.slow
def test_the_worlds_law_and_the_product_mean_the_same_bands() -> None:
    """Where only runs above 1.10 times can injure, every injured run that the product could judge is above 1.10 times."""
    found = try_world(World("spikes only", (1e6, 1e6, 1e6), 1, 0, 1e-6), 40, 150, seed=1).recovered
    injured, runs = sum(one.injuries for one in found.bands), sum(one.runs for one in found.bands)
    unjudged = found.spread.injuries - injured
    assert injured > 20
    assert injured / runs == pytest.approx(1 - np.exp(-1), abs=0.15)
    assert unjudged < injured


def runs_of(name: str, *kilometres: float) -> list[Run]:
    """Return a run every other day."""
    days = [FIRST + timedelta(days=2 * n) for n in range(len(kilometres))]
    return [
        Run(name, f"{name}-{n}", day, None, 1000 * km, 360 * km, None) for n, (day, km) in enumerate(zip(days, kilometres, strict=True))
    ]


@pytest.mark.slow
def test_bands_scores_and_injuries_are_read_as_they_were() -> None:
    kilometres = [10.0] * 16 + [11.0, 11.0, 14.3, 10.0, 29.0, 10.0]
    hurt = Injury("ann", FIRST + timedelta(days=36))
    told = [Injury("ann", hurt.day + timedelta(days=1))]
    with judged([*runs_of("ann", *kilometres), *runs_of("bob", *[5.0] * 22)], told, FIRST + timedelta(days=60)) as con:
        db.rows(con, "create table injury (athlete_id varchar, local_date date)")
        db.insert(con, "injury", [hurt])
        read = read_sessions(con, 2)
    ann = [column[read.runner == 0].tolist() for column in (read.band, read.earlier, read.score, read.evening_score, read.injured)]
    bands, earlier, score, evening, injured = ann
    assert bands == [4] * 11 + [0] * 7 + [1, 0, 3, 0], "11.0 after 10.0 is in the first band, 14.3 after 11.0 exactly 1.3"
    assert injured == [0] * 18 + [1] + [0] * 3
    assert earlier == [0] * 19 + [1] * 3, "told of on the day after"
    assert score[18:] == [1, 2, 4, 4], "29 km are a spike of two points and a two-week ramp; the injury adds one"
    assert evening[18:] == [0, 2, 2, 4], "the evening before knows nothing of the run; from the day after the injury adds a point"
    assert evening[0] == -1
    assert not read.injured[read.runner == 1].any()


@pytest.mark.slow
def test_a_trial_counts_each_run_and_injury_once(trial: Trial) -> None:
    assert trial.injuries > 100
    assert trial.recovered.spread.injuries == trial.injuries == trial.lead.injuries
    assert trial.recovered.spread.runs == trial.runs == sum(one.days for one in trial.followed.values())
    assert trial.lead.flagged_before <= trial.lead.flagged <= trial.injuries
    assert [one.name for one in trial.discrimination] == [AFTER, BEFORE, LAW]
    assert all(one.pooled.low <= one.pooled.value <= one.pooled.high for one in trial.discrimination)


@pytest.mark.slow
def test_a_trial_keeps_the_budget(trial: Trial) -> None:
    people = trial.population
    assert sum(people.share_by_level.values()) == pytest.approx(1)
    assert 0 < people.pushed_a_month < sum(people.alerts_a_month.values())
    assert people.most_pushed_in_31_days == 2


@pytest.mark.slow
def test_the_same_trial_comes_out_the_same() -> None:
    assert try_world(KNOWN, 20, 120, 5) == try_world(KNOWN, 20, 120, 5)


@pytest.mark.slow
def test_the_known_links_are_recovered() -> None:
    """One of twenty intervals misses, so a seed is chosen; how often they hold is tested with the estimators."""
    found = try_world(replace(KNOWN, hazard=0.006), 500, 548, seed=4).recovered
    assert [one.name for one in found.all if not one.recovered] == []
    assert found.bands[0].low > 1, "a link that is there is seen"
    assert found.earlier_injury.low > 1


@pytest.mark.slow
def test_in_the_null_world_no_score_tells_anything() -> None:
    found = try_world(NULL, 600, 548, seed=4)
    assert [one.name for one in (*found.recovered.bands, found.recovered.earlier_injury) if not one.recovered] == []
    assert [one.name for one in found.discrimination] == [AFTER, BEFORE]
    for one in found.discrimination:
        assert one.pooled.value == pytest.approx(0.5, abs=0.02)
        assert one.within.value == pytest.approx(0.5, abs=0.02)
        assert not one.warning


@pytest.mark.slow
def test_a_home_is_counted_from_its_published_tables(settings: Settings) -> None:
    assert of_home(settings) is None
    house = House.open(settings)
    days = [(date(2026, 4, 1) + timedelta(days=2 * n), 10.0) for n in range(20)] + [(date(2026, 5, 11), 25.0)]
    house.land(
        house.athlete("Ada"), "export", [run(f"strava:{n}", f"{day} 06:00:00", km, 6 * km) for n, (day, km) in enumerate(days)], full=True
    )
    house.build()
    found = of_home(settings)
    house.people.close()
    assert found is not None
    assert found.athletes == 1
    assert found.days == 70, "from the first run to 29 days after the last"
    assert found.share_by_level["elevated"] == pytest.approx(7 / 70, abs=0.08)
    assert found.alerts_a_month["longest_run_spike"] == pytest.approx(365.25 / 12 / 70)
    assert found.pushed_a_month > 0


@pytest.mark.slow
@pytest.mark.data
def test_real_runners_are_told_what_the_report_says_of_them(shared: Path) -> None:
    found = measure(shared)
    assert (found.athletes, found.days, found.most_pushed_in_31_days) == (
        REFERENCE.athletes,
        REFERENCE.days,
        REFERENCE.most_pushed_in_31_days,
    )
    assert found.share_by_level == pytest.approx(REFERENCE.share_by_level, abs=0.0006)
    assert found.alerts_a_month == pytest.approx(REFERENCE.alerts_a_month, abs=0.006)
    assert (found.rises_a_month, found.pushed_a_month) == pytest.approx((REFERENCE.rises_a_month, REFERENCE.pushed_a_month), abs=0.006)
