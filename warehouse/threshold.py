"""Thresholds in words: the effort a runner could hold for about an hour, and from where on a minute is hard. No clock, no database."""

from collections.abc import Mapping, Sequence
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


def estimate(thresholds: Sequence[Threshold], measure: Measure, units: Units) -> str:
    """Say what is estimated from runs, how certain that is, and whether it counts; or what an estimate needs."""
    rule = load_rules().about("hard_time_ramp").parameters
    found = next((one for one in thresholds if one.measure == measure and one.source == "estimated"), None)
    if found is None:
        minutes, sensor = ("held_hr_minutes", "heart rate") if measure == "heart_rate" else ("held_speed_minutes", "speed")
        runs = f"{rule['min_runs']:g} runs of {rule[minutes]:g} minutes or more with {sensor} samples"
        return f"No estimate: it takes {runs} within {rule['estimate_weeks']:g} weeks."
    value = f"{worded(measure, found.value, units)}{' bpm' if measure == 'heart_rate' else ''}"
    counts = "It counts until you set your own." if found.counts else "Yours counts instead."
    return f"Estimated {value} from {found.runs} runs; confidence {found.confidence}. {counts}"


def worded(measure: Measure, value: float, units: Units) -> str:
    """Word a threshold: beats without their unit, or a pace such as "4:30 a km"."""
    return f"{value:.0f}" if measure == "heart_rate" else f"{pace(1000 / value, units)} a {'km' if units == 'km' else 'mile'}"
