"""Components and figures as functions of data."""

import json
from dataclasses import MISSING, fields, replace
from datetime import date, timedelta

import plotly.graph_objects as go
import pytest

from dashboard.components.base import cited
from dashboard.components.checks import outcome
from dashboard.components.level import load_line
from dashboard.components.run_grid import mark, row
from dashboard.components.shoes import forecast, wear
from dashboard.figures.template import templates
from dashboard.figures.weekly import weekly
from dashboard.theme import DARK, LIGHT, Scheme
from dashboard.units import UNKNOWN, ago, distance, duration, pace, quantity
from warehouse.model import Check, Level, Run, Shoe, ShoeId, WeekBar
from warehouse.wording import TIMES, Units, side_by_side

TODAY = date(2026, 11, 22)


def bar(weeks_ago: int, km: float, flagged: int = 0) -> WeekBar:
    return WeekBar(date(2026, 11, 16) - timedelta(weeks=weeks_ago), km, 3, km * 6, flagged)


def drawn(bars: list[WeekBar], units: Units = "km") -> go.Figure:
    """Let plotly's own schema judge the figure."""
    return go.Figure(weekly(bars, units, TODAY))


def test_every_week_is_in_exactly_one_of_the_three_kinds_of_bars() -> None:
    plain, flagged, current = drawn([bar(3, 30), bar(2, 40, flagged=1), bar(1, 31), bar(0, 12)]).data
    assert list(plain.y) == [30, None, 31, None]
    assert list(flagged.y) == [None, 40, None, None]
    assert list(current.y) == [None, None, None, 12]
    assert {trace.marker.pattern.shape for trace in (plain, flagged, current)} == {"", "/", "."}


def test_a_chart_in_miles_has_miles_on_its_axis() -> None:
    figure = drawn([bar(1, 16.09344)], "mi")
    assert list(figure.data[0].y) == [10.0]
    assert figure.layout.yaxis.ticksuffix == " mi"


def test_ten_years_of_weeks_and_none_at_all_are_charts_too() -> None:
    many = drawn([bar(n, 30) for n in range(520, 0, -1)]).data[0]
    assert len(set(many.x)) == 520
    assert len(drawn([]).data) == 3


def test_figures_bring_no_colour_of_their_own() -> None:
    assert "#" not in json.dumps(weekly([bar(0, 1)], "km", TODAY))
    light, dark = (go.layout.Template(look) for look in templates().values())
    assert light.layout.font.color != dark.layout.font.color


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", [LIGHT, DARK])
@pytest.mark.parametrize("name", ["ink", "ink_quiet", "link", "no_flag", "watch", "elevated", "high"])
def test_text_colours_hold_their_contrast(scheme: Scheme, name: str) -> None:
    for ground in (scheme.paper, scheme.card):
        dark, light = sorted((luminance(getattr(scheme, name)), luminance(ground)))
        assert (light + 0.05) / (dark + 0.05) >= 4.5


@pytest.mark.parametrize(("level", "mark"), [(Level.NO_FLAG, 0), (Level.WATCH, 1), (Level.ELEVATED, 2), (Level.HIGH, 3), (Level.STOP, 3)])
def test_the_disc_is_at_the_current_mark(level: Level, mark: int) -> None:
    marks = load_line(level).children.children
    assert [" here" in item.className for item in marks] == [n == mark for n in range(4)]


def test_the_load_line_has_no_disc_without_history_and_is_spoken() -> None:
    line = load_line(Level.NOT_ENOUGH_HISTORY)
    assert not any(" here" in item.className for item in line.children.children)
    assert getattr(load_line(Level.WATCH), "aria-label") == "Load line: Watch, mark 2 of 4 from no flag to high"


