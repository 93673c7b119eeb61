"""Whatever the numbers, a sentence never says zero for what is not, a number like the line it is beyond, "1 runs", or a hole."""

import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.components.cadence import signed
from dashboard.components.context_numbers import worded
from warehouse.advice import advise
from warehouse.doubt import SetAside
from warehouse.model import ActivityId, Check, Level, Run
from warehouse.personal import personal
from warehouse.quality import aside_hint, if_counted, load_quality, message
from warehouse.racing import BuildUp
from warehouse.racing_words import verdict
from warehouse.rules import hints, load_rules
from warehouse.shoe_notes import load_notes, say
from warehouse.week import FACTS_OF, result_of
from warehouse.wording import Units, apart, at_most, count, height, rounded

TODAY = date(2026, 6, 30)
HOLE = re.compile(r"None|nan|unknown|\binf\b|[{}]|(?<![\w.])-\d|  ")
ONE = re.compile(r"(?<![\d.,])1 (runs|days|activities|minutes|metres|weeks|times|files|requests|hours|steps)\b")
NOTHING = re.compile(r"(?<![\d.,])0(\.0+)?(?![\d.,])(?! of 10| to 2 of 10)")

units = st.sampled_from(["km", "mi"])
some = st.floats(1e-6, 400)
ratios = st.floats(1e-5, 500) | st.sampled_from([1.1, 1.3, 1.5, 2.0]).flatmap(
    lambda line: st.sampled_from([line, line + 2e-5, line + 1e-4, line - 1e-4])
)


def sound(sentence: str) -> None:
    """Judge a sentence made of numbers above zero."""
    assert not HOLE.search(sentence), sentence
    assert not ONE.search(sentence), sentence
    assert not NOTHING.search(sentence), sentence


def day(**known: Any) -> dict[str, Any]:
    """Return a day on which every check ran and none is over its line."""
    ran = {f"{name}_ran": True for name in ("spike", "ramp", "hard", "descent", "cadence", "shoe", "pain", "injury")}
    points = {f"{name}_points": 0 for name in ("spike", "ramp", "hard", "descent", "return", "cadence", "shoe", "pain", "injury")}
    return {**ran, **points, **known}


def told(rule: str, unit: Units, today: dict[str, Any], answer: dict[str, Any]) -> Check:
    found = result_of(load_rules().about(rule), {"day": day(**today), FACTS_OF[rule]: answer}, unit)
    for sentence in (found.message, found.action, found.missing or ""):
        sound(sentence)
    return found


def numbers(said: str) -> tuple[float, float]:
    """Return a flagged sentence's value and line."""
    value = re.search(r"([\d.]+) times", said)
    line = re.search(r"(?:the line is|needs more than|needs|nearest its line with) ([\d.]+)", said)
    assert value is not None
    assert line is not None
    return float(value[1]), float(line[1].rstrip("."))


@given(units, st.integers(0, 2), ratios, some, some)
def test_the_longest_run_is_said_in_whole(unit: Units, points: int, ratio: float, far: float, longest: float) -> None:
    said = told(
        "longest_run_spike",
        unit,
        {"spike_points": points, "spike_until": TODAY, "spike_ceiling_km": max(longest, 0.5)},
        {"value": ratio, "distance_km": far, "longest_km": longest},
    )
    line = load_rules().about("longest_run_spike").level(points).above
    if (ratio > line) == bool(points) and abs(ratio - line) > 1e-5:  # whole decimetres are never nearer
        value, shown = numbers(said.message)
        assert (value > shown) == (ratio > line), said.message


@given(units, st.integers(0, 1), ratios, some, some)
def test_two_weeks_are_said_in_whole(unit: Units, points: int, ratio: float, recent: float, before: float) -> None:
    today = {"ramp_points": points, "ramp_until": TODAY, "recent_km": recent, "before_km": before, "ramp_value": ratio}
    told("two_week_ramp", unit, today, {"value": ratio, "recent_km": recent, "before_km": before})


