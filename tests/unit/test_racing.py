"""The way to a race: worked examples, honesty where it is too close, and no step over the line whatever came before."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warehouse.errors import PlimsollError
from warehouse.mark import Mark
from warehouse.pattern import Outing
from warehouse.racing import BuildUp, build_up, distance_in, race_ahead
from warehouse.racing_words import verdict

TODAY = date(2026, 11, 22)


def weekly(km: float, weeks: int = 6) -> list[Outing]:
    """Return a long run on each of the last Sundays, today included."""
    return [Outing(TODAY - timedelta(days=7 * ago), km, km, 6 * km) for ago in reversed(range(weeks))]


def race(done: list[Outing], weeks: int, km: float) -> BuildUp:
    return build_up(done, TODAY + timedelta(weeks=weeks), km, TODAY)


def test_a_half_marathon_from_ten_kilometres_in_fourteen_weeks() -> None:
    way = race(weekly(10.0), 14, 21.1)
    assert [(one.km, one.step) for one in way.weeks] == [
        (11.0, "longer"), (12.1, "longer"), (13.3, "longer"), (9.3, "lighter"), (14.6, "longer"), (16.0, "longer"), (17.6, "longer"),
        (12.3, "lighter"), (19.2, "longer"), (19.2, "hold"), (19.2, "hold"), (11.5, "taper"), (7.6, "taper"),
    ]  # fmt: skip
    assert {one.day.weekday() for one in way.weeks} == {way.race_day.weekday()}
    assert way.longest_km == 19.2
    assert "the race of 21.1 km is 1.099 times that, within the line of 1.10." in verdict(way, "km")


def test_a_race_too_close_is_said_to_be_so() -> None:
    way = race(weekly(10.0), 6, 21.1)
    assert way.longest_km == 13.3
    said = verdict(way, "km")
    assert said.startswith(
        "At this pace your longest run by then is 13.3 km; the race of 21.1 km would be 1.59 times it. That is above the "
    )
    assert "13.1 mi would be 1.59 times" in verdict(way, "mi")
    next_week = race(weekly(10.0), 1, 21.1)
    assert ([one.step for one in next_week.weeks], next_week.longest_km) == ([], 10.0)


def test_a_marathon_is_above_the_line_for_everybody() -> None:
    way = race(weekly(30.0), 20, 42.195)
    assert way.longest_km == 32.0
    assert "No longest run beyond 32.0 km is planned." in verdict(way, "km")


def test_a_race_shorter_than_usual_asks_for_no_longer_run() -> None:
    way = race(weekly(16.0), 8, 10.0)
    assert (max(one.km for one in way.weeks), {one.step for one in way.weeks}) == (9.1, {"hold", "lighter", "taper"})


def test_without_a_run_there_is_nothing_to_build_on() -> None:
    assert verdict(race([], 10, 10.0), "km").startswith("There is no run of the last 30 days to build on.")


@pytest.mark.parametrize(("days", "km"), [(0, 10.0), (-1, 10.0), (367, 10.0), (50, 0.5), (50, 301.0), (50, float("nan"))])
def test_what_is_no_race_is_refused(days: int, km: float) -> None:
    with pytest.raises(PlimsollError, match="cannot be planned for"):
        build_up(weekly(10.0), TODAY + timedelta(days=days), km, TODAY)


@pytest.mark.parametrize(
    ("note", "km"),
    [
        ("Berlin half marathon", 21.0975),
        ("Marathon!", 42.195),
        ("10k in the park", 10.0),
        ("21,1 km", 21.1),
        ("13.1 miles", 21.082),
        ("fun", None),
    ],
)
def test_a_distance_is_read_from_the_note(note: str, km: float | None) -> None:
    assert distance_in(note) == (None if km is None else pytest.approx(km, abs=0.001))


def test_the_next_race_with_a_distance_counts() -> None:
    days = {name: TODAY + timedelta(days=ahead) for name, ahead in (("10 km", 30), ("half marathon", 90), ("fun", 7), ("5 km", -3))}
    marks = [Mark("race", day, day, name) for name, day in days.items()] + [Mark("ill", days["fun"], days["fun"], "10 km")]
    assert race_ahead(marks, TODAY) == (days["10 km"], 10.0)
    assert race_ahead([], TODAY) is None


@given(
    st.dictionaries(st.integers(0, 60), st.floats(0.5, 60), max_size=20),
    st.integers(1, 366),
    st.floats(1, 300),
)
def test_no_step_is_over_the_line(ran: dict[int, float], ahead: int, km: float) -> None:
    done = [Outing(TODAY - timedelta(days=ago), far, far, 6 * far) for ago, far in sorted(ran.items(), reverse=True)]
    way = build_up(done, TODAY + timedelta(days=ahead), km, TODAY)
    longest = {one.day: one.longest_km for one in done}
    for week in way.weeks:
        before = max(far for day, far in longest.items() if 1 <= (week.day - day).days <= 30)
        assert week.km <= 1.10 * before + 1e-9
        assert TODAY < week.day < way.race_day
        longest[week.day] = week.km
    if way.ratio is not None:
        assert way.ratio == pytest.approx(km / max(far for day, far in longest.items() if 1 <= (way.race_day - day).days <= 30))