def test_a_doi_becomes_a_link_and_a_colon_after_it_does_not() -> None:
    before, link, after = cited("Frandsen 2025, doi:10.1136/bjsports-2024-109380: longer runs")
    assert (before, link.href, after) == ("Frandsen 2025, ", "https://doi.org/10.1136/bjsports-2024-109380", ": longer runs")


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "today"),
        (1, "yesterday"),
        (2, "2 days ago"),
        (13, "13 days ago"),
        (14, "2 weeks ago"),
        (61, "2 months ago"),
        (800, "2 years ago"),
    ],
)
def test_ages_in_plain_words(days: int, words: str) -> None:
    assert ago(TODAY - timedelta(days=days), TODAY) == words


def test_numbers_carry_their_unit() -> None:
    assert (distance(16.09344, "mi"), distance(None, "km"), duration(3660), duration(59)) == (
        "10.0 mi",
        UNKNOWN,
        "1 h 01 min",
        "0 min 59 s",
    )
    assert (pace(1000 / 300, "km"), pace(0, "km")) == ("5:00 min/km", UNKNOWN)
    assert (quantity(1.104, "ratio", "km"), quantity(3, "of 10", "km")) == (f"1.10{TIMES}", "3 of 10")


def test_a_value_over_its_line_never_looks_equal_to_it() -> None:
    assert side_by_side(1.1004, 1.10, "ratio", "km") == (f"1.1004{TIMES}", f"1.10{TIMES}")
    assert side_by_side(990, 805, "km", "mi") == ("615 mi", "500 mi")


def shoe(start: date | None, end: date | None) -> Shoe:
    return Shoe(ShoeId("s"), "Pair", 300, 700, 0.5, None, None, 2.0, start, end, "ok")


def test_a_forecast_is_a_range_and_never_a_promise() -> None:
    assert forecast(shoe(None, None), TODAY) == ""
    assert "between March 2027 and May 2028" in forecast(shoe(date(2027, 3, 4), date(2028, 5, 1)), TODAY)
    assert "by about January 2027" in forecast(shoe(date(2026, 10, 4), date(2027, 1, 9)), TODAY)
    assert "past the usual range" in forecast(shoe(date(2025, 10, 4), date(2026, 1, 9)), TODAY)


@pytest.mark.parametrize(("km", "share"), [(0, "0%"), (203, "29%"), (699.9, "99%"), (700, "100%"), (1050, "150%")])
def test_a_pair_below_its_limit_is_never_said_to_be_at_it(km: float, share: str) -> None:
    assert f"({share})" in str(wear(replace(shoe(None, None), distance_km=km), "km"))


@pytest.mark.parametrize(("level", "ratio", "said"), [(1, 1.25, "over"), (0, 1.2, "small"), (0, 1.1, "under"), (None, None, "unjudged")])
def test_a_run_above_the_ratio_by_too_little_is_not_said_to_be_below(level: int | None, ratio: float | None, said: str) -> None:
    assert mark(counted(ratio=ratio, spike_level=level)) == said


def counted(**known: object) -> Run:
    """Make a counted run of which nothing else is known."""
    unknown = {field.name: None for field in fields(Run) if field.default is MISSING}
    return Run(**{**unknown, "counted": True, **known})  # type: ignore[arg-type]  # the rest is unread


@pytest.mark.parametrize(("ratio", "said"), [(1.1229, f"1.12{TIMES}"), (1.1004, f"1.1004{TIMES}"), (0.3968, f"0.40{TIMES}")])
def test_the_list_words_a_distance_as_the_other_pages_do_and_tells_a_ratio_from_its_line(ratio: float, said: str) -> None:
    cells = row(counted(distance_km=32.553, ratio=ratio, spike_level=1, local_date=TODAY, activity_id="files:1", source="files"), "km")
    assert (cells["far"], cells["times"]) == ("32.6", said)


@pytest.mark.parametrize(
    ("level", "value", "said"), [(1, 1.6, "Over the line, 1 point"), (0, 1.6, "Clear"), (0, 1.5, "Below the line"), (0, None, "Clear")]
)
def test_a_check_above_its_number_without_a_flag_is_not_said_to_be_below(level: int, value: float | None, said: str) -> None:
    check = Check("descent_ramp", "Downhill metres", level, value, "ratio", 1.5, "C", "", None, "", "", "", None)
    assert outcome(check) == said
