"""Each demo athlete shows its story under the rules in force, day after day; a demo is whole or absent."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import duckdb
import pytest

from pipelines.demo import build_demo, remove_demo
from pipelines.stories import STORIES
from warehouse.model import AthleteId, Level, Week
from warehouse.part import published
from warehouse.reader import Marts
from warehouse.settings import Settings

NOW = datetime(2026, 3, 2, 22, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    settings = Settings(home=tmp_path_factory.mktemp("home"))
    build_demo(settings, NOW)
    return settings


def week(settings: Settings, athlete: str) -> Week:
    return Marts(settings).week(AthleteId(athlete))


def points(shown: Week) -> dict[str, int | None]:
    return {check.rule: check.level for check in shown.checks}


def asked(settings: Settings, query: str) -> list[tuple[object, ...]]:
    file = published(settings.demo.published)
    assert file is not None
    with duckdb.connect(str(file), read_only=True) as con:
        return con.execute(query).fetchall()


def test_all_are_there_and_nobody_else(demo: Settings) -> None:
    athletes = Marts(demo).athletes()
    assert {row.athlete for row in athletes} == {story.athlete for story in STORIES}
    assert all(row.demo and row.athlete.startswith("demo-") and row.name.startswith("Demo: ") for row in athletes)
    assert not demo.landing.exists()


def test_histories_end_yesterday_on_the_athletes_own_calendar(demo: Settings) -> None:
    for row in Marts(demo).athletes():
        today = NOW.astimezone(ZoneInfo(row.timezone)).date()
        assert row.last_date == today - timedelta(days=1)
        assert row.first_date
        assert (today - row.first_date).days >= 540 or row.athlete == "demo-beginner"


@pytest.mark.parametrize("athlete", ["demo-steady", "demo-no-heart-rate", "demo-travel"])
def test_nothing_is_flagged_where_the_load_is_steady(demo: Settings, athlete: str) -> None:
    shown = week(demo, athlete)
    assert (shown.level, shown.incomplete) == (Level.NO_FLAG, False)


def test_steady_sam_never_had_a_flag_once_history_sufficed(demo: Settings) -> None:
    levels = asked(demo, "select distinct level from daily_risk where athlete_id = 'demo-steady'")
    assert {level for (level,) in levels} == {"no_flag", "not_enough_history"}


def test_shuffling_shira_takes_fewer_steps_at_the_same_speed(demo: Settings) -> None:
    shown = week(demo, "demo-cadence")
    assert (shown.level, shown.reason.split(",")[0]) == (Level.WATCH, "Watch: your cadence at the same speed fell 5.0 %")
    assert (shown.cadence.runs, shown.cadence.delta_spm) == (15, pytest.approx(-8, abs=1))


def test_ramping_rosa_has_a_spike_on_top_of_a_ramp(demo: Settings) -> None:
    shown = week(demo, "demo-spike")
    assert shown.level == Level.ELEVATED
    assert points(shown)["longest_run_spike"] == points(shown)["two_week_ramp"] == 1
    assert shown.ceiling_km == pytest.approx(11.6)


def test_returning_ravi_came_back_too_fast(demo: Settings) -> None:
    shown = week(demo, "demo-return")
    assert (shown.level, points(shown)["return_from_break"]) == (Level.WATCH, 1)


def test_worn_out_wanda_runs_in_one_worn_pair_of_two(demo: Settings) -> None:
    shown = week(demo, "demo-shoes")
    assert (shown.level, points(shown)["shoe_wear"]) == (Level.WATCH, 1)
    in_use = {shoe.name: shoe.distance_km for shoe in shown.shoes if shoe.state != "retired"}
    assert [km > 805 for km in sorted(in_use.values())] == [False, True]
    assert all(" No " in name for name in in_use)


def test_shuffling_shira_averages_fewer_steps_since_february(demo: Settings) -> None:
    rows = asked(
        demo,
        "select avg(cadence_spm) filter (local_date >= '2026-02-10'), avg(cadence_spm) filter (local_date < '2026-02-10'),"
        " avg(speed_mps) filter (local_date >= '2026-02-10') / avg(speed_mps) filter (local_date < '2026-02-10')"
        " from activity where athlete_id = 'demo-cadence'",
    )
    assert rows == [(pytest.approx(161, abs=1), pytest.approx(169, abs=1), pytest.approx(1, abs=0.02))]


def test_travelling_theo_had_gaps_and_ran_on_other_clocks(demo: Settings) -> None:
    flagged = asked(demo, "select distinct rule from signal where athlete_id = 'demo-travel' and level > 0")
    assert ("longest_run_spike",) in flagged
    assert ("return_from_break",) in flagged
    rows = next(story for story in STORIES if story.athlete == "demo-travel").diary(date(2026, 3, 2)).rows
    assert {row["timezone"] for row in rows} == {"Europe/Lisbon", "Asia/Tokyo", "America/New_York", "Australia/Sydney"}
    days = asked(demo, "select local_date - cast(start_utc as date) from activity where athlete_id = 'demo-travel'")
    assert {(0,), (1,)} <= set(days)


def test_load_scale_without_heart_rate_is_minutes(demo: Settings) -> None:
    assert week(demo, "demo-no-heart-rate").load_scale == "minutes"
    assert week(demo, "demo-steady").load_scale == "trimp"


def test_beginner_bela_has_five_runs_and_not_enough_history(demo: Settings) -> None:
    shown = week(demo, "demo-beginner")
    assert (shown.level, len(Marts(demo).runs(AthleteId("demo-beginner")))) == (Level.NOT_ENOUGH_HISTORY, 5)


def test_building_again_moves_the_demo_on_and_removing_takes_all(settings: Settings) -> None:
    build_demo(settings, NOW)
    athletes = build_demo(settings, NOW + timedelta(days=3))
    rows = Marts(settings).athletes()
    assert len(rows) == len(athletes) == len(STORIES)
    assert all(row.last_date and row.last_date >= date(2026, 3, 4) for row in rows)
    assert len(list(settings.demo.landing.glob("*/*/*"))) == len(STORIES)
    remove_demo(settings)
    remove_demo(settings)
    assert not settings.demo.home.exists()
    assert not list(settings.home.glob(".demo*"))
    assert Marts(settings).athletes() == ()


def test_an_interrupted_demo_shows_nothing_and_one_interrupted_later_the_last_whole_one(settings: Settings) -> None:
    def stop(done: int, total: int, what: str) -> None:
        if done == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build_demo(settings, NOW, stop)
    assert Marts(settings).athletes() == ()
    build_demo(settings, NOW)
    before = Marts(settings).athletes()
    with pytest.raises(KeyboardInterrupt):
        build_demo(settings, NOW + timedelta(days=9), stop)
    assert Marts(settings).athletes() == before
