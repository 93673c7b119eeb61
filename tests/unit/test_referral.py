"""Somebody is worth asking when pain stays or a check returns, for exactly these reasons, and never beside a warning sign."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.homes import NOW, House, run
from tests.unit.test_advice import checks_of_a_day, levels, over, pains
from tests.unit.test_advice_pain import judge
from warehouse.advice import MOST, advise, load_advice
from warehouse.check_in import CheckIn, with_repeats
from warehouse.model import Advice, AthleteId, Check, Lasting, Level
from warehouse.pain import counting, worse
from warehouse.reader import Marts
from warehouse.referral import causes, since_told
from warehouse.rules import Pain, load_rules
from warehouse.settings import Settings

ASK = "ask_a_professional"
TODAY = date(2026, 6, 30)
RULES = [rule.id for rule in load_rules().rule]
days = st.none() | st.dates(date(2026, 5, 1), TODAY)
lastings = st.builds(Lasting, days, days, st.none() | st.sampled_from(RULES), st.integers(0, 5), warned=st.booleans())


def ago(number: int) -> date:
    return TODAY - timedelta(days=number)


def said(*told: tuple[int, int]) -> list[CheckIn]:
    """Return answers, each of so many days ago and of so much pain."""
    return [CheckIn(ago(days_ago), pain, at=datetime.combine(ago(days_ago), NOW.time(), UTC)) for days_ago, pain in told]


def asked(advice: tuple[Advice, ...]) -> list[str]:
    return [one.why for one in advice if one.id == ASK]


@pytest.mark.parametrize(("pain_days", "times", "reasons"), [(13, 2, 0), (14, 2, 1), (13, 3, 1), (14, 3, 2), (40, 9, 2)])
def test_the_lines_are_two_weeks_and_the_third_time(pain_days: int, times: int, reasons: int) -> None:
    lasting = Lasting(ago(pain_days), TODAY, "two_week_ramp", times)
    assert len(causes(lasting, load_advice().why)) == reasons


def test_the_reason_is_told_in_words() -> None:
    pain, back = Lasting(ago(20), ago(3)), Lasting(rule="longest_run_spike", times=4)
    assert asked(advise([], Level.HIGH, pain="amber", lasting=pain)) == [
        "Because every check-in from 10 June to 27 June told of pain, and none since was green."
    ]
    assert asked(advise([], Level.NO_FLAG, lasting=back)) == ["Because the check “Longest run” went over its line 4 times within 90 days."]


@given(checks_of_a_day, levels, pains, lastings)
def test_it_is_shown_for_exactly_these_reasons_and_contradicts_nothing(
    checks: list[Check], level: Level, pain: Pain | None, lasting: Lasting
) -> None:
    found = advise(checks, level, pain=pain, lasting=lasting)
    assert bool(asked(found)) == bool(causes(lasting, load_advice().why))
    assert not (lasting.warned and asked(found))
    assert len(found) <= MOST
    judge(found, level, pain)


@given(checks_of_a_day, lastings)
def test_with_red_pain_a_clinician_comes_first(checks: list[Check], lasting: Lasting) -> None:
    found = [one.id for one in advise([*checks, over("pain", 4)], Level.STOP, lasting=lasting)]
    assert found[:2] == ["stop_running", "warning_signs"]
    assert set(found[2:]) <= {ASK}


@pytest.mark.parametrize(
    ("told", "since", "until"),
    [
        ([(20, 3), (6, 4)], 20, 6),
        ([(20, 3), (10, 0), (6, 4)], 6, 6),
        ([(20, 3), (6, 4), (2, 1)], None, None),
        ([(20, 0), (19, 7), (-2, 3)], 19, 19),
        ([], None, None),
    ],
)
def test_a_green_answer_ends_it_and_tomorrow_does_not_count(told: list[tuple[int, int]], since: int | None, until: int | None) -> None:
    counts = counting(said((0, 0)), TODAY)
    assert counts is not None
    found = since_told(Lasting(rule="pain", times=2), with_repeats(said(*told)), counts, TODAY)
    assert found == Lasting(since and ago(since), until and ago(until), "pain", 2)


STEADY = [run(f"strava:{n}", f"2026-0{4 + n // 30}-{n % 30 + 1:02d} 06:00:00", 6, 36) for n in range(0, 90, 2)]
JUMPS = [run(f"strava:90{n}", f"2026-{day} 18:00:00", km, 60) for n, (day, km) in enumerate([("05-01", 8), ("05-20", 10), ("06-12", 13)])]
STORIES = {"Ann": said((40, 5), (30, 0), (16, 3), (9, 4), (1, 3)), "Bea": said((16, 3), (9, 4)), "Cat": said((16, 3), (1, 0)), "Dot": []}


@pytest.mark.slow
def test_the_tables_the_screen_and_an_answer_since_agree(settings: Settings) -> None:
    house = House.open(settings)
    for name, answers in STORIES.items():
        house.land(house.athlete(name), "export", [*STEADY, *(JUMPS if name == "Dot" else [])], full=True, as_of="2026-06-30")
        for one in answers:
            house.people.check_ins.add(AthleteId(name.lower()), one, NOW)
    house.build()
    weeks = {name: Marts(house.settings).week(AthleteId(name.lower())) for name in STORIES}
    for name, week in weeks.items():
        published = house.ask(f"select why from advice where athlete_id = '{name.lower()}' and advice_id = '{ASK}'")
        assert [row["why"] for row in published] == asked(week.advice)
        now = worse(week, STORIES[name], TODAY)
        assert (now.lasting, asked(now.advice)) == (week.lasting, asked(week.advice))
    assert {name: bool(asked(week.advice)) for name, week in weeks.items()} == {"Ann": True, "Bea": False, "Cat": False, "Dot": True}
    assert weeks["Dot"].lasting == Lasting(rule="longest_run_spike", times=3)
    assert asked(Marts(house.settings).week(AthleteId("dot"), date(2026, 6, 11)).advice) == []


def test_a_warning_sign_told_since_the_build_sends_to_a_clinician_alone(settings: Settings) -> None:
    house, told = House.open(settings), said((20, 3), (2, 4))
    house.land(house.athlete("Ann"), "export", STEADY, full=True, as_of="2026-06-30")
    for one in told:
        house.people.check_ins.add(AthleteId("ann"), one, NOW)
    house.build()
    week = Marts(house.settings).week(AthleteId("ann"))
    assert asked(week.advice)
    since = [*told, CheckIn(TODAY, 4, red_flags=("locked_knee",), at=NOW)]
    assert [one.id for one in worse(week, since, TODAY).advice] == ["stop_running", "warning_signs"]
