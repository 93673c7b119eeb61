"""The estimators on numbers whose answer is known, without any world: hazards, areas, standing among one's own runs, the budget."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from pipelines.backtest.discrimination import area, leak_warning
from pipelines.backtest.hazards import Recovered, recover
from pipelines.backtest.pushing import replay
from pipelines.backtest.sessions import Sessions
from warehouse.model import Alert

TRUE = (1.64, 1.52, 2.28, 1.7, 0.75)
SHARES = np.array([0.8, 0.07, 0.06, 0.03, 0.04])


def drawn(seed: int, runners: int = 500, hazard: float = 0.004) -> Recovered:
    rng = np.random.default_rng(seed)
    runs = rng.poisson(200 * SHARES[:, None] * np.array([0.7, 0.3]), (runners, 5, 2)).astype(float)
    law = hazard * np.outer([1, *TRUE[:3], 1], [1, TRUE[3]])
    return recover(runs, rng.poisson(runs * law * rng.lognormal(0, TRUE[4], (runners, 1, 1))).astype(float), TRUE)


def test_intervals_hold_the_truth_about_as_often_as_they_say() -> None:
    found = [one.recovered for seed in range(12) for one in drawn(seed).all]
    assert 0.85 <= sum(found) / len(found) <= 1


def test_many_runners_leave_little_doubt() -> None:
    for one in drawn(1, runners=4000, hazard=0.01).all:
        assert one.value == pytest.approx(one.known, rel=0.12)
        assert one.high / one.low < 1.4


def test_a_band_without_injuries_has_a_finite_ratio_and_says_that_little_is_known() -> None:
    runs, injuries = np.full((50, 5, 2), 40.0), np.zeros((50, 5, 2))
    injuries[:10, 0, :] = 1
    runs[:, 3, :] = 0
    runs[:4, 3, 0] = 1
    (_, _, highest) = recover(runs, injuries, TRUE).bands
    assert (highest.injuries, highest.runs) == (0, 4)
    assert 0 < highest.low < 0.1
    assert 10 < highest.high < 10_000


counts = arrays(np.int64, (3, 4), elements=st.integers(0, 5))


@given(counts, counts)
def test_the_area_is_the_share_of_pairs_won(others: "np.typing.NDArray[np.int64]", injured: "np.typing.NDArray[np.int64]") -> None:
    down, up = (np.repeat(np.arange(4), each.sum(axis=0)) for each in (others, injured))
    wins = [(a > b) + (a == b) / 2 for a in up for b in down]
    expected = sum(wins) / len(wins) if wins else 0.5
    assert area(others.astype(float), injured.astype(float), 1).value == pytest.approx(expected)


def test_only_what_is_too_good_is_called_a_leak() -> None:
    assert not leak_warning("a rule", 0.75)
    assert "suspect" in leak_warning("a rule", 0.76)


def test_a_run_stands_among_the_same_runners_runs_before_it() -> None:
    first = np.array([0] * 10 + [3, 0, 3])
    runner = np.array([0] * 13 + [1] * 13)
    day = np.tile(np.arange(13) * 3, 2)
    day[12] = 300
    empty = np.zeros(26, dtype=np.int64)
    score = np.concatenate((first, first[::-1]))
    place = Sessions(2, runner, day, empty, empty, score, score, empty).among_own(score)
    assert place[:10].tolist() == [-1] * 10
    assert place[10] == 20, "above all ten before it"
    assert place[11] == 9, "ten ties of eleven, one above it"
    assert place[12] == -1, "the twelve weeks before it hold no run"
    assert place[13:23].tolist() == [-1] * 10, "another runner's runs count for nothing"
    assert place[23:].tolist() == [8, 8, 8]


MONDAY = date(2026, 6, 1)


def alert(rule: str, day: int, level: int = 1) -> tuple[str, Alert]:
    opened = MONDAY + timedelta(days=day)
    return "ann", Alert(f"{rule}:{opened}", rule, level, opened, opened + timedelta(days=6), 1.3, 1.1, "", "cleared", opened)


@pytest.mark.parametrize(
    ("alerts", "pushed"),
    [
        ([alert("longest_run_spike", 0), alert("two_week_ramp", 1), alert("return_from_break", 2), alert("shoe_wear", 3)], 2),
        ([alert("longest_run_spike", 0), alert("longest_run_spike", 31)], 2),
        ([alert("longest_run_spike", 0), alert("two_week_ramp", 0), alert("longest_run_spike", 31)], 3),
        ([alert("pain", 0), alert("injury_history", 0)], 0),
        ([], 0),
    ],
)
def test_a_replay_keeps_the_budget(alerts: list[tuple[str, Alert]], pushed: int) -> None:
    replayed = replay(alerts)
    assert replayed.alerts == pushed
    assert replayed.most_in_31_days == min(2, pushed) - (len(alerts) == 2 and pushed == 2)


def test_athletes_have_a_budget_each() -> None:
    both = [(name, one) for name in ("ann", "bob") for _, one in (alert("longest_run_spike", 0), alert("two_week_ramp", 1))]
    assert replay(both).alerts == 4
    assert replay(both).most_in_31_days == 2
