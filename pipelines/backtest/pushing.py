"""Replays the alerts of a history day by day, as the product would have pushed them, and counts what reached the runner.

Nobody answers in a replay: no alert is acknowledged or snoozed, so the count is the most that could have been pushed.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby

from warehouse.alerts import BUDGET_WINDOW, FRESH, review
from warehouse.model import Alert
from warehouse.people.alert_notes import Push

EVENING = time(20)


@dataclass(frozen=True, slots=True)
class Pushed:
    """How many alerts were pushed in all, and the most to one runner within any 31 days."""

    alerts: int
    most_in_31_days: int


def replay(alerts: Iterable[tuple[str, Alert]]) -> Pushed:
    """Replay alerts by athlete, sorted by athlete."""
    pushes = [tuple(_pushes([alert for _, alert in mine])) for _, mine in groupby(alerts, key=lambda pair: pair[0])]
    return Pushed(sum(map(len, pushes)), max(map(_densest, pushes), default=0))


def _pushes(alerts: Sequence[Alert]) -> Iterator[Push]:
    """Push what is due each evening. An alert may have its highest points later; its first evening decides with them already."""
    pushed: list[Push] = []
    for day in sorted({alert.opened_on + timedelta(days=n) for alert in alerts for n in range(FRESH.days)}):
        fresh = [_as_of(alert, day) for alert in alerts if day - FRESH < alert.opened_on <= day]
        evening = datetime.combine(day, EVENING, UTC)
        due = review(fresh, {}, pushed, (), evening, day).due
        pushed += [Push(life.alert.alert_id, evening) for life in due]
    yield from pushed


def _as_of(alert: Alert, day: date) -> Alert:
    return replace(alert, state="active" if day <= alert.active_until else "cleared")


def _densest(pushes: Sequence[Push]) -> int:
    return max((sum(one.at <= other.at < one.at + BUDGET_WINDOW for other in pushes) for one in pushes), default=0)
