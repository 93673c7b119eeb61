"""The way back to running after red pain or four weeks off: six stages, moved on and back by check-ins. No database, no clock.

The stages (30 minutes of pain-free walking, running to walking 1:4, 2:3, 3:2, 4:1, then 30 minutes of running, a rest day between) are
those of the protocol of Esculier 2016 (doi:10.1186/s12891-015-0859-9); no trial compares them (grade C). What moves a runner is ours.
Nothing is kept: the stage follows from check-ins and runs alone.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from warehouse.check_in import Answer, CheckIn, Colour, with_repeats
from warehouse.pattern import Outing
from warehouse.rulebook import load_rules

RUN_WALK = ((0, 30), (1, 4), (2, 3), (3, 2), (4, 1), (30, 0))
"""Minutes of running and walking in turn, a row a stage; each stage lasts 30 minutes in all."""
SESSION_MINUTES = 30
REST = timedelta(days=2)
LET_GO = timedelta(days=42)
GROWING = timedelta(days=28)
USUAL_MPS, WALKING_MPS = 2.5, 1.4

Cause = Literal["pain", "break"]


@dataclass(frozen=True, slots=True)
class Stage:
    """One session of 30 minutes: its place in the row, its earliest day, minutes run, and the km that this comes to at most."""

    nth: int
    day: date
    run_minutes: int
    ceiling_km: float


@dataclass(frozen=True, slots=True)
class ReturnPlan:
    """Where a runner is on the way back: why, the stage to do next (6 when all are done), and the sessions from it on.

    `waiting`: red pain stands, so there are no sessions until a check-in is green. `unanswered`: a session without a check-in yet.
    """

    cause: Cause
    stage: int
    waiting: bool
    unanswered: date | None
    sessions: tuple[Stage, ...]


@dataclass(frozen=True, slots=True)
class _Progress:
    cause: Cause
    since: date
    stage: int = 0
    waiting: bool = False
    session: date | None = None

    def after(self, event: "_Event") -> "_Progress":
        """Return where the runner stands after a run or an answer: at most one stage further or back."""
        if event.what == "run":
            return replace(self, session=event.day)
        if event.what == "red":
            return replace(self, stage=max(0, self.stage - 1), waiting=True, session=None, since=event.day)
        if event.what == "amber":
            return replace(self, session=None, since=event.day)
        if self.waiting:
            return replace(self, waiting=False, session=None, since=event.day)
        if self.session or (self.stage == 0 and event.day > self.since):
            return replace(self, stage=min(len(RUN_WALK), self.stage + 1), session=None, since=event.day)
        return self

    def is_over(self, day: date) -> bool:
        """Tell whether nobody follows it any more: runs went on for six weeks without an answer, or it was done four weeks ago."""
        if self.waiting:
            return False
        return day - self.since > GROWING if self.stage == len(RUN_WALK) else bool(self.session) and day - self.since > LET_GO


@dataclass(frozen=True, slots=True, order=True)
class _Event:
    day: date
    turn: int
    what: Literal["break", "run"] | Colour


def return_plan(done: Sequence[Outing], check_ins: Iterable[CheckIn], today: date) -> ReturnPlan | None:
    """Return the way back a runner is on, None for who is on none.

    It begins with a red answer or the 28th day off. Green after a session leads to the next stage, amber repeats it, red leads back one
    and waits for green. A run or, for the walk, a later day is a session. It ends four weeks after the last stage.
    """
    progress: _Progress | None = None
    for event in _events(done, with_repeats(check_ins), today):
        progress = None if progress and progress.is_over(event.day) else progress
        if event.what == "break":
            progress = _Progress("break", event.day) if not (progress and progress.waiting) else progress
        elif progress:
            progress = progress.after(event)
        elif event.what == "red":
            progress = _Progress("pain", event.day, waiting=True)
    if progress is None or progress.is_over(today):
        return None
    last = done[-1].day if done else None
    sessions = () if progress.waiting else tuple(_sessions(progress.stage, max(today, last + REST) if last else today, _speed(done)))
    return ReturnPlan(progress.cause, progress.stage, progress.waiting, progress.session, sessions)


def _events(done: Sequence[Outing], answers: Sequence[Answer], today: date) -> list[_Event]:
    """Return what moves a runner, in order, from the first break or answer on; on one day a run goes before the answer about it."""
    off = timedelta(days=round(load_rules().about("return_from_break").parameters["walk_run_days"]))
    days = [one.day for one in done if one.day <= today]
    ends = [*days[1:], today + timedelta(days=1)]
    breaks = [_Event(day + off, 0, "break") for day, end in zip(days, ends, strict=False) if end - day > off]
    told = [_Event(one.check_in.local_date, 2, one.colour) for one in answers if one.check_in.local_date <= today]
    first = min((one.day for one in (*breaks, *told)), default=date.max)
    runs = [_Event(day, 1, "run") for day in days if day >= first]
    return sorted([*breaks, *runs, *told], key=lambda event: (event.day, event.turn))


def _sessions(stage: int, first: date, mps: float) -> Iterator[Stage]:
    """Yield the stages from this one on, each with a rest day before it, as if every check-in came green."""
    for nth in range(stage, len(RUN_WALK)):
        run, walk = RUN_WALK[nth]
        running = SESSION_MINUTES * run // (run + walk)
        metres = 60 * (running * mps + (SESSION_MINUTES - running) * WALKING_MPS)
        yield Stage(nth, first + (nth - stage) * REST, running, round(metres / 1000, 1))


def _speed(done: Sequence[Outing]) -> float:
    """Return the runner's own speed in m/s over the newest 20 run days, 2.5 where none is known."""
    known = [one for one in done[-20:] if one.minutes]
    return sum(one.km for one in known) * 1000 / (60 * sum(one.minutes for one in known)) if known else USUAL_MPS
