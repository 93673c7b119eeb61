"""The block of this week: on which of the next seven days which stretches, strength work and cross-training. No clock, no database."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from warehouse.model import Advice, AdviceKind

DAYS = 7
REST = timedelta(days=2)
"""From one strength day to the next: never two in a row."""
SESSIONS: tuple[AdviceKind, ...] = ("strength", "cross_training", "stretch")
CROSS_TRAINING_DAY = 2


@dataclass(frozen=True, slots=True)
class Session:
    """One piece of advice on one day."""

    day: date
    advice: Advice


def sessions(advice: Iterable[Advice], today: date, done: Collection[tuple[date, str]] = ()) -> tuple[Session, ...]:
    """Return the sessions of the seven days from today, by day: strength every other day, stretches between, one run replaced.

    What is `done` today keeps strength off tomorrow. Advice that is no exercise has no sessions; with care only there are none.
    """
    given = tuple(advice)
    strength = {one.id for one in given if one.kind == "strength"}
    tired = any(day == today and name in strength for day, name in done)
    firm = _every_other(today + timedelta(days=2 if tired else 1), today)
    week = [today + timedelta(days=n) for n in range(DAYS)]
    days: dict[AdviceKind, list[date]] = {"strength": firm, "cross_training": week[CROSS_TRAINING_DAY : CROSS_TRAINING_DAY + 1]}
    days["stretch"] = [day for day in week if day not in firm]
    planned = [Session(day, one) for kind in SESSIONS for one in _of_kind(given, kind) for day in days[kind]]
    return tuple(sorted(planned, key=lambda session: (session.day, SESSIONS.index(session.advice.kind))))


def _of_kind(given: tuple[Advice, ...], kind: AdviceKind) -> tuple[Advice, ...]:
    """Return all of a kind; of cross-training the kindest alone, for it replaces one run."""
    found = tuple(one for one in given if one.kind == kind)
    return found[:1] if kind == "cross_training" else found


def _every_other(first: date, today: date) -> list[date]:
    days = (first + n * REST for n in range(DAYS))
    return [day for day in days if day < today + timedelta(days=DAYS)]
