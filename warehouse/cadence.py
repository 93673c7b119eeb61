"""Cadence over time and run by run, as a page shows it. Frozen, typed, no behaviour."""

from dataclasses import dataclass
from datetime import date

from warehouse.model import CadenceReset


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
