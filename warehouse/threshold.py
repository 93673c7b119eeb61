"""Thresholds in words: the effort a runner could hold for about an hour, and from where on a minute is hard. No clock, no database."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from warehouse.rulebook import load_rules
from warehouse.wording import Units, pace, words

Measure = Literal["heart_rate", "speed"]


@dataclass(frozen=True, slots=True)
class Threshold:
    """A threshold that holds today: bpm or m/s by `measure`; `counts` is false for an estimate beside the runner's own.

    `runs` an estimate rests on and its `confidence` are None for the runner's own.
    """

    measure: Measure
    source: Literal["own", "estimated"]
    value: float
    runs: int | None
    confidence: Literal["low", "medium", "high"] | None
    counts: bool


def hard_line(row: Mapping[str, Any]) -> str:
    """Say from where on a minute is hard and why there, from `measure`, `line` and `threshold` (bpm or m/s), `source` and `units`."""
    rules = load_rules()
    template: str = getattr(rules.words, f"hard_{row['measure']}_{row['source']}")
    share = words({"hr_share": rules.about("hard_time_ramp").parameters["threshold_hr_share"]})["hr_share"]
    line, threshold = (worded(row["measure"], row[name], row["units"]) for name in ("line", "threshold"))
    return template.format(line=line, threshold=threshold, share=share)


def worded(measure: Measure, value: float, units: Units) -> str:
    """Word a threshold: beats without their unit, or a pace such as "4:30 a km"."""
    return f"{value:.0f}" if measure == "heart_rate" else f"{pace(1000 / value, units)} a {'km' if units == 'km' else 'mile'}"
