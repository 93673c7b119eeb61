"""Cadence over time and run by run, as a page shows it, and what a metronome is set to. No database, no clock."""

from dataclasses import dataclass
from datetime import date

from warehouse.model import CadenceReset

MORE_STEPS = 1.05


def metronome(usual_spm: float) -> int:
    """Return the metronome's beats a minute for a runner's usual steps a minute: 5 % more of their own (Heiderscheit 2011), grade C."""
    return round(MORE_STEPS * usual_spm)


@dataclass(frozen=True, slots=True)
class CadenceDay:
    """What a judged day said: both medians in steps a minute at `speed_mps`, None while runs are collected, and the line's slope."""

    local_date: date
    delta_spm: float | None
    baseline_spm: float | None
    recent_spm: float | None
    speed_mps: float | None
    slope_spm_per_mps: float
    reset: CadenceReset | None
    reset_on: date | None


@dataclass(frozen=True, slots=True)
class CadenceRun:
    """A run whose cadence can be compared: steps a minute at m/s; `setting` is its watch and surface."""

    local_date: date
    cadence_spm: float
    speed_mps: float
    setting: str
