"""How often the product speaks: days at each level, alerts a month by rule, and what the budget lets through."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from pipelines.backtest.judging import query
from pipelines.backtest.pushing import replay
from warehouse import db, plan
from warehouse.model import Alert, Level
from warehouse.part import published
from warehouse.settings import Settings

DAYS_A_MONTH = 365.25 / 12
LEVELS = (Level.NOT_ENOUGH_HISTORY, Level.NO_FLAG, Level.WATCH, Level.ELEVATED, Level.HIGH, Level.STOP)


@dataclass(frozen=True, slots=True)
class Population:
    """What a number of athletes are told: shares of days by level (of 1), and counts an athlete-month."""

    athletes: int
    days: int
    share_by_level: Mapping[str, float]
    rises_a_month: float
    alerts_a_month: Mapping[str, float]
    pushed_a_month: float
    most_pushed_in_31_days: int


REFERENCE = Population(
    athletes=58,
    days=62_004,
    share_by_level={"not_enough_history": 0.021, "no_flag": 0.536, "watch": 0.367, "elevated": 0.068, "high": 0.008, "stop": 0.0},
    rises_a_month=0.39,
    alerts_a_month={"longest_run_spike": 0.53, "return_from_break": 0.20, "two_week_ramp": 0.71},
    pushed_a_month=1.18,
    most_pushed_in_31_days=2,
)
"""58 runners of a public table of runs (2013 to 2020, distances and times only), as `tests/bench/bench_population.py` measures them."""


def population(con: db.Connection) -> Population:
    """Count what every judged day of every athlete says, and replay the alerts through the budget."""
    levels = {level: (days, rises) for level, days, rises in db.rows(con, query("levels"))}
    days = sum(count for count, _ in levels.values())
    months = max(days, 1) / DAYS_A_MONTH
    alerts = [(row.pop("athlete_id"), Alert(**row, message="")) for row in db.dicts(con, query("alerts"))]
    pushed = replay(alerts)
    return Population(
        athletes=db.rows(con, query("athletes"))[0][0],
        days=days,
        share_by_level={level.value: levels.get(level, (0, 0))[0] / max(days, 1) for level in LEVELS},
        rises_a_month=sum(rises for _, rises in levels.values()) / months,
        alerts_a_month={rule: count / months for rule, count in sorted(Counter(alert.rule for _, alert in alerts).items())},
        pushed_a_month=pushed.alerts / months,
        most_pushed_in_31_days=pushed.most_in_31_days,
    )


def of_home(settings: Settings) -> Population | None:
    """Count the athletes of this home; None when nothing is published, or by another version."""
    place = published(settings.published)
    if place is None:
        return None
    con = db.open_reader(place)
    try:
        return population(con) if db.rows(con, "select models from build") == [(plan.fingerprint(),)] else None
    finally:
        con.close()
