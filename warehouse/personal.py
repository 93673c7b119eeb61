"""Doses in the runner's own numbers: the metronome for more steps, the run that cross-training replaces. No clock, no database."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from statistics import median

from warehouse.cadence import metronome
from warehouse.model import Advice, Run
from warehouse.wording import count

STEPS = "step_rate"
LOOKS_BACK = timedelta(days=28)
CADENCE_RUNS = 3
WEEK = timedelta(days=7)


def personal(advice: Iterable[Advice], runs: Sequence[Run], today: date, usual_spm: float | None = None) -> tuple[Advice, ...]:
    """Return the advice with doses from the counted runs of the last weeks; where these say nothing a dose stays as it is.

    `usual_spm` is the recent cadence at the same speed, in steps a minute of both feet; without it the runs tell.
    """
    counted = [run for run in runs if run.counted and run.local_date <= today]
    steps, replaced = _steps(usual_spm or _usual(counted, today)), _replaced(counted, today)
    return tuple(
        _with_dose(one, {"form": steps if one.id == STEPS else "", "cross_training": replaced}.get(one.kind, "")) for one in advice
    )


def _with_dose(one: Advice, own: str) -> Advice:
    return replace(one, dose=f"{one.dose}; {own}") if own else one


def _usual(runs: Sequence[Run], today: date) -> float | None:
    """Return the median cadence of at least three runs of four weeks."""
    found = [run.cadence_spm for run in runs if run.cadence_spm and today - run.local_date < LOOKS_BACK]
    return median(found) if len(found) >= CADENCE_RUNS else None


def _steps(usual_spm: float | None) -> str:
    return f"for you {metronome(usual_spm)} instead of {usual_spm:.0f} a minute" if usual_spm else ""


def _replaced(runs: Sequence[Run], today: date) -> str:
    """Word the run of the last seven days that stands in the middle by its minutes."""
    week = sorted((run.moving_s, run.local_date) for run in runs if run.moving_s and today - WEEK < run.local_date)
    if not week:
        return ""
    seconds, day = week[(len(week) - 1) // 2]
    return f"for you instead of a run like {day:%A}'s of {count(round(seconds / 60), 'minute')}"
