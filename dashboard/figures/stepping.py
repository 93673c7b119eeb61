"""Cadence at the same speed: over time with what changed on the way, and run by run beside the runner's own line."""

from collections.abc import Sequence
from datetime import timedelta
from itertools import groupby
from statistics import median

from dashboard.figures.weekly import Drawing
from dashboard.units import in_units
from warehouse.cadence import CadenceDay, CadenceRun
from warehouse.wording import Units, pace

CHANGES = {"device": "watch", "shoes": "shoes", "treadmill": "surface"}
RECENT = timedelta(days=20)


def over_time(days: Sequence[CadenceDay]) -> Drawing:
    """Draw the recent median and its baseline on every judged day; a dotted line wherever the baseline began again."""
    dates = [day.local_date.isoformat() for day in days]
    changes = [next(same) for key, same in groupby(days, key=lambda day: day.reset_on) if key]
    shown = [day for day in changes if day.reset_on and day.reset_on >= days[0].local_date]
    return {
        "data": [
            _line("Last 21 days", dates, [day.recent_spm for day in days], "solid"),
            _line("Baseline", dates, [day.baseline_spm for day in days], "dash"),
        ],
        "layout": _layout() | {"xaxis": {"type": "date"}, "shapes": list(map(_mark, shown)), "annotations": list(map(_word, shown))},
    }


def by_speed(runs: Sequence[CadenceRun], slope: float, units: Units) -> Drawing:
    """Draw cadence over speed of the last 112 days, the last 21 apart, and the line of that slope through the earlier ones."""
    newest = max(run.local_date for run in runs)
    late = [run for run in runs if newest - run.local_date <= RECENT]
    early = [run for run in runs if newest - run.local_date > RECENT]
    residual = median(run.cadence_spm - slope * run.speed_mps for run in early or runs)
    ends = sorted({min(run.speed_mps for run in runs), max(run.speed_mps for run in runs)})
    line = _line("Your line", [_speed(end, units) for end in ends], [residual + slope * end for end in ends], "dash")
    data = [_dots("Earlier runs", early, units, "circle-open"), _dots("Last 21 days", late, units, "diamond"), line]
    return {"data": data, "layout": _layout() | {"xaxis": {"ticksuffix": f" {units}/h", "nticks": 5, "tickangle": 0}}}


def _line(name: str, x: Sequence[object], y: Sequence[float | None], dash: str) -> Drawing:
    values = [None if value is None else round(value, 1) for value in y]
    return {
        "type": "scatter", "mode": "lines", "name": name, "x": list(x), "y": values, "line": {"dash": dash, "width": 2},
        "hovertemplate": f"{name}: %{{y}} steps/min<extra></extra>",
    }  # fmt: skip


def _dots(name: str, runs: Sequence[CadenceRun], units: Units, symbol: str) -> Drawing:
    return {
        "type": "scatter", "mode": "markers", "name": name,
        "x": [_speed(run.speed_mps, units) for run in runs], "y": [round(run.cadence_spm, 1) for run in runs],
        "marker": {"symbol": symbol, "size": 8},
        "customdata": [f"{run.local_date}, {pace(1000 / run.speed_mps, units)} min/{units}" for run in runs],
        "hovertemplate": "%{customdata}: %{y} steps/min<extra></extra>",
    }  # fmt: skip


def _speed(mps: float, units: Units) -> float:
    return round(in_units(mps * 3.6, units), 2)


def _layout() -> Drawing:
    return {"height": 280, "margin": {"l": 4, "r": 4, "t": 20, "b": 4}, "showlegend": True, "yaxis": {"nticks": 5}}


def _mark(day: CadenceDay) -> Drawing:
    at = str(day.reset_on)
    return {"type": "line", "x0": at, "x1": at, "yref": "paper", "y0": 0, "y1": 1, "line": {"dash": "dot", "width": 1, "color": "#7d8a94"}}


def _word(day: CadenceDay) -> Drawing:
    text = CHANGES[day.reset or "device"]  # one word, as there is no room for more on a phone
    return {"x": str(day.reset_on), "y": 1.06, "yref": "paper", "text": text, "showarrow": False, "xanchor": "left", "font": {"size": 11}}
