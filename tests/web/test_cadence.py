"""The page on cadence: both figures with what changed on the way; and a plain word where there is nothing to compare."""

from datetime import date, timedelta

import pytest

from dashboard.figures.stepping import by_speed, over_time
from tests.web.pages import Site
from warehouse.cadence import CadenceDay, CadenceRun

FIRST = date(2026, 3, 1)
NEW = FIRST + timedelta(days=10)


def test_without_cadence_it_says_what_is_needed(site: Site) -> None:
    page = site.show("/cadence", site.athlete("Anna"))
    assert "No run with cadence that can be compared yet" in page.text
    assert "collecting your baseline, 0/15" in page.text
    assert not page.find("Figure")


def test_each_change_is_marked_once_and_what_is_not_known_is_a_gap() -> None:
    known = [CadenceDay(FIRST + timedelta(days=n), -1.0, 170.0, 169.0, 2.8, 7.0, None, None) for n in range(10)]
    anew = [CadenceDay(NEW + timedelta(days=n), None, None, 160.0, 2.8, 7.0, "shoes", NEW) for n in range(3)]
    drawn = over_time([*known, *anew])
    assert [(mark["x"], mark["text"]) for mark in drawn["layout"]["annotations"]] == [(str(NEW), "shoes")]
    assert drawn["data"][1]["y"] == [170.0] * 10 + [None] * 3


@pytest.mark.parametrize(("units", "fastest"), [("km", 10.8), ("mi", 6.71)])
def test_the_line_goes_through_the_earlier_runs_at_the_runners_own_slope(units: str, fastest: float) -> None:
    early = [CadenceRun(FIRST, 160.0 + 7 * n, 2.0 + n, "watch") for n in range(2)]
    drawn = by_speed([*early, CadenceRun(FIRST + timedelta(days=60), 150.0, 3.0, "watch")], 7.0, units)  # type: ignore[arg-type]  # km or mi
    assert [len(trace["x"]) for trace in drawn["data"]] == [2, 1, 2]
    assert drawn["data"][2]["y"] == [160.0, 167.0]
    assert drawn["data"][2]["x"][1] == fastest
