"""Advice follows its cause, never contradicts the pain rule and always shows its evidence."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warehouse.advice import KINDS, MOST, advise, load_advice, parse_advice
from warehouse.errors import SettingsError
from warehouse.model import Check, Lasting, Level
from warehouse.rules import Pain, check, load_rules

ENTRIES = {text.id: text for text in load_advice().advice}
EXERCISE = {"stretch", "strength", "cross_training", "form"}
PAINS: list[Pain | None] = [None, "none", "green", "amber", "red"]
BENDS_DEEPLY = {"stretch_quadriceps", "stretch_hip_flexor", "stretch_piriformis", "warm_up", "uphill_walk", "strength_upkeep"}
ENTRY = """
[why]
no_flag = "a"
not_enough_history = "a"
elevated = "a"
high = "a"
stop = "a"
pain = "a"
pain_stays = "a"
alert_returns = "a"
[[advice]]
id = "nap"
kind = "load"
order = 1
title = "Nap"
dose = "20 minutes"
how = "Lie down."
stop_rule = "Wake up."
grade = "C"
source = "Convention"
causes = ["longest_run_spike"]
contra = ["red"]
"""


def over(rule: str, points: int = 1) -> Check:
    """Return a check over its line, rules of later versions included."""
    message = f"You crossed {rule}; the line is 1."
    return Check(rule, rule, points, 2.0, "", 1.0, "C", "", date(2026, 11, 29), message, "", "", None)


checks_of_a_day = st.lists(st.sampled_from([rule.id for rule in load_rules().rule if rule.id != "pain"]), unique=True).map(
    lambda rules: [over(rule) for rule in rules]
)
levels, pains = st.sampled_from(list(Level)), st.sampled_from(PAINS)


@given(checks_of_a_day, levels, pains)
def test_never_more_than_eight_in_the_order_of_kinds_each_once(checks: list[Check], level: Level, pain: Pain | None) -> None:
    given_ = advise(checks, level, pain=pain)
    assert len(given_) <= MOST == 8
    assert len({one.id for one in given_}) == len(given_)
    assert all(KINDS.index(first.kind) <= KINDS.index(second.kind) for first, second in pairwise(given_))
    assert all(one.why and one.dose and one.source and one.stop_rule for one in given_)


@given(checks_of_a_day, levels, pains)
def test_every_check_over_its_line_gets_an_action(checks: list[Check], level: Level, pain: Pain | None) -> None:
    given_ = advise(checks, level, pain=pain)
    if level is Level.STOP or pain == "red":
        return
    shortened = any(item.id == "shorten_and_ease" for item in given_)
    for one in checks:
        own = any(one.rule in ENTRIES[item.id].causes and item.kind in {"load", "footwear", "form"} for item in given_)
        assert own or (pain == "amber" and shortened)


@given(checks_of_a_day, levels)
def test_red_pain_leaves_only_care(checks: list[Check], level: Level) -> None:
    for given_ in (advise(checks, level, pain="red"), advise(checks, Level.STOP), advise([*checks, over("pain", 4)], level)):
        assert given_
        assert {one.kind for one in given_} == {"care"}


@given(checks_of_a_day, levels)
def test_amber_pain_bends_no_knee_and_always_treats(checks: list[Check], level: Level) -> None:
    given_ = {one.id for one in advise(checks, level, pain="amber")}
    if level is not Level.STOP:
        assert not given_ & BENDS_DEEPLY
        assert "shorten_and_ease" in given_


def test_amber_pain_forbids_whatever_the_room_on_the_list(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("warehouse.advice.MOST", len(ENTRIES))
    monkeypatch.setattr("warehouse.advice.AT_MOST", {})
    ramps = [over(rule.id) for rule in load_rules().rule if rule.id != "pain"]
    assert BENDS_DEEPLY - {"warm_up"} <= {one.id for one in advise(ramps, Level.HIGH)}
    for given_ in (advise(ramps, Level.HIGH, pain="amber"), advise([*ramps, over("pain", 2)], Level.HIGH)):
        assert not {one.id for one in given_} & BENDS_DEEPLY


@given(checks_of_a_day, levels, pains)
def test_the_order_of_the_checks_does_not_matter(checks: list[Check], level: Level, pain: Pain | None) -> None:
    assert advise(checks, level, pain=pain) == advise(checks[::-1], level, pain=pain)


def test_the_reason_is_the_check_in_words() -> None:
    spike = check(
        load_rules().about("longest_run_spike"),
        points=1,
        value=1.35,
        active_until=date(2026, 11, 29),
        facts={"distance_km": 13.5, "longest_km": 10.0, "ceiling_km": 10.0},
    )
    first = advise([spike], Level.WATCH)[0]
    assert first.id == "cap_longest_run"
    assert first.why == "Because your run of 13.5 km was 1.35 times your longest of the 30 days before it (10.0 km)."


def test_without_a_flag_there_is_a_short_upkeep() -> None:
    upkeep = advise([], Level.NO_FLAG)
    assert [one.id for one in upkeep] == ["warm_up", "strength_upkeep"]
    assert {one.grade for one in upkeep} == {"C"}


def test_a_beginner_grows_in_small_steps() -> None:
    assert advise([], Level.NOT_ENOUGH_HISTORY)[0].id == "small_steps"


@pytest.mark.parametrize(("days_off", "first"), [(23, "ease_back"), (27, "ease_back"), (28, "walk_run"), (90, "walk_run")])
def test_walk_run_stages_are_for_four_weeks_off_or_more(days_off: int, first: str) -> None:
    back = [over("return_from_break")]
    found = advise(back, Level.WATCH, lasting=Lasting(days_off=days_off))
    assert found[0].id == first
    assert found[0].why == "Because you crossed return_from_break."
    assert [one.id for one in found if one.kind == "load"] == ["walk_run", "ease_back"][first == "ease_back" :]
    assert "walk_run" not in {one.id for one in advise([over("two_week_ramp")], Level.WATCH, lasting=Lasting(days_off=days_off))}


def test_worn_shoes_alone_are_about_shoes() -> None:
    assert {one.kind for one in advise([over("shoe_wear")], Level.WATCH)} == {"footwear"}


def test_pain_brings_the_strength_block_of_the_guideline() -> None:
    given_ = {one.id: one.grade for one in advise([], Level.HIGH, pain="amber")}
    assert given_["strength_hip"] == given_["strength_knee"] == "A"


def test_pain_is_not_said_to_be_of_the_knee_when_nobody_said_so() -> None:
    assert {one.why for one in advise([], Level.HIGH, pain="amber")} == {"Because you reported pain of 3 to 5 of 10."}
    assert {one.why for one in advise([], Level.STOP)} == {"Because of the pain or the warning sign you reported."}


def test_a_pain_check_of_two_points_counts_as_amber() -> None:
    checks = [over("pain", 2), over("two_week_ramp")]
    assert advise(checks, Level.HIGH)[0].id == "shorten_and_ease"


def test_the_catalogue_holds_six_stretches_and_every_kind() -> None:
    kinds = [text.kind for text in ENTRIES.values()]
    assert kinds.count("stretch") == 6
    assert set(kinds) == set(KINDS)
    assert [text.id for text in ENTRIES.values() if text.kind == "cross_training"][:2] == ["aqua_jog", "swim"]


def test_exercise_has_the_stop_rule_and_stretching_its_honest_number() -> None:
    for text in ENTRIES.values():
        if text.kind in EXERCISE:
            assert "2 of 10" in text.stop_rule
            assert "red" in text.contra
        if text.kind == "stretch":
            assert "RR 0.963 (0.846-1.095)" in text.source
            assert text.grade == "C"


def test_every_entry_is_offered_for_something() -> None:
    reachable = {one.id for rule in load_rules().rule for one in advise([over(rule.id, 2)], Level.WATCH)}
    reachable |= {one.id for one in advise([], Level.WATCH, lasting=Lasting(rule="two_week_ramp", times=3))}
    reachable |= {one.id for one in advise([over("return_from_break")], Level.WATCH, lasting=Lasting(days_off=28))}
    reachable |= {one.id for level in Level for one in advise([], level)}
    assert reachable == ENTRIES.keys()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('contra = ["red"]', "contra = []", "nap: only care"),
        ('"longest_run_spike"', '"moon"', "nap: unknown cause moon"),
        ('dose = "20 minutes"\n', "", "nap: dose is missing"),
        ('kind = "load"', 'kind = "rest"', "nap: kind: 'rest' is not"),
        ('stop = "a"\n', "", "why lacks stop"),
    ],
)
def test_a_damaged_file_is_named_to_the_place(old: str, new: str, said: str) -> None:
    assert parse_advice(ENTRY).advice[0].id == "nap"
    with pytest.raises(SettingsError, match=said):
        parse_advice(ENTRY.replace(old, new, 1))
