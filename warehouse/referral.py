"""When a physiotherapist or a coach is worth asking: pain that stays, or a check that keeps coming back. No database, no clock."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from warehouse.check_in import WARNING, Answer
from warehouse.model import Lasting
from warehouse.rulebook import load_rules
from warehouse.wording import day

PAIN_DAYS = 14
TIMES = 3
WITHIN_DAYS = 90
"""The window of the query `referral`; ours, as is the number of times."""
STAYS, RETURNS = "pain_stays", "alert_returns"


def causes(lasting: Lasting, why: Mapping[str, str]) -> dict[str, str]:
    """Return what makes somebody worth asking, each with its sentence out of the templates `why`; nothing beside a warning sign.

    Pain stays when amber and red answers span 14 days with no green one after; an alert returns at its third opening in 90 days
    (`docs/methods.md`, our choice). A warning sign sends to a clinician at once, and nothing may stand beside that.
    """
    if lasting.warned:
        return {}
    found: dict[str, str] = {}
    if lasting.pain_since and lasting.pain_until and (lasting.pain_until - lasting.pain_since).days >= PAIN_DAYS:
        found[STAYS] = why[STAYS].format(since=day(lasting.pain_since), until=day(lasting.pain_until))
    if lasting.rule and lasting.times >= TIMES:
        found[RETURNS] = why[RETURNS].format(title=load_rules().about(lasting.rule).title, times=lasting.times, days=WITHIN_DAYS)
    return found


def told(row: Mapping[str, Any], said: str | None) -> Lasting:
    """Read the row of the query `referral`, empty for nothing; `said` are the words of the answer that counts."""
    since, until, warned = row.get("pain_since"), row.get("pain_until"), WARNING in (said or "")
    return Lasting(since, until, row.get("rule"), row.get("times") or 0, warned=warned, days_off=row.get("days_off") or 0)


def since_told(lasting: Lasting, answers: Iterable[Answer], counts: Answer, today: date) -> Lasting:
    """Return it with the answers up to today, oldest first, in place of those it knew; `counts` is the one that counts."""
    hurt: list[date] = []
    for answer in answers:
        if answer.check_in.local_date <= today:
            hurt = [] if answer.colour == "green" else [*hurt, answer.check_in.local_date]
    first, last = (hurt[0], hurt[-1]) if hurt else (None, None)
    return replace(lasting, pain_since=first, pain_until=last, warned=WARNING in counts.why)
