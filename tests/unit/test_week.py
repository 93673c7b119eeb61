"""The week a runner reads says what the published tables say, on every kind of day."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from tests.homes import House, run
from tests.samples import samples
from tests.season import pains, season, to_landing_rows
from warehouse.model import AthleteId, Level, Week
from warehouse.pain import NO_RUN
from warehouse.people import Mark
from warehouse.reader import Marts
from warehouse.rules import load_rules
from warehouse.settings import Settings
from warehouse.week import LOAD_CHECKS

ANN = AthleteId("ann")
LAST = date(2023, 7, 20)
NOW = datetime(2023, 7, 20, 12, tzinfo=UTC)
DAYS = [LAST - timedelta(days=ago) for ago in range(0, 199, 9)]
BASIC = {"longest_run_spike", "two_week_ramp", "return_from_break"}
IN_FORCE = tuple(rule.id for rule in load_rules().rule if rule.in_force)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    """Build a nasty season of 200 days for a runner whose weeks start on Sunday, and who had an injury and speaks of pain.

    Beside her Bob has two pairs, and Cleo steps up to 21.4 km.
    """
    made = House.open(Settings(home=tmp_path_factory.mktemp("week") / "home"))
    for one in pains(1, 200):
        made.people.check_ins.add(made.athlete("Ann"), one, one.said_at)
    made.people.marks.add(made.athlete("Ann"), Mark("knee_injury", date(2023, 1, 20), date(2023, 2, 20)), NOW)
    runs = season(5, 200)
    sampled = samples({act.activity_id: (act.beats, act.speeds) for act in runs})
    made.land(made.athlete("Ann", week_start="sunday"), "export", to_landing_rows(runs), sampled, full=True)
    pairs = [run("strava:1", "2023-07-01 06:00:00", 5, 30, gear_id="old"), run("strava:2", "2023-07-02 06:00:00", 20, 120, gear_id="new")]
    made.land(made.athlete("Bob"), "export", pairs, full=True)
    rows = [run(f"strava:{n}", f"2023-06-{n:02} 06:00:00", 10, 60) for n in range(1, 29, 2)]
    made.land(made.athlete("Cleo"), "export", [*rows, run("strava:99", "2023-07-19 06:00:00", 21.4, 130)], full=True)
    made.build(NOW)
    return made


@pytest.fixture(scope="module")
def weeks(house: House) -> dict[date, Week]:
    marts = Marts(house.settings)
    return {day: marts.week(ANN, day) for day in DAYS}


def of_ann(house: House, table: str) -> list[dict[str, Any]]:
    """Return her rows of a table."""
    return house.ask(f"from (from {table}) where athlete_id = '{ANN}'")


def by_day(house: House, table: str) -> dict[date, dict[str, Any]]:
    """Return a table with one row a day."""
    return {row["local_date"]: row for row in of_ann(house, table)}


def test_level_score_and_ceiling_are_those_of_daily_risk(house: House, weeks: dict[date, Week]) -> None:
    risk = by_day(house, "daily_risk")
    for day, week in weeks.items():
        said = (week.level, week.score, week.incomplete, week.ceiling_km)
        assert said == tuple(risk[day][name] for name in ("level", "score", "incomplete", "ceiling_km")), day
    assert len({week.level for week in weeks.values()}) >= 3


@pytest.mark.parametrize("rule", IN_FORCE)
def test_checks_have_the_points_of_signal(rule: str, house: House, weeks: dict[date, Week]) -> None:
    signal = by_day(house, f"signal where rule = '{rule}'")
    for day, week in weeks.items():
        (check,) = (one for one in week.checks if one.rule == rule)
        assert (check.level, check.active_until) == (signal[day]["level"], signal[day]["active_until"]), day
        assert (check.missing is None) == (check.level is not None), day
        if check.level:
            assert check.value == (signal[day]["value"] and pytest.approx(signal[day]["value"])) or rule == "two_week_ramp", day
            assert check.threshold is not None
            if check.value is None:
                assert "after none in the three weeks before" in check.message
            else:
                assert check.value >= check.threshold or rule in {"return_from_break", "pain"}, day


def test_with_amber_pain_the_ceiling_asks_for_less(weeks: dict[date, Week]) -> None:
    amber = {day for day, week in weeks.items() if any(one.rule == "pain" and one.level == 2 for one in week.checks)}
    assert amber
    assert {day for day, week in weeks.items() if week.ceiling_reason.endswith(load_rules().words.ceiling_amber)} == amber


def test_with_red_pain_there_is_no_ceiling_and_only_care(weeks: dict[date, Week]) -> None:
    stopped = [week for week in weeks.values() if week.level is Level.STOP]
    assert stopped
    for week in stopped:
        assert (week.ceiling_km, week.ceiling_reason) == (None, NO_RUN)
        assert {advice.kind for advice in week.advice} == {"care"}
        assert "you reported pain of" in week.reason


def test_rules_of_a_later_version_are_missing_and_uncounted(weeks: dict[date, Week]) -> None:
    for week in weeks.values():
        later = [check for check in week.checks if check.rule not in IN_FORCE]
        assert all(check.level is None and check.missing for check in later)
        ran = {check.rule for check in week.checks if check.missing is None}
        assert week.checks_ran == len(ran & set(LOAD_CHECKS))
        assert week.incomplete == (not ran >= BASIC)


def test_totals_are_those_of_weekly_load_and_daily_load(house: House, weeks: dict[date, Week]) -> None:
    """On the last day of a week its totals are the whole week's; the athlete's weeks start on Sunday."""
    weekly = {row["week_start"]: row for row in of_ann(house, "weekly_load")}
    full = {day: week for day, week in weeks.items() if day.isoweekday() == 6}
    assert full
    for day, week in full.items():
        row = weekly[day - timedelta(days=6)]
        assert (week.week.distance_km, week.week.minutes) == pytest.approx((row["run_km"], row["run_minutes"]))
        assert week.week.runs == row["runs"]
        assert week.week.change_ratio == (row["change_ratio"] and pytest.approx(row["change_ratio"]))


def test_context_is_that_of_daily_load(house: House, weeks: dict[date, Week]) -> None:
    load = by_day(house, "daily_load")
    for day, week in weeks.items():
        for name in ("atl", "ctl", "tsb", "acwr_uncoupled", "monotony", "strain"):
            assert getattr(week.context, name) == load[day][name], (day, name)
        assert week.load_scale == load[day]["load_scale"]
        nth = (day - min(load)).days + 1
        assert week.context.warming_up_day == (nth if nth < 42 else None)


def test_bars_are_the_weeks_with_their_flagged_runs(house: House) -> None:
    weekly = {row["week_start"]: row for row in of_ann(house, "weekly_load")}
    bars = Marts(house.settings).bars(ANN)
    assert [bar.week_start for bar in bars] == [date(2023, 7, 16) - timedelta(weeks=n) for n in reversed(range(12))]
    for bar in bars:
        row = weekly[bar.week_start]
        assert bar.run_km == pytest.approx(row["run_km"])
        assert bar.runs == row["runs"]
    spikes = [row["local_date"] for row in of_ann(house, "run_spike where level > 0")]
    assert sum(bar.flagged for bar in bars) == sum(day >= bars[0].week_start for day in spikes)


def test_shoes_are_those_of_the_table_shoe(house: House, weeks: dict[date, Week]) -> None:
    table = {row["shoe_id"]: row for row in of_ann(house, "shoe")}
    assert {shoe.shoe for shoe in weeks[LAST].shoes} == set(table)
    for shoe in weeks[LAST].shoes:
        row = table[shoe.shoe]
        assert (shoe.distance_km, shoe.share_90d, shoe.state) == (row["distance_km"], row["share_90d"], row["state"])


def test_the_pair_worn_last_comes_first(house: House) -> None:
    assert [shoe.shoe for shoe in Marts(house.settings).week(AthleteId("bob")).shoes] == ["new", "old"]


def test_runs_carry_their_spike(house: House) -> None:
    spikes = {row["activity_id"]: row for row in of_ann(house, "run_spike")}
    runs = Marts(house.settings).runs(ANN)
    assert [one.local_date for one in runs] == sorted((one.local_date for one in runs), reverse=True)
    for one in runs:
        assert one.counted == (one.activity_id in spikes)
        assert one.counted == (one.not_counted_reason is None)
        if one.counted:
            assert (one.ratio, one.spike_level) == (spikes[one.activity_id]["ratio"], spikes[one.activity_id]["level"])


def test_the_reason_of_a_jump_names_its_numbers(house: House) -> None:
    """The words are those of the numbers: distance, longest before, ratio."""
    week = Marts(house.settings).week(AthleteId("cleo"))
    assert "21.4 km" in week.reason
    assert "10.0 km" in week.reason
    assert week.ceiling_km == 10
    assert "10.0 km" in week.ceiling_reason
    assert any(advice.kind == "load" for advice in week.advice)
