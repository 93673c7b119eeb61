"""The oracle against published reference values and hand-made seasons: who checks the SQL must itself be checked."""

from datetime import date, datetime, timedelta
from itertools import count

import pytest

from tests.oracle import Activity, Athlete, Day, judge, monotony, trimp

FIRST = date(2024, 1, 1)
NUMBER = count()


def run(day: int, km: float, sport: str = "Run", **more: object) -> Activity:
    """Return a run of `km` at 3 m/s on a numbered day."""
    facts = {"distance_m": km * 1000, "moving_s": km * 1000 / 3, **more}
    return Activity(f"a{next(NUMBER):05}", sport, FIRST + timedelta(days=day), **facts)  # type: ignore[arg-type]


def day_of(runs: list[Activity], day: int, athlete: Athlete | None = None) -> Day:
    return judge(runs, FIRST + timedelta(days=day), athlete).days[FIRST + timedelta(days=day)]


@pytest.mark.parametrize(
    ("minutes", "bpm", "rest_highest", "sex", "expected"),
    [(30, 130, (40, 200), "male", 31.8025), (30, 130, (40, 200), "female", 37.1285), (60, 155, (55, 190), "male", 117.94)],
)
def test_trimp_of_the_references(minutes: float, bpm: float, rest_highest: tuple[float, float], sex: str, expected: float) -> None:
    rest, highest = rest_highest
    assert trimp(minutes, bpm, rest=rest, highest=highest, sex=sex) == pytest.approx(expected, abs=0.005)


def test_trimp_never_leaves_the_heart_rate_reserve() -> None:
    assert trimp(30, 50, rest=60, highest=190) == 0
    assert trimp(30, 210, rest=60, highest=190) == trimp(30, 190, rest=60, highest=190)


def test_monotony_uses_the_population_spread_and_a_cap() -> None:
    assert monotony([10, 0, 20, 10, 0, 30, 10]) == pytest.approx(1.1547, abs=1e-4)
    assert monotony([5] * 7) == 10
    assert monotony([0] * 7) is None


def test_doubled_week_gives_acwr_of_two_uncoupled() -> None:
    runs = [run(day, 5.0) for day in range(28)] + [run(day, 10.0) for day in range(28, 35)]
    uncoupled = day_of(runs, 34).acwr_uncoupled
    assert uncoupled
    assert uncoupled == pytest.approx(2.0)
    assert 4 * uncoupled / (uncoupled + 3) == pytest.approx(1.6)
    assert day_of(runs, 26).acwr_uncoupled is None


def test_acwr_is_blank_below_one_km_a_day() -> None:
    assert day_of([run(0, 20.9), run(27, 5)], 27).acwr_uncoupled is None
    assert day_of([run(0, 21.0), run(27, 5)], 27).acwr_uncoupled == pytest.approx(5 / 7)


def test_exponential_averages_start_at_zero_and_tsb_is_of_yesterday() -> None:
    runs = [run(day, 18) for day in range(42)]
    assert day_of(runs, 41).ctl == pytest.approx(100 * (1 - 1 / 2.718281828459045))
    assert day_of(runs, 0).tsb == 0
    before = day_of(runs, 40)
    assert day_of(runs, 41).tsb == pytest.approx(before.ctl - before.atl)


@pytest.mark.parametrize(("km", "level"), [(11.0, 0), (11.01, 1), (13.0, 1), (20.0, 1), (20.01, 2)])
def test_spike_bands_hold_to_the_decimetre(km: float, level: int) -> None:
    spike = run(30, km)
    found = judge([*(run(day, 10.0) for day in range(0, 30, 5)), spike], FIRST + timedelta(days=30)).spikes[spike.activity_id]
    assert found.level == level
    assert found.ratio == pytest.approx(km / 10)


def test_a_long_run_31_days_ago_shields_nothing() -> None:
    short = [run(day, 5.0) for day in range(10, 40, 5)]
    for long_day, level in [(9, 1), (10, 0)]:
        spike = run(40, 10.0)
        history = judge([run(long_day, 10.0), *short, spike], FIRST + timedelta(days=40))
        assert history.spikes[spike.activity_id].level == level


def test_runs_of_one_day_do_not_shield_each_other_and_small_steps_do_not_flag() -> None:
    base = [run(day, 2.0) for day in range(0, 30, 3)]
    first, second, small = run(30, 6.0), run(30, 5.9), run(30, 2.9)
    spikes = judge([*base, first, second, small], FIRST + timedelta(days=30)).spikes
    assert [spikes[one.activity_id].level for one in (first, second, small)] == [2, 2, 0]


def test_a_spike_needs_four_runs_and_21_days_of_data() -> None:
    for runs, day, level in [(range(0, 21, 5), 21, 2), (range(0, 20, 5), 20, None), (range(10, 40, 10), 40, None)]:
        spike = run(day, 30.0)
        history = judge([*(run(d, 5.0) for d in runs), spike], FIRST + timedelta(days=day))
        assert history.spikes[spike.activity_id].level == level


def test_a_spike_stays_active_its_day_and_six_more_and_lowers_the_ceiling() -> None:
    runs = [*(run(day, 10.0) for day in range(0, 30, 3)), run(30, 12.0), run(33, 25.0)]
    assert day_of(runs, 29).ceiling_km == pytest.approx(11.0)
    for day, points, ceiling in [(30, 1, 10), (33, 2, 10), (37, 2, 12), (39, 2, 12), (40, 0, 27.5)]:
        today = day_of(runs, day)
        assert today.signals["longest_run_spike"].points == points, day
        assert today.ceiling_km == pytest.approx(ceiling), day
    assert day_of(runs, 36).signals["longest_run_spike"].active_until == FIRST + timedelta(days=39)


