"""No advice contradicts the pain rule, whatever the checks, the level and the answer about pain; nor does what is made of advice.

Amber means shorter, easier, no downhill and no deep bend of the knee; red means no exercise at all. Judged by the words of the advice.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import combinations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.test_advice import PAINS, checks_of_a_day, levels, over, pains
from warehouse.advice import advise
from warehouse.block import sessions
from warehouse.calendar_file import MINUTES
from warehouse.check_in import CheckIn, colour_of
from warehouse.model import Advice, AthleteId, Cadence, Check, Level, LoadContext, Week, WeekTotals
from warehouse.pain import worse
from warehouse.rules import Pain, load_rules

TODAY = date(2026, 11, 23)
RULES = [rule.id for rule in load_rules().rule if rule.id != "pain"]
BENDS = re.compile(r"lunge|kneeling|ankle over the other knee|ankle behind|step-downs?\b(?! come when)", re.IGNORECASE)
LOADS = re.compile(
    r"\b(grow|repeat these weeks|as usual|plus 1 km|add (?!short)|go on)\b|(?<!no )(?<!leave out )\bdownhill\b|\buphill\b", re.IGNORECASE
)
EXERCISE = re.compile(r"\b\d+ (?:x|sets of) \d|\bminutes of running\b|\bstretch\b|\bsquat|\bcycl|\bswim|\bjog", re.IGNORECASE)
answers = st.builds(
    CheckIn,
    local_date=st.just(TODAY),
    pain=st.integers(0, 10),
    minutes_after=st.none() | st.integers(0, 300),
    worse_next_morning=st.booleans(),
    changed_gait=st.booleans(),
)


def told(advice: Iterable[Advice]) -> str:
    """Return all that is said to be done; sources and reasons are no orders."""
    return "\n".join(f"{one.title}. {one.dose}. {one.how}" for one in advice)


def judge(advice: tuple[Advice, ...], level: Level, pain: Pain | None) -> None:
    if level is Level.STOP or pain == "red":
        assert {one.kind for one in advice} == {"care"}
        assert not EXERCISE.search(told(advice))
        assert sessions(advice, TODAY) == ()
    elif pain == "amber":
        assert not BENDS.search(told(advice))
        assert not LOADS.search(told(advice))
        assert any(one.id == "shorten_and_ease" for one in advice)
    assert all(one.stop_rule for one in advice)


def week(checks: list[Check], level: Level) -> Week:
    """Make a published week of a runner who had said nothing about pain."""
    return Week(
        athlete=AthleteId("ada"),
        athlete_name="Ada",
        as_of=TODAY,
        level=level,
        score=0,
        incomplete=False,
        checks_ran=5,
        checks_total=5,
        ceiling_km=None,
        load_scale=None,
        checks=tuple(checks),
        week=WeekTotals(0.0, 0, 0.0, None, None),
        context=LoadContext(None, None, None, None, None, None, None),
        cadence=Cadence(),
        shoes=(),
        advice=advise(checks, level),
        reason="",
        ceiling_reason="",
        newest_activity=TODAY,
        built_at=None,
    )


def some() -> Iterator[list[Check]]:
    for size in range(3):
        yield from ([over(rule) for rule in chosen] for chosen in combinations(RULES, size))


@pytest.mark.parametrize(("level", "pain"), [*product(Level, PAINS)])
def test_no_pair_of_checks_brings_advice_against_the_pain_rule(level: Level, pain: Pain | None) -> None:
    for checks in some():
        judge(advise(checks, level, pain=pain), level, pain)


@given(checks_of_a_day, levels, pains)
def test_no_day_brings_advice_against_the_pain_rule(checks: list[Check], level: Level, pain: Pain | None) -> None:
    judge(advise(checks, level, pain=pain), level, pain)


@given(checks_of_a_day, st.sampled_from([2, 4]), levels)
def test_the_pain_check_speaks_as_the_answer_does(checks: list[Check], points: int, level: Level) -> None:
    judge(advise([*checks, over("pain", points)], level), level, {2: "amber", 4: "red"}[points])  # type: ignore[arg-type]  # a colour


@given(answers, checks_of_a_day, levels)
def test_an_answer_since_the_build_changes_the_advice_at_once(answer: CheckIn, checks: list[Check], level: Level) -> None:
    found = worse(week(checks, level), [answer], TODAY)
    judge(found.advice, found.level, colour_of(answer))


@given(checks_of_a_day, levels, pains)
def test_every_session_has_a_stop_rule_and_a_length(checks: list[Check], level: Level, pain: Pain | None) -> None:
    for session in sessions(advise(checks, level, pain=pain), TODAY):
        assert "2 of 10" in session.advice.stop_rule
        assert session.advice.kind in MINUTES
