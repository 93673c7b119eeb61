"""The way back: a worked example stage by stage, and what holds for whatever a runner runs and says."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warehouse.check_in import CheckIn
from warehouse.pain import standing
from warehouse.pattern import Outing
from warehouse.returning import RUN_WALK, ReturnPlan, return_plan

DAY = date(2026, 3, 2)
PAIN = {"green": 1, "amber": 4, "red": 7}


def on(days: int) -> date:
    return DAY + timedelta(days=days)


def ran(*days: int) -> list[Outing]:
    return [Outing(on(day), 5.0, 5.0, 30.0) for day in days]


def said(**days: tuple[int, ...]) -> list[CheckIn]:
    return [CheckIn(on(day), PAIN[colour]) for colour, numbers in days.items() for day in numbers]


def plan(done: list[Outing], check_ins: list[CheckIn], today: int) -> ReturnPlan:
    found = return_plan(done, check_ins, on(today))
    assert found is not None
    return found


def test_red_waits_for_green_then_the_stages_come_one_by_one() -> None:
    red = said(red=(0,))
    assert plan(ran(-2), red, 1).waiting
    assert plan(ran(-2), red, 1).sessions == ()
    calm = plan(ran(-2), said(red=(0,), green=(3,)), 3)
    assert (calm.cause, calm.stage, calm.waiting) == ("pain", 0, False)
    assert [(one.day, one.run_minutes) for one in calm.sessions] == [(on(3 + 2 * n), m) for n, m in enumerate((0, 6, 12, 18, 24, 30))]
    walked = plan(ran(-2), said(red=(0,), green=(3, 4)), 4)
    assert walked.stage == 1
    first_run = plan(ran(-2, 5), said(red=(0,), green=(3, 4, 5)), 5)
    assert (first_run.stage, first_run.sessions[0].day) == (2, on(7))
    assert plan(ran(-2, 5), said(red=(0,), green=(3, 4)), 6).unanswered == on(5)


@pytest.mark.parametrize(("colour", "stage", "waiting"), [("green", 3, False), ("amber", 2, False), ("red", 1, True)])
def test_a_session_leads_on_is_repeated_or_leads_back(colour: str, stage: int, waiting: bool) -> None:
    answers = [*said(red=(0,), green=(3, 4, 5)), *said(**{colour: (7,)})]
    found = plan(ran(-2, 5, 7), answers, 7)
    assert (found.stage, found.waiting) == (stage, waiting)


def test_a_green_answer_without_a_session_moves_nobody() -> None:
    assert plan(ran(-2, 5), said(red=(0,), green=(3, 4, 5, 6, 7, 8)), 8).stage == 2


def test_four_weeks_off_begin_with_the_walk_and_fewer_do_not() -> None:
    assert return_plan(ran(0), [], on(27)) is None
    found = plan(ran(0), [], 28)
    assert (found.cause, found.stage, found.sessions[0].day) == ("break", 0, on(28))
    assert plan(ran(0), said(green=(30,)), 30).stage == 1
    assert plan(ran(0, 31), said(green=(30, 31)), 31).stage == 2


def test_the_speed_is_the_runners_own() -> None:
    assert [one.ceiling_km for one in plan(ran(0), [], 28).sessions] == [2.5, 3.0, 3.5, 4.0, 4.5, 5.0]


def test_it_ends_four_weeks_after_the_last_stage_and_when_runs_go_on_unanswered() -> None:
    runs = [5, 7, 9, 11, 13]
    done = plan(ran(0, *[28 + day for day in runs]), said(green=(29, *[28 + day for day in runs])), 41)
    assert (done.stage, done.sessions) == (len(RUN_WALK), ())
    weekly = ran(0, *[28 + day for day in runs], *range(43, 85, 7))
    answers = said(green=(29, *[28 + day for day in runs]))
    assert return_plan(weekly, answers, on(69)) is not None
    assert return_plan(weekly, answers, on(70)) is None
    assert return_plan(ran(-2, *range(10, 80, 3)), said(red=(0,), green=(3,)), on(79)) is None


EVENTS = st.lists(st.tuples(st.integers(0, 120), st.sampled_from(["run", "green", "amber", "red"])), max_size=60)


@given(EVENTS)
def test_no_stage_is_skipped_red_never_leads_on_and_runs_have_a_rest_day_between(events: list[tuple[int, str]]) -> None:
    done = ran(*sorted({day for day, what in events if what == "run"}))
    answers = [CheckIn(on(day), PAIN[what]) for day, what in events if what != "run"]
    before = None
    for day in range(122):
        known, heard = [one for one in done if one.day <= on(day)], [one for one in answers if one.local_date <= on(day)]
        now = return_plan(known, heard, on(day))
        today = {what for when, what in events if when == day}
        if before and now and not today <= {"run"}:
            most = sum(what == "green" and when == day for when, what in events)
            assert now.stage <= before.stage + most
            assert now.stage <= before.stage or "green" in today
        if standing(heard, on(day)) == "red":
            assert now is not None
            assert (now.waiting, now.sessions) == (True, ())
        if now and now.sessions:
            days = [one.day for one in now.sessions]
            assert all(later - earlier >= timedelta(days=2) for earlier, later in pairwise(days))
            assert not known or days[0] >= known[-1].day + timedelta(days=2)
            assert [one.nth for one in now.sessions] == list(range(now.stage, len(RUN_WALK)))
        before = now