def test_two_week_ramp_flags_above_130_percent_only() -> None:
    for km, points in [(26.0, 0), (26.01, 1)]:
        runs = [run(0, 10), run(12, 10), run(14, km - 10), run(27, 10)]
        assert day_of(runs, 27).signals["two_week_ramp"].points == points
        assert not day_of(runs, 26).signals["two_week_ramp"].computable
    assert day_of([run(0, 10), run(12, 9.99), run(14, 40), run(27, 10)], 27).signals["two_week_ramp"].points == 0


def test_two_week_ramp_is_silent_after_two_easy_weeks() -> None:
    """After weeks of 50 km two of 15 km are no base to compare with; of 30 km they are."""
    for easy, points in [(29.9, 0), (30.0, 1)]:
        runs = [*(run(7 * week, 50) for week in range(4)), run(28, easy), run(35, easy), run(42, 50), run(49, 50)]
        assert day_of(runs, 55).signals["two_week_ramp"].points == points


def test_a_break_of_14_free_days_caps_the_return_at_half_the_usual_week() -> None:
    base = [run(day, 10.0) for day in range(0, 28, 7)] + [run(27, 10.0)]
    for free, km, points in [(14, 6.0, 0), (14, 6.01, 1), (13, 6.01, 0)]:
        back = 28 + free
        assert day_of([*base, run(back, km)], back).signals["return_from_break"].points == points
    late = [*base, run(42, 5.0), run(49, 9.01)]
    assert [day_of(late, day).signals["return_from_break"].points for day in (42, 49, 55, 56)] == [0, 1, 1, 0]


def test_days_not_recorded_are_unknown() -> None:
    athlete = Athlete(unrecorded=frozenset(FIRST + timedelta(days=day) for day in range(28, 43)))
    back = day_of([*(run(day, 10.0) for day in range(28)), run(43, 30.0)], 43, athlete)
    assert not any(back.signals[rule].computable for rule in ("longest_run_spike", "two_week_ramp", "return_from_break"))
    assert back.level == "not_enough_history"
    assert back.acwr_uncoupled is None


def test_junk_and_duplicates_do_not_count() -> None:
    noon = datetime(2024, 1, 1, 12)  # noqa: DTZ001 -- naive UTC throughout
    junk = [run(0, 0.4999), run(0, 5.0, moving_s=700.0), run(0, 5.0, moving_s=4200.0), run(0, 5.0, moving_s=None), run(0, 5.0, "Ride")]
    watch = run(0, 10.0, start=noon, elapsed_s=3600.0)
    phone = run(0, 9.9, start=noon + timedelta(seconds=1799), elapsed_s=3600.0)
    later = run(0, 9.8, start=noon + timedelta(seconds=3600 + 1799), elapsed_s=3600.0)
    today = day_of([*junk, watch, phone, later], 0)
    assert today.runs == 2
    assert today.run_km == pytest.approx(19.8)
    assert today.load == pytest.approx((700 + 4200 + 5000 / 3 + (500 - 0.1) / 3 + 19_800 / 3) / 60)


def test_load_takes_the_first_measure_of_80_percent_and_imputes_the_rest() -> None:
    rated = [run(day, 9.0, rpe=rpe) for day, rpe in enumerate([3.0, 5.0, 7.0, 8.0])]
    history = judge([*rated, run(4, 9.0)], FIRST + timedelta(days=4))
    assert history.load_scale == "srpe"
    assert history.days[FIRST + timedelta(days=4)].load == pytest.approx(50 * 6.0)
    assert judge([*rated, run(4, 9.01)], FIRST + timedelta(days=4)).load_scale == "minutes"
    assert judge([run(0, 9, heartrate=150.0, max_heartrate=185.0)], FIRST).load_scale == "trimp"


def test_shoes_flag_from_their_limit_while_worn() -> None:
    runs = [run(day, 40.0, shoe_id="old") for day in range(20)] + [run(20, 5.0, shoe_id="old"), run(20, 200.0, "Ride")]
    assert [day_of(runs, day).signals["shoe_wear"].points for day in (19, 20, 33, 34)] == [0, 1, 1, 0]
    assert day_of(runs, 20, Athlete(shoe_limit_km={"old": 900})).signals["shoe_wear"].points == 0
    assert day_of(runs, 5, Athlete(shoe_start_km={"old": 600})).signals["shoe_wear"].points == 1
    assert not day_of([*runs, run(20, 202.0)], 20).signals["shoe_wear"].computable


def test_level_follows_from_the_points() -> None:
    steady = [run(day, 10.0) for day in range(0, 42, 2)]
    assert (day_of(steady, 20).level, day_of(steady, 20).incomplete) == ("not_enough_history", True)
    assert (day_of(steady, 21).level, day_of(steady, 21).incomplete) == ("no_flag", True)
    assert (day_of(steady, 41).level, day_of(steady, 41).incomplete) == ("no_flag", False)
    assert day_of([*steady, run(41, 12.0)], 41).level == "watch"
    assert day_of([*steady, run(41, 20.5)], 41).level == "elevated"
    assert day_of([*steady, run(41, 25.0)], 41).level == "high"


def test_nothing_at_all() -> None:
    assert not judge([], FIRST).days
