"""Published data as downloaded: read by its own columns only, row by row, and a leak is refused or shouted about."""

from pathlib import Path
from typing import Any

import pytest

from pipelines.backtest.lovdal import NOT_COMPUTABLE, judge_file
from pipelines.backtest.lovdal_file import read_rows
from tests.lovdal import days, row, write
from warehouse.errors import UnreadableError
from warehouse.rulebook import load_rules


def test_in_the_day_file_the_last_suffix_is_the_day_before(tmp_path: Path) -> None:
    long_run_last, long_run_first = [8, 8, 8, 8, 8, 8, 17], [17, 8, 8, 8, 8, 8, 8]
    rows = [row("day", 3, 1, 1, km=long_run_last), row("day", 3, 30, 0, km=long_run_first), row("day", 5, 9, 0, km=long_run_first)]
    assert rows[0]["total km.6"] == 17
    read = read_rows(write(tmp_path / "day.csv", rows))
    assert read.km[:, -1].tolist() == [17, 8, 8]
    (found,) = judge_file(tmp_path / "day.csv", seed=1).relatives
    assert (found.flagged, found.flagged_injuries, found.others, found.other_injuries) == (1, 1, 2, 0)


def test_in_the_week_file_no_suffix_is_the_last_week(tmp_path: Path) -> None:
    rows = [
        row("week", 1, 1, 1, km=[30, 30, 39.1], longest=[10, 11, 12.2]),
        row("week", 1, 40, 0, km=[30, 30, 39], longest=[10, 11, 12.1]),
        row("week", 2, 7, 0, km=[39, 30, 30], longest=[30, 10, 10]),
    ]
    assert rows[0]["total kms"] == 39.1
    found = {one.rule: one for one in judge_file(write(tmp_path / "week.csv", rows), seed=1).relatives}
    assert {rule: (one.flagged, one.flagged_injuries) for rule, one in found.items()} == {
        "longest_run_spike": (1, 1),
        "two_week_ramp": (1, 1),
    }


def test_where_nothing_is_linked_nothing_is_found_and_no_row_looks_at_another(tmp_path: Path) -> None:
    rows = days(20, 120, seed=4)
    found = judge_file(write(tmp_path / "a.csv", rows), seed=1)
    mixed = judge_file(write(tmp_path / "b.csv", rows[::2] + rows[::-2]), seed=1)
    (one,) = found.relatives
    assert found.relatives == mixed.relatives
    assert one.auc.low < 0.5 < one.auc.high
    assert one.lowest <= one.auc.value <= one.highest
    assert not one.warning
    assert (found.athletes, found.rows, found.injuries) == (20, 2400, one.flagged_injuries + one.other_injuries)


def test_a_planted_leak_is_shouted_about(tmp_path: Path) -> None:
    (one,) = judge_file(write(tmp_path / "leaky.csv", days(10, 100, seed=5, leak=True)), seed=1).relatives
    assert one.auc.value > 0.75
    assert "suspect" in one.warning


def test_the_gap_to_the_row_before_gives_the_label_away_and_is_only_shown(tmp_path: Path) -> None:
    dates = [*range(40), 70, *range(100, 140), 170]
    rows = [row("day", athlete, date, int(date in {70, 170}), km=[8] * 7) for athlete in range(6) for date in dates]
    found = judge_file(write(tmp_path / "gaps.csv", rows), seed=1)
    assert found.gap_auc > 0.95
    assert found.relatives[0].auc.value == 0.5


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"days since the last row": 3.0}, "unknown: “days since the last row”"),
        ({"total km.7": 3.0}, "unknown: “total km.7”"),
        ({"injury": 2}, "other than 0 and 1"),
        ({"total km.3": "far"}, "Line 2 of file.csv"),
    ],
)
def test_what_the_file_should_not_have_is_refused(tmp_path: Path, change: dict[str, Any], said: str) -> None:
    path = write(tmp_path / "file.csv", [row("day", 1, 1, 0, km=[5] * 7) | change])
    with pytest.raises(UnreadableError, match=said) as refused:
        read_rows(path)
    assert refused.value.next_step


def test_a_missing_column_and_an_empty_file_are_refused(tmp_path: Path) -> None:
    whole = row("week", 1, 1, 0, km=[30, 30, 30])
    del whole["avg exertion.2"]
    with pytest.raises(UnreadableError, match=r"missing: “avg exertion\.2”"):
        read_rows(write(tmp_path / "week.csv", [whole]))
    (tmp_path / "empty.csv").write_text("", "utf-8")
    with pytest.raises(UnreadableError, match="missing"):
        read_rows(tmp_path / "empty.csv")


def test_every_rule_is_said_to_be_out_of_reach() -> None:
    assert set(NOT_COMPUTABLE) == {rule.id for rule in load_rules().rule}
