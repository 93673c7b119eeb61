"""Weekly distance: one bar a calendar week, weeks with a flagged run hatched, the current week pale until it is over."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from dashboard.units import distance, in_units, week_end
from warehouse.model import WeekBar
from warehouse.wording import Units, count

FULL = 12
PATTERNS = {"Week": "", "Week with a flagged run": "/", "Week so far": "."}
Drawing = dict[str, Any]
"""A figure as plotly.js reads it. Plain dictionaries: validating one in Python takes longer than the rest of the page."""


def weekly(bars: Sequence[WeekBar], units: Units, today: date) -> Drawing:
    """Draw weekly run distance in the athlete's units, oldest first; `today` decides which week is still running."""
    kinds: dict[str, Callable[[WeekBar], bool]] = {
        "Week": lambda bar: not bar.flagged and not running(bar, today),
        "Week with a flagged run": lambda bar: bar.flagged > 0,
        "Week so far": lambda bar: running(bar, today) and not bar.flagged,
    }
    return {"data": [_trace(name, bars, test, units) for name, test in kinds.items()], "layout": _layout(bars, units, today)}


def running(bar: WeekBar, today: date) -> bool:
    """Tell whether this calendar week is not over yet."""
    return bar.week_start <= today <= week_end(bar.week_start)


def label(bar: WeekBar) -> str:
    """Name a week by its first day."""
    return f"{bar.week_start.day} {bar.week_start:%b}"


def _layout(bars: Sequence[WeekBar], units: Units, today: date) -> Drawing:
    marked, last = bars[::-3], len(bars) - 0.5
    few = max(len(bars), FULL)  # a beginner's few weeks keep the width of a week
    ticks = {"tickvals": [_key(bar) for bar in marked], "ticktext": [_tick(bar, today) for bar in marked], "tickangle": 0}
    return {
        "barmode": "stack",
        "bargap": 0.28,
        "height": 240,
        "margin": {"l": 4, "r": 4, "t": 12, "b": 4},
        "showlegend": True,
        "xaxis": {"type": "category", "range": [last - few, last], **ticks},
        "yaxis": {"ticksuffix": f" {units}", "rangemode": "tozero", "nticks": 5},
    }


def _trace(name: str, bars: Sequence[WeekBar], test: Callable[[WeekBar], bool], units: Units) -> Drawing:
    mine = [bar if test(bar) else None for bar in bars]
    return {
        "type": "bar",
        "name": name,
        "showlegend": any(mine),
        "x": [_key(bar) for bar in bars],
        "y": [round(in_units(bar.run_km, units), 2) if bar else None for bar in mine],
        "marker": {"pattern": {"shape": PATTERNS[name], "size": 7, "solidity": 0.32}},
        "customdata": [_hover(bar, units) if bar else "" for bar in mine],
        "hovertemplate": "%{customdata}<extra></extra>",
    }


def _key(bar: WeekBar) -> str:
    return bar.week_start.isoformat()


def _tick(bar: WeekBar, today: date) -> str:
    return f"{label(bar)}<br>so far" if running(bar, today) else label(bar)


def _hover(bar: WeekBar, units: Units) -> str:
    flags = f"<br>{count(bar.flagged, 'flagged run')}" if bar.flagged else ""
    return f"<b>Week of {label(bar)}</b><br>{distance(bar.run_km, units)} in {count(bar.runs, 'run')}, {bar.minutes:.0f} min{flags}"
