"""A suggested week and its reason in words. No database, no clock."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from warehouse.planning import PlannedDay
from warehouse.wording import Units, distance

Kind = Literal["usual", "amber", "stop", "warning", "break", "return", "beginner", "nothing"]

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven")
BELOW = "No load check that can run goes over its line."
ACTIVE = "What is over its line already stays so until it clears; this week adds nothing to it."
NO_RUNS = (
    "Nothing you could run on your usual days this week stays below the lines. Rest, walk or cross-train, and look again in some days."
)
NO_WEEK: tuple[Kind, ...] = ("stop", "warning", "return", "nothing")
WORDS: dict[Kind, str] = {
    "amber": "Pain of 3 to 5 of 10: shorter than usual, all of it easy and flat.",
    "stop": "No running until a check-in is green. Cross-train instead, only without pain, for as long as you would have run.",
    "warning": "No running, and no exercise in its place, before a clinician has looked at the warning sign you reported.",
    "break": "You were away from running for two weeks or more, so this begins with a part of your usual week.",
    "return": "You are on your way back to running: its stages come before a week of your own.",
    "beginner": "For now each run is no longer than your last one, every other day.",
    "nothing": "There is no run of yours yet to make a week from. Import your runs first.",
}


@dataclass(frozen=True, slots=True)
class Session:
    """A day's run in km, or the minutes of cross-training in its place; neither is a day of rest."""

    day: date
    km: float = 0.0
    minutes: int = 0


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A week to run, why it is this one, and what its days are judged as."""

    kind: Kind
    sessions: tuple[Session, ...]
    explanation: str
    days: tuple[PlannedDay, ...]

    @property
    def km(self) -> float:
        """The km of all its runs."""
        return sum(one.km for one in self.sessions)


def explain(kind: Kind, runs: tuple[Session, ...], usual_km: float, units: Units, *, active: bool) -> str:
    """Say why this week, such as "Your usual four days, 38.0 km, longest 14.2 km.", what it is beside the usual one, and of the checks.

    `usual_km` is what is usually run on the days that are left, in km; `active` tells that a load check is over its line already.
    """
    if kind in NO_WEEK:
        return WORDS[kind]
    if not runs:
        return NO_RUNS
    days = f"{NUMBERS[len(runs)]} day{'s' if len(runs) > 1 else ''}"
    km, longest = (distance(one, units) for one in (sum(run.km for run in runs), max(run.km for run in runs)))
    what = f"{f'Your usual {days}' if kind == 'usual' else days.capitalize()}, {km}, longest {longest}."
    checks = ACTIVE if active else "" if kind == "beginner" else BELOW
    return " ".join(part for part in (WORDS.get(kind), what, _beside(kind, runs, usual_km, units, active=active), checks) if part)


def _beside(kind: Kind, runs: tuple[Session, ...], usual_km: float, units: Units, *, active: bool) -> str:
    """Set the week beside the usual one where it differs by more than rounding."""
    km = sum(one.km for one in runs)
    if kind != "usual" or abs(km - usual_km) <= 0.03 * usual_km:
        return ""
    usual = f"the {distance(usual_km, units)} you usually run on these days"
    if km > usual_km:
        return f"That is a little more than {usual}."
    return f"That is less than {usual}{'' if active else ': more would cross a line'}."
