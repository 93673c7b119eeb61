"""Sessions of the week and their calendar file: strength rests a day, stop rules travel along, every line is one a calendar reads."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.test_advice import checks_of_a_day, levels, pains
from warehouse.advice import advise
from warehouse.block import DAYS, sessions
from warehouse.calendar_file import calendar
from warehouse.model import Advice, Check, Level
from warehouse.rules import Pain

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 5, tzinfo=UTC)
AMBER = advise([], Level.HIGH, pain="amber")
ODD = Advice("odd", "stretch", "Äpfel; Nüsse, \\ und mehr", "2 x 30 s", "Wie\nimmer" * 20, "Stop.", "Weil.", "C", "Convention")


def unfolded(content: str) -> list[str]:
    return content.replace("\r\n ", "").removesuffix("\r\n").split("\r\n")


@given(checks_of_a_day, levels, pains, st.booleans())
def test_strength_never_on_consecutive_days_and_one_run_replaced_at_most(
    checks: list[Check], level: Level, pain: Pain | None, tired: bool
) -> None:
    advice = advise(checks, level, pain=pain)
    done = {(TODAY, one.id) for one in advice if one.kind == "strength"} if tired else set()
    planned = sessions(advice, TODAY, done)
    strength = sorted({one.day for one in planned if one.advice.kind == "strength"} | {day for day, _ in done})
    assert all(later - earlier >= timedelta(days=2) for earlier, later in pairwise(strength))
    assert sum(one.advice.kind == "cross_training" for one in planned) <= 1
    assert all(TODAY <= one.day < TODAY + timedelta(days=DAYS) for one in planned)
    assert [one.day for one in planned] == sorted(one.day for one in planned)


def test_red_pain_has_no_session() -> None:
    assert sessions(advise([], Level.STOP), TODAY) == ()


def test_the_doses_hold_two_or_three_strength_days_and_three_to_five_of_stretches() -> None:
    planned = sessions(AMBER, TODAY)
    assert [one.day.day for one in planned if one.advice.id == "strength_hip"] == [24, 26, 28]
    assert [one.day.day for one in planned if one.advice.id == "stretch_itb"] == [23, 25, 27, 29]


def test_other_things_done_today_do_not_move_strength() -> None:
    assert sessions(AMBER, TODAY, {(TODAY, "stretch_itb")}) == sessions(AMBER, TODAY)


def test_the_file_is_what_calendars_read() -> None:
    content = calendar(sessions([*AMBER, ODD], TODAY), "a1", NOW, time(18, 30))
    assert all(len(line.encode()) <= 75 for line in content.split("\r\n"))
    assert "\n" not in content.replace("\r\n", "")
    lines = unfolded(content)
    assert (lines[0], lines[-1]) == ("BEGIN:VCALENDAR", "END:VCALENDAR")
    assert lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT") == len(sessions([*AMBER, ODD], TODAY))
    assert "DTSTART:20261124T183000" in lines
    assert "DURATION:PT30M" in lines
    uids = [line for line in lines if line.startswith("UID:")]
    assert len(set(uids)) == len(uids)
    assert r"SUMMARY:Äpfel\; Nüsse\, \\ und mehr" in lines
    told = [line for line in lines if line.startswith("DESCRIPTION:")]
    assert all("Stop rule: " in line for line in told)
    assert r"Wie\nimmer" in next(line for line in told if "Wie" in line)


def test_without_a_time_events_are_of_the_whole_day_and_a_second_download_replaces_them() -> None:
    lines = unfolded(calendar(sessions(AMBER, TODAY), "a1", NOW))
    assert "DTSTART;VALUE=DATE:20261124" in lines
    assert "DTEND;VALUE=DATE:20261125" in lines
    again = unfolded(calendar(sessions(AMBER, TODAY), "a1", NOW + timedelta(hours=1)))
    assert [line for line in again if line.startswith("UID:")] == [line for line in lines if line.startswith("UID:")]


@pytest.mark.parametrize("other", ["a2"])
def test_two_athletes_have_events_of_their_own(other: str) -> None:
    mine, theirs = (set(unfolded(calendar(sessions(AMBER, TODAY), who, NOW))) for who in ("a1", other))
    assert not {line for line in mine & theirs if line.startswith("UID:")}
