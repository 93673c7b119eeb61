"""The rules as data, and the words made of them."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import warehouse
from warehouse.errors import NotFoundError, SettingsError
from warehouse.model import Check, Level
from warehouse.rulebook import parse_rules
from warehouse.rules import ceiling_reason, check, crossed, hints, level_of, load_rules, reason
from warehouse.wording import Units, at_most, beside, words

RULES = load_rules()
TOML = (Path(warehouse.__file__).parent / "rules.toml").read_text("utf-8")
UNTIL = date(2026, 11, 29)
FACTS: dict[str, dict[str, float | str | None]] = {
    "longest_run_spike": {"distance_km": 13.5, "longest_km": 10.0, "ceiling_km": 10.0},
    "two_week_ramp": {"recent_km": 84.2, "before_km": 58.1},
    "return_from_break": {"days_off": 16, "week": 1, "actual_km": 30.0, "cap_km": 20.0},
    "shoe_wear": {"shoe": "Pegasus {40}"},
}


def made(rule: str, points: int | None, value: float | None, *, units: Units = "km", **facts: float | str | None) -> Check:
    return check(RULES.about(rule), points=points, value=value, active_until=UNTIL, facts=FACTS.get(rule, {}) | facts, units=units)


def test_the_thresholds_are_those_of_the_model() -> None:
    assert RULES.level_rows() == (
        ("longest_run_spike", 1.1, 1),
        ("longest_run_spike", 2.0, 2),
        ("two_week_ramp", 1.3, 1),
        ("hard_time_ramp", 1.5, 1),
        ("descent_ramp", 1.5, 1),
        ("return_from_break", 1.2, 1),
        ("cadence_fall", 3.0, 1),
        ("shoe_wear", 805.0, 1),
        ("pain", 2.0, 2),
        ("pain", 5.0, 4),
        ("injury_history", 0.0, 1),
    )


def test_the_gates_are_those_of_the_model() -> None:
    known = {(rule, name): value for rule, name, value in RULES.parameters()}
    expected: dict[str, dict[str, float]] = {
        "longest_run_spike": {"window_days": 30, "min_runs": 4, "min_days": 21, "min_step_m": 1000},
        "hard_time_ramp": {"history_days": 28, "min_step_minutes": 15, "threshold_hr_share": 0.95},
        "descent_ramp": {"history_days": 28, "min_step": 200},
        "two_week_ramp": {"history_days": 28, "gate_km": 20, "gate_share": 0.6, "median_weeks": 8},
        "return_from_break": {"break_days": 14, "history_days": 28, "week_1_cap": 0.5, "week_2_cap": 0.75, "median_weeks": 8},
        "shoe_wear": {"limit_km": 700, "racing_limit_km": 400, "used_within_days": 14, "known_share": 0.8, "known_days": 30},
    }
    for rule, names in expected.items():
        assert {name: known[rule, name] for name in names} == names


def test_numbers_kept_twice_agree() -> None:
    back, wear = RULES.about("return_from_break"), RULES.about("shoe_wear")
    assert back.parameters["tolerance"] == back.levels[0].above
    assert wear.parameters["point_km"] == wear.levels[0].above


def test_the_rules_in_force_and_how_long_they_stay_active() -> None:
    assert [(row[0], row[4]) for row in RULES.rows() if row[3]] == [
        ("longest_run_spike", 7),
        ("two_week_ramp", 7),
        ("hard_time_ramp", 7),
        ("descent_ramp", 7),
        ("return_from_break", 1),
        ("cadence_fall", 7),
        ("shoe_wear", 1),
        ("pain", 7),
        ("injury_history", 1),
    ]


def test_an_unknown_rule_is_named_with_those_there_are() -> None:
    with pytest.raises(NotFoundError, match=r"'acwr'.*longest_run_spike"):
        RULES.about("acwr")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('unit = "ratio"\n', "", "longest_run_spike: unit is missing"),
        ('unit = "ratio"\n', 'unit = "ratio"\nweight = 2\n', "longest_run_spike: weight is unknown"),
        ('grade = "B"', 'grade = "D"', "longest_run_spike: grade: 'D' is not"),
        ("above = 1.10", 'above = "1.10"', "levels: above: '1.10' is not float"),
        ("above = 1.10", "above = 2.50", "longest_run_spike: levels do not ascend"),
        ("min_runs = 4", "min_runs = true", "parameters: min_runs: True is not float"),
        ("{distance_km}", "{how_far}", "longest_run_spike: how_far is used in a text"),
        ('id = "two_week_ramp"', 'id = "longest_run_spike"', "used twice"),
        ('grade = "B"', 'grade = "C"', "grade C gives more than one point"),
        ("[words]", "[words", "rules.toml: "),
    ],
)
def test_a_damaged_file_is_named_to_the_place(old: str, new: str, said: str) -> None:
    assert old in TOML
    with pytest.raises(SettingsError) as caught:
        parse_rules(TOML.replace(old, new, 1))
    assert said in caught.value.message
    assert caught.value.next_step


def test_a_spike_is_said_with_its_numbers() -> None:
    spike = made("longest_run_spike", 1, 1.35)
    assert spike.message == "Your run of 13.5 km was 1.35 times your longest of the 30 days before it (10.0 km); the line is 1.10."
    assert spike.action == "Until 29 November keep every run to 10.0 km or less, the longest you had run before the first jump."
    assert (spike.value, spike.threshold, spike.unit, spike.missing) == (1.35, 1.1, "ratio", None)


def test_miles_change_the_sentences_and_not_the_numbers() -> None:
    shoe = made("shoe_wear", 1, 812.0, units="mi")
    assert shoe.message == "Your pair Pegasus {40} has 505 mi; the line is 500 mi."
    assert (shoe.value, shoe.threshold, shoe.unit) == (812.0, 805.0, "km")
    assert "8.4 mi" in made("longest_run_spike", 1, 1.35, units="mi").message


def test_a_large_spike_names_the_higher_line() -> None:
    assert made("longest_run_spike", 2, 2.4).threshold == 2.0


def test_a_line_of_the_runners_own_replaces_the_rules() -> None:
    own = made("shoe_wear", 1, 612.0, threshold=600.0)
    assert own.threshold == 600.0
    assert own.message.endswith("has 612 km; the line is 600 km.")


def test_below_the_line_there_is_nothing_to_do() -> None:
    below = made("longest_run_spike", 0, 1.2)
    assert "at least 1 km more" in below.message
    assert (below.level, below.action, below.missing) == (0, "", None)


def test_a_level_may_have_an_action_of_its_own() -> None:
    amber, red = (made("pain", points, 4.0, why="pain of 4 of 10") for points in (2, 4))
    assert amber.action.startswith("Shorten")
    assert "until 29 November" in amber.action
    assert red.action.startswith("Stop running")


@pytest.mark.parametrize("rule", [rule.id for rule in RULES.rule if rule.in_force])
def test_nothing_measured_and_not_able_to_run_are_told_apart(rule: str) -> None:
    quiet, missing = (check(RULES.about(rule), points=p, value=None, active_until=None, facts={"runs": 3.0}) for p in (0, None))
    assert quiet.missing is None
    assert missing.missing == missing.message != quiet.message
    assert "Needs" in missing.message


def test_a_rule_of_a_later_version_never_has_points() -> None:
    rule = replace(RULES.about("descent_ramp"), in_force=False, missing="Comes with a later version.")
    later = check(rule, points=1, value=2.0, active_until=UNTIL, facts={"descent": 600.0, "usual_descent": 300.0})
    assert (later.level, later.action, later.missing) == (None, "", "Comes with a later version.")


def test_a_forgotten_fact_is_an_error_and_not_a_gap_in_a_sentence() -> None:
    with pytest.raises(KeyError, match="longest_km"):
        check(RULES.about("longest_run_spike"), points=1, value=1.35, active_until=UNTIL, facts={"distance_km": 13.5})


@given(st.sampled_from(["ratio", "km", "%"]), st.integers(1, 20000), st.sampled_from([1.1, 1.3, 2.0, 805.0]))
def test_a_number_over_its_line_never_reads_like_the_line(unit: str, tenths_of_percent: int, line: float) -> None:
    value, said = beside(line * (1 + tenths_of_percent / 1000), line, unit)
    assert value != said
    assert float(value.split()[0]) > float(said.split()[0])


def test_just_over_the_line_takes_another_digit() -> None:
    assert beside(1.101, 1.1, "ratio") == ("1.101", "1.10")
    assert beside(1.1, 1.1, "ratio") == ("1.10", "1.10")
    assert beside(805.2, 805, "km") == ("805.2 km", "805 km")


@pytest.mark.parametrize(("score", "level"), [(0, Level.NO_FLAG), (1, Level.WATCH), (2, Level.ELEVATED), (3, Level.HIGH), (5, Level.HIGH)])
def test_the_level_of_a_score(score: int, level: Level) -> None:
    assert level_of(score) is level
    assert level_of(score, pain="amber") is Level.HIGH
    assert level_of(score, pain="red", enough_history=False) is Level.STOP
    assert level_of(score, pain="green", enough_history=False) is Level.NOT_ENOUGH_HISTORY


def test_the_reason_is_the_strongest_check_and_names_the_others() -> None:
    checks = [made("shoe_wear", 1, 812.0), made("two_week_ramp", 0, 1.0), made("longest_run_spike", 1, 1.35)]
    said = reason(checks, Level.ELEVATED, incomplete=False, checks_ran=3, checks_total=5)
    assert said.startswith("Elevated: your run of 13.5 km was 1.35 times")
    assert said.endswith("; also over the line: shoe distance.")


def test_more_points_come_before_the_rules_order() -> None:
    checks = [made("longest_run_spike", 1, 1.35), made("two_week_ramp", 1, 1.4), made("longest_run_spike", 2, 2.4)]
    assert [(one.rule, one.level) for one in crossed(checks)] == [
        ("longest_run_spike", 2),
        ("longest_run_spike", 1),
        ("two_week_ramp", 1),
    ]


def test_the_reason_of_no_flag_counts_what_ran_and_says_what_is_incomplete() -> None:
    checks = [made("two_week_ramp", 0, 1.0), made("shoe_wear", 0, 300.0), made("longest_run_spike", None, None)]
    said = reason(checks, Level.NO_FLAG, incomplete=True, checks_ran=1, checks_total=5)
    assert said == "No flag: none of the 2 checks that could run crossed its line; incomplete, 1 of 5 load checks ran."
    one = reason(checks[:1], Level.NO_FLAG, incomplete=False, checks_ran=1, checks_total=5)
    assert one == "No flag: the one check that could run did not cross its line."


def test_the_beginners_sentence() -> None:
    said = reason([], Level.NOT_ENOUGH_HISTORY, incomplete=True, checks_ran=0, checks_total=5)
    assert said == "Not enough history yet: for your first 30 days, keep each run no longer than your last one plus 1 km."
    miles = reason([], Level.NOT_ENOUGH_HISTORY, incomplete=True, checks_ran=0, checks_total=5, units="mi")
    assert miles.endswith("plus 0.6 mi.")


def test_where_the_ceiling_comes_from() -> None:
    assert ceiling_reason(10.0) == "1.10 times your longest run of the last 30 days (10.0 km)."
    spike = "No further than the longest you had run before the first jump (6.2 mi), until 29 November has passed."
    assert ceiling_reason(10.0, spike_until=UNTIL, units="mi") == spike
    assert ceiling_reason(None).startswith("Fewer than 4 runs in the last 30 days: keep the next run")


def hinted(newest: date | None = UNTIL, runs: int = 10, shoes: float | None = 1.0, heart: float | None = 1.0) -> tuple[str, ...]:
    return hints(as_of=UNTIL, newest_activity=newest, runs_30d=runs, shoe_known_share=shoes, heart_rate_share=heart)


def test_a_ceiling_is_rounded_down_so_that_running_it_is_below_the_line() -> None:
    assert at_most(11.88) == "11.8 km"
    assert at_most(15.4) == "15.4 km"
    assert at_most(7.7 * 1.1 + 1.1 - 1.1) == "8.4 km"
    assert at_most(16.09, "mi") == "9.9 mi"
    assert words({"ceiling_km": 16.093, "longest_km": 16.093}) == {"ceiling_km": "16.0 km", "longest_km": "16.1 km"}


def test_hints_only_for_what_is_missing() -> None:
    assert hinted() == ()
    assert hinted(shoes=None, heart=None) == ()
    assert hinted(newest=None, runs=0) == (RULES.words.hint_nothing,)


@pytest.mark.parametrize(("days", "said"), [(7, None), (8, "import again"), (14, "have run since"), (15, "rested since")])
def test_old_data_are_said_to_be_old(days: int, said: str | None) -> None:
    found = hinted(newest=date.fromordinal(UNTIL.toordinal() - days))
    assert len(found) == (said is not None)
    assert said is None or (said in found[0] and f"{days} days old" in found[0])


def test_hints_say_how_to_supply_it() -> None:
    few, shoes, heart = hinted(runs=2, shoes=0.4, heart=0.0)
    assert few.startswith("You have 2 of the 4 runs within 30 days")
    assert "40 %" in shoes
    assert heart.startswith("No heart rate in your recent runs. No check needs it; with a sensor")


@pytest.mark.parametrize("name", ["rules.toml", "advice.toml"])
def test_no_promise_and_no_blame_in_the_words(name: str) -> None:
    text = re.sub(r"^(#|causes =).*$", "", (Path(warehouse.__file__).parent / name).read_text("utf-8"), flags=re.MULTILINE)
    assert not re.search(r"\b(safe\w*|caus\w*|probabilit\w*|guarantee\w*|chance\w*)\b", text, re.IGNORECASE)


def test_flagged_messages_can_be_shortened_to_a_reason() -> None:
    for rule in RULES.rule:
        for level in rule.levels:
            assert level.message.startswith("You")
            assert "; the line is {threshold}" in level.message


def test_a_return_without_a_usual_week_has_points_but_no_number() -> None:
    facts = {"days_off": 20, "week": 1, "actual_km": 5.0, "cap_km": 0.0}
    found = check(load_rules().about("return_from_break"), points=1, value=None, active_until=date(2026, 11, 29), facts=facts)
    assert found.message.startswith("You ran 5.0 km in week 1 back after 20 days off, and your usual week before the break was empty")
