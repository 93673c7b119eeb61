"""The life of alerts: states, races, snoozes that end, the budget of two in 31 days, a week of silence after one, and the digest."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warehouse.alerts import BUDGET, BUDGET_WINDOW, SILENCE, Review, review
from warehouse.mark import Mark
from warehouse.model import Alert
from warehouse.people import AlertNote
from warehouse.people.alert_notes import Push

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 18, tzinfo=UTC)
DAY = timedelta(days=1)
RULES = ("longest_run_spike", "two_week_ramp", "return_from_break", "shoe_wear")


def alert(rule: str = RULES[0], days_ago: int = 1, level: int = 1, lasts: int = 7) -> Alert:
    opened = TODAY - days_ago * DAY
    until = min(opened + (lasts - 1) * DAY, TODAY)
    state = "active" if until == TODAY else "cleared"
    return Alert(f"{rule}:{opened}", rule, level, opened, until, 1.3, 1.1, "You ran far.", state, opened)


def seen(alerts: Sequence[Alert], *notes: AlertNote, pushes: Sequence[Push] = (), marks: Sequence[Mark] = ()) -> Review:
    return review(alerts, {note.alert_id: note for note in notes}, pushes, marks, NOW, TODAY)


def note(of: Alert, state: str, reason: str = "", until: date | None = None) -> AlertNote:
    return AlertNote(of.alert_id, state, reason, until, NOW)  # type: ignore[arg-type]


def pushed(rule: str, days_ago: float) -> Push:
    at = NOW - days_ago * DAY
    return Push(f"{rule}:{at.date()}", at)


ONE = alert()
RACE = Mark("race", ONE.opened_on, ONE.opened_on, "Half")


@pytest.mark.parametrize(
    ("notes", "marks", "state", "reason"),
    [
        ([], [], "new", ""),
        ([note(ONE, "seen")], [], "seen", ""),
        ([note(ONE, "acknowledged")], [], "acknowledged", ""),
        ([note(ONE, "snoozed", "ill", TODAY)], [], "snoozed", "ill"),
        ([note(ONE, "snoozed", "ill", TODAY - DAY)], [], "seen", "ill"),
        ([], [RACE], "acknowledged", "race"),
        ([note(ONE, "seen")], [RACE], "acknowledged", "race"),
        ([note(ONE, "seen", "other")], [RACE], "seen", "other"),
        ([note(ONE, "snoozed", "wrong_data", TODAY)], [RACE], "snoozed", "wrong_data"),
        ([], [replace(RACE, kind="ill")], "new", ""),
        ([], [replace(RACE, first_day=TODAY, last_day=TODAY)], "new", ""),
    ],
)
def test_the_state_of_an_active_alert(notes: list[AlertNote], marks: list[Mark], state: str, reason: str) -> None:
    (life,) = seen([ONE], *notes, marks=marks).lives
    assert (life.state, life.reason) == (state, reason)
    assert life.open == (state in {"new", "seen"})


def test_an_alert_clears_whatever_was_said() -> None:
    over = alert(days_ago=20)
    for said in ([], [note(over, "snoozed", "ill", TODAY)], [note(over, "acknowledged")]):
        assert [life.state for life in seen([over], *said).lives] == ["cleared"]


def test_a_race_names_itself_and_keeps_the_points() -> None:
    (life,) = seen([ONE], marks=[RACE]).lives
    assert life.message == "You ran far. It was a race day (Half)."
    assert life.alert == ONE


def test_two_are_pushed_and_the_rest_waits_for_the_digest() -> None:
    alerts = [alert(rule) for rule in RULES]
    found = seen([replace(alerts[3], level=2), *alerts[:3]])
    assert [life.alert.rule for life in found.due] == ["shoe_wear", "longest_run_spike"]
    assert {life.alert.rule for life in found.digest} == {"two_week_ramp", "return_from_break"}


@pytest.mark.parametrize(
    ("pushes", "due"),
    [
        ([], 1),
        ([pushed("two_week_ramp", 30)], 1),
        ([pushed("two_week_ramp", 30), pushed("shoe_wear", 20)], 0),
        ([pushed("two_week_ramp", 32), pushed("shoe_wear", 20)], 1),
        ([pushed(RULES[0], 6.9)], 0),
        ([pushed(RULES[0], 7)], 1),
    ],
)
def test_the_budget_and_the_silence_of_a_rule(pushes: list[Push], due: int) -> None:
    assert len(seen([ONE], pushes=pushes).due) == due


@pytest.mark.parametrize("said", ["acknowledged", "snoozed"])
def test_what_was_answered_is_not_pushed(said: str) -> None:
    assert seen([ONE], note(ONE, said, until=TODAY if said == "snoozed" else None)).due == ()


@pytest.mark.parametrize("quiet", [alert("pain"), alert(days_ago=7, lasts=30), alert(days_ago=9, lasts=2)])
def test_what_the_runner_said_and_what_is_old_interrupts_nobody(quiet: Alert) -> None:
    assert seen([quiet]).due == ()


def test_nothing_is_pushed_twice() -> None:
    assert seen([ONE], pushes=[Push(ONE.alert_id, NOW - 8 * DAY)]).due == ()
    assert seen([ONE], pushes=[Push(ONE.alert_id, NOW - 8 * DAY)]).digest == ()


OPENINGS = st.lists(st.tuples(st.sampled_from(RULES), st.integers(0, 120), st.integers(1, 2)), max_size=40, unique_by=lambda one: one[:2])


@given(openings=OPENINGS)
def test_over_any_season_the_budget_and_the_silence_hold(openings: list[tuple[str, int, int]]) -> None:
    pushes: list[Push] = []
    for day in range(121):
        now, today = NOW + day * DAY, TODAY + day * DAY
        alerts = [
            Alert(f"{rule}:{TODAY + opened * DAY}", rule, level, TODAY + opened * DAY, today, 1.3, 1.1, "", "active", today)
            for rule, opened, level in openings
            if opened <= day <= opened + 6
        ]
        pushes += [Push(one.alert.alert_id, now) for one in review(alerts, {}, pushes, (), now, today).due]
    for push in pushes:
        near = [other for other in pushes if timedelta() <= other.at - push.at < BUDGET_WINDOW]
        same = [
            other for other in near if other.alert_id.partition(":")[0] == push.alert_id.partition(":")[0] and other.at - push.at < SILENCE
        ]
        assert len(near) <= BUDGET
        assert same == [push]