@given(units, st.integers(0, 1), st.floats(1e-6, 300), st.floats(1e-9, 300))
def test_hard_minutes_are_said_in_whole(unit: Units, points: int, hard: float, usual: float) -> None:
    line = {"measure": "speed", "source": "own", "line": 4.0, "threshold": 3.9, "units": unit}
    today = {"hard_points": points, "hard_until": TODAY, "hard_value": hard / usual}
    told("hard_time_ramp", unit, today, {"hard_minutes": hard, "usual_minutes": usual, **line})


@given(units, st.integers(0, 1), st.floats(1e-6, 9000), st.floats(1e-9, 9000))
def test_descent_is_said_in_whole_and_in_feet_for_miles(unit: Units, points: int, descent: float, usual: float) -> None:
    today = {"descent_points": points, "descent_until": TODAY, "descent_value": descent / usual}
    said = told("descent_ramp", unit, today, {"descent": descent, "usual_descent": usual})
    assert re.search(r"\d m\b", said.message) is None or unit == "km"


returns = st.fixed_dictionaries(
    {"days_off": st.integers(14, 400), "week": st.integers(1, 2), "value": ratios, "actual_km": some, "cap_km": some}
)


@given(units, st.integers(0, 1), returns)
def test_a_return_is_said_in_whole(unit: Units, points: int, back: dict[str, Any]) -> None:
    told("return_from_break", unit, {"return_points": points, "return_until": TODAY}, back)


@given(st.integers(0, 1), st.floats(1e-9, 30), st.floats(120, 220))
def test_a_fall_that_rounds_to_nothing_is_no_fall(points: int, percent: float, usual: float) -> None:
    trend = {"delta_spm": -percent * usual / 100, "recent_spm": usual * (1 - percent / 100), "runs": 15}
    said = told("cadence_fall", "km", {"cadence_points": points, "cadence_until": TODAY, "cadence_value": percent}, trend)
    assert ("did not fall" in said.message) == (percent < 0.05 and not points)


@given(units, st.integers(0, 1), st.floats(1e-3, 2000), st.sampled_from([805.0, 483.0, 700.0, 623.7]))
def test_a_pair_below_its_line_is_not_said_to_be_at_it(unit: Units, points: int, km: float, line: float) -> None:
    said = told("shoe_wear", unit, {"shoe_points": points, "shoe_until": TODAY}, {"shoe": "Blue", "value": km, "threshold": line})
    found = [float(number) for number in re.findall(r"([\d.]+) (?:km|mi)", said.message)]
    assert (found[0] < found[1]) == (km < line) or found[0] == found[1] == pytest.approx(line if unit == "km" else line / 1.609344, abs=0.5)


asides = st.builds(
    SetAside,
    activity_id=st.just(ActivityId("a")),
    name=st.none(),
    sport_type=st.just("Run"),
    local_date=st.just(TODAY),
    distance_km=some,
    doubt=st.sampled_from([one.id for one in load_quality().doubt]),
    value=st.floats(2, 400),
    line=st.floats(2, 400),
    longest_km=st.none() | some,
    ratio=ratios,
    points=st.just(0),
    spares=st.integers(0, 3),
    spares_on=st.just(TODAY),
)


@given(units, asides, st.integers(1, 2))
def test_a_run_set_aside_is_told_of_in_whole(unit: Units, one: SetAside, points: int) -> None:
    over = one.ratio is not None and one.ratio > load_rules().about("longest_run_spike").levels[0].above
    for same in (one, replace(one, points=points)) if over else (one,):
        sound(aside_hint(same, unit))
        assert ("not over the line" in if_counted(same, unit)) == (same.longest_km is not None and not over)


@pytest.mark.parametrize(("doubt", "value", "line"), [("too_slow", 1.1999, 1.2), ("too_fast", 6.7001, 6.7), ("cadence", 119.6, 120.0)])
@pytest.mark.parametrize("unit", ["km", "mi"])
def test_a_doubt_never_reads_like_the_line_it_is_beyond(doubt: str, value: float, line: float, unit: Units) -> None:
    said = [float(number) for number in re.findall(r"([\d.]+) (?:km/h|mph|steps/min)", message(doubt, value, line, unit))]
    assert (said[0] < said[1]) == (value < line)
    assert said[0] != said[1]


