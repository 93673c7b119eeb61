"""The pain rule on the screen: bands, repeats, what holds how long, and that nothing said makes the answer milder."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warehouse.advice import advise
from warehouse.check_in import FLAG_WORDS, CheckIn, RedFlag
from warehouse.model import AthleteId, Cadence, Level, LoadContext, Week, WeekTotals
from warehouse.pain import NO_RUN, SEVERITY, colour_of, standing, with_repeats, worse
from warehouse.rules import check, load_rules

TODAY = date(2026, 11, 23)
FIRST = TODAY - timedelta(days=40)


def on(ago: int, pain: int, minute: int = 0, **more: object) -> CheckIn:
    """Make an answer about the day so many days ago, said in this minute of it."""
    day = TODAY - timedelta(days=ago)
    return CheckIn(day, pain, at=datetime(day.year, day.month, day.day, 20, minute, tzinfo=UTC), **more)  # type: ignore[arg-type]


def week_of(level: Level, spike: int) -> Week:
    """Make a week at a level, with so many points for the longest run."""
    facts = {"distance_km": 13.0, "longest_km": 10.0, "ceiling_km": 10.0, "runs": 0.0}
    rows = {"longest_run_spike": (spike, 1.3 if spike else None)}
    checks = tuple(
        check(rule, points=rows.get(rule.id, (None, None))[0], value=rows.get(rule.id, (None, None))[1], active_until=None, facts=facts)
        for rule in load_rules().rule
    )
    return Week(
        athlete=AthleteId("ada"),
        athlete_name="Ada",
        as_of=TODAY,
        level=level,
        score=spike,
        incomplete=False,
        checks_ran=3,
        checks_total=5,
        ceiling_km=None if level is Level.STOP else 11.0,
        load_scale="minutes",
        checks=checks,
        week=WeekTotals(20.0, 3, 120.0, None, None),
        context=LoadContext(None, None, None, None, None, None, None),
        cadence=Cadence(),
        shoes=(),
        advice=advise(checks, level),
        reason="As it was.",
        ceiling_reason="As it was.",
        newest_activity=TODAY,
        built_at=None,
    )


answers = st.builds(
    CheckIn,
    local_date=st.dates(FIRST, TODAY),
    pain=st.integers(0, 10),
    minutes_after=st.none() | st.sampled_from([0, 30, 60, 61, 300]),
    worse_next_morning=st.booleans(),
    changed_gait=st.booleans(),
    red_flags=st.lists(st.sampled_from(get_args(RedFlag)), max_size=1).map(tuple),
    at=st.datetimes(datetime(2026, 10, 1), datetime(2026, 11, 22), timezones=st.just(UTC)),  # noqa: DTZ001 -- hypothesis adds the zone
)
milder = st.builds(CheckIn, local_date=st.dates(FIRST, TODAY), pain=st.integers(0, 5), at=st.just(datetime(2026, 11, 22, tzinfo=UTC)))
several = st.lists(answers, max_size=4) | st.lists(milder, max_size=8)
weeks = st.sampled_from([week_of(level, spike) for level in Level for spike in range(3)])


@pytest.mark.parametrize(
    ("colour", "said"),
    [
        ("green", CheckIn(TODAY, 0)),
        ("green", CheckIn(TODAY, 2, minutes_after=60)),
        ("amber", CheckIn(TODAY, 3)),
        ("amber", CheckIn(TODAY, 5, minutes_after=60)),
        ("red", CheckIn(TODAY, 6)),
        ("red", CheckIn(TODAY, 1, minutes_after=61)),
        ("red", CheckIn(TODAY, 1, worse_next_morning=True)),
        ("red", CheckIn(TODAY, 1, changed_gait=True)),
        *(("red", CheckIn(TODAY, 0, red_flags=(flag,))) for flag in get_args(RedFlag)),
    ],
)
def test_the_bands(colour: str, said: CheckIn) -> None:
    assert colour_of(said) == colour


def test_every_warning_sign_has_words() -> None:
    assert set(FLAG_WORDS) == set(get_args(RedFlag))


def test_the_reason_names_what_made_it_red() -> None:
    (answer,) = with_repeats([CheckIn(TODAY, 2, red_flags=("locked_knee",), minutes_after=90)])
    assert answer.why == "pain of 2 of 10 with a warning sign (the knee locks)"
    (answer,) = with_repeats([CheckIn(TODAY, 2, minutes_after=90)])
    assert answer.why == "pain of 2 of 10 that lasted 90 minutes, longer than 60"


@pytest.mark.parametrize(
    ("said", "colour"),
    [
        ([on(13, 4), on(5, 3), on(0, 3)], "red"),
        ([on(14, 4), on(5, 3), on(0, 3)], "amber"),
        ([on(2, 4), on(2, 4, minute=5), on(0, 3)], "amber"),
        ([on(6, 4), on(5, 1), on(4, 4), on(3, 1), on(0, 3)], "red"),
        ([on(6, 4), on(4, 4), on(3, 4), on(0, 1)], "green"),
        ([on(6, 4), on(4, 9), on(3, 1), on(0, 4)], "amber"),
    ],
)
def test_amber_on_a_third_day_in_fourteen_is_red(said: list[CheckIn], colour: str) -> None:
    assert standing(said, TODAY) == colour


@pytest.mark.parametrize(
    ("said", "colour"),
    [
        ([], "none"),
        ([on(6, 4)], "amber"),
        ([on(7, 4)], "none"),
        ([on(40, 8)], "red"),
        ([on(40, 8), on(1, 4)], "red"),
        ([on(40, 8), on(20, 4)], "red"),
        ([on(40, 8), on(1, 1)], "green"),
        ([on(3, 4), on(1, 2)], "green"),
        ([on(0, 7), on(0, 1, minute=1)], "green"),
        ([on(0, 1, minute=1), on(0, 7)], "green"),
        ([on(0, 1), on(0, 7)], "red"),
        ([on(-1, 7)], "none"),
        ([on(9, 1)], "none"),
    ],
)
def test_what_holds_today(said: list[CheckIn], colour: str) -> None:
    assert standing(said, TODAY) == colour
    assert standing(said[::-1], TODAY) == colour


@given(several, st.dates(FIRST, TODAY))
def test_later_answers_and_the_order_of_arrival_change_nothing(said: list[CheckIn], day: date) -> None:
    known = [one for one in said if one.local_date <= day]
    assert standing(said, day) == standing(known, day) == standing(known[::-1], day)


@given(weeks, several)
def test_what_is_said_never_makes_the_answer_milder(week: Week, said: list[CheckIn]) -> None:
    now = worse(week, said, TODAY)
    assert SEVERITY.index(now.level) >= SEVERITY.index(week.level)
    assert worse(now, said, TODAY) == now
    assert (now.ceiling_km is None) == (now.level is Level.STOP)


@given(weeks, several, st.dates(FIRST, TODAY))
def test_one_more_red_answer_never_lowers_the_level(week: Week, said: list[CheckIn], day: date) -> None:
    before, after = worse(week, said, TODAY), worse(week, [*said, CheckIn(day, 8, at=datetime(2026, 11, 1, tzinfo=UTC))], TODAY)
    assert SEVERITY.index(after.level) >= SEVERITY.index(before.level)


@given(several)
def test_a_green_answer_after_all_others_ends_amber_and_red(said: list[CheckIn]) -> None:
    last = CheckIn(TODAY, 1, at=datetime(2026, 11, 23, 20, tzinfo=UTC))
    assert standing([*said, last], TODAY) == "green"


@given(weeks, several)
def test_with_red_there_is_care_and_nothing_else(week: Week, said: list[CheckIn]) -> None:
    now = worse(week, said, TODAY)
    if standing(said, TODAY) == "red":
        assert now.level is Level.STOP
        assert {one.kind for one in now.advice} == {"care"}
        assert now.ceiling_reason == NO_RUN


@pytest.mark.parametrize("spike", [0, 1, 2])
def test_amber_is_high_at_once_and_says_so(spike: int) -> None:
    now = worse(week_of(Level.NO_FLAG, spike), [on(0, 4)], TODAY)
    assert (now.level, now.ceiling_km) == (Level.HIGH, 11.0)
    assert "pain of 4 of 10" in now.reason
    assert now.ceiling_reason == f"As it was. {load_rules().words.ceiling_amber}"
    assert worse(now, [on(0, 4)], TODAY).ceiling_reason == now.ceiling_reason
    (row,) = (one for one in now.checks if one.rule == "pain")
    assert (row.level, row.value, row.threshold, row.active_until) == (2, 4.0, 2.0, TODAY + timedelta(days=6))


def test_a_green_answer_shows_in_the_row_only() -> None:
    week = week_of(Level.WATCH, 1)
    now = worse(week, [on(0, 1)], TODAY)
    (row,) = (one for one in now.checks if one.rule == "pain")
    assert (row.level, row.missing) == (0, None)
    assert replace(now, checks=week.checks) == week
    assert worse(week, [], TODAY) == week


def test_a_better_answer_waits_for_the_next_build() -> None:
    computed = worse(week_of(Level.WATCH, 1), [on(1, 8)], TODAY)
    assert worse(computed, [on(1, 8), on(0, 1)], TODAY) == computed