def test_a_jump_of_too_few_metres_is_not_said_to_be_below_the_line() -> None:
    one = SetAside(ActivityId("a"), None, "Run", TODAY, 4.6, "ride", 8.0, 7.0, 4.0, 1.15, 0, 0, None)
    said = if_counted(one)
    assert said.startswith("Counted, it would be 1.15 times your longest run of the 30 days before (4.0 km): above 1.10, ")
    assert said.endswith("but by less than 1 km, so without a flag.")


@given(units, st.sampled_from([text.id for text in load_notes()]), st.integers(1, 40), some, some)
def test_notes_on_shoes_are_said_in_whole(unit: Units, note: str, times: int, part: float, rest: float) -> None:
    row = {"note": note, "shoe_id": "s", "shoe": "Blue", "other": "Red", "until": TODAY}
    counts = {"uses": times, "of_uses": times + 8, "recent_uses": times, "other_uses": times + 4}
    (said,) = say([{**row, **counts, "distance_km": part, "of_km": part + rest, "recent_km": part}], unit)
    for sentence in (said.message, said.why, said.action):
        sound(sentence)


@given(st.integers(0, 400), st.integers(1, 9), st.floats(1e-6, 1))
def test_hints_never_read_like_the_line_they_are_below(days: int, runs: int, share: float) -> None:
    newest = date.fromordinal(TODAY.toordinal() - days)
    for hint in hints(as_of=TODAY, newest_activity=newest, runs_30d=runs, shoe_known_share=share, heart_rate_share=0.0):
        sound(hint)
        assert not hint.startswith("80 % of")


@given(units, st.floats(1.0, 300), st.floats(0.5, 300))
def test_a_race_over_the_line_is_said_to_be_more_than_it(unit: Units, race: float, longest: float) -> None:
    said = verdict(BuildUp(TODAY, race, (), longest, race / longest, 1.1), unit)
    sound(said)
    value, line = re.findall(r"(\d+\.\d+)(?: times|\.)", said)[:1], re.findall(r"line of (\d+\.\d+)", said)[:1]
    assert (float(value[0]) > float(line[0])) == (race / longest > 1.1 + 1e-9) or float(value[0]) == float(line[0])


@given(st.floats(30, 9000))
def test_a_dose_of_one_minute_is_one_minute(seconds: float) -> None:
    run = Run(ActivityId("a"), "log", "Run", None, TODAY, None, 1.0, seconds, None, *[None] * 10, True, None, None, None, None)  # type: ignore[arg-type]  # the rest is unread
    for one in personal(advise([], Level.HIGH, pain="amber"), [run], TODAY):
        sound(one.dose)


@given(st.floats(-30, 30))
def test_a_difference_of_nothing_has_no_sign(value: float) -> None:
    said = signed(value, "%")
    assert said.lstrip("+\N{MINUS SIGN}") != "0.0 %"
    assert (said == "\N{PLUS-MINUS SIGN}0 %") == (round(value, 1) == 0)


def test_what_is_not_zero_is_never_written_as_zero() -> None:
    assert [rounded(value, 1) for value in (0.04, 0.06, 0.0, -0.04)] == ["less than 0.1", "0.1", "0.0", "0.0"]
    assert [worded(value) for value in (-0.04, -12.34, 1234.5, None)] == ["0.0", "-12.3", "1,234.5", "\N{EN DASH}"]
    assert (height(0.2), height(310.2), height(310.2, "mi")) == ("less than 1 m", "310 m", "1,018 ft")
    assert (count(1, "activity"), count(2, "activity"), count(0, "run")) == ("1 activity", "2 activities", "0 runs")
    assert at_most(0.55, "mi") == "0.3 mi"


def test_a_line_that_was_rounded_takes_as_many_digits_as_its_number() -> None:
    assert apart(500.1, 500.2133, 0) == ("500.1", "500.2")
    assert apart(804.6, 805, 0) == ("804.6", "805")
    assert apart(0.003, 1.1, 2) == ("0.003", "1.10")
