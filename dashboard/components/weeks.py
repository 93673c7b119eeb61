"""The last weeks as a chart, a sentence and a table."""

from collections.abc import Sequence
from datetime import date

from dash.development.base_component import Component

from dashboard.components.figure import figure, table
from dashboard.figures.weekly import label, running, weekly
from dashboard.units import count, distance
from warehouse.model import WeekBar
from warehouse.wording import Units


def weeks(bars: Sequence[WeekBar], units: Units, today: date) -> Component:
    """Draw weekly distance, oldest first, flagged weeks hatched; say the sum and the flags in words."""
    total, flagged = sum(bar.run_km for bar in bars), sum(bar.flagged for bar in bars)
    flags = count(flagged, "run") if flagged else "no run"
    caption = f"{distance(total, units, 0)} of running in {count(len(bars), 'week')}; {flags} over the longest-run line."
    rows = [[_name(bar, today), distance(bar.run_km, units), bar.runs, bar.flagged or "none"] for bar in bars]
    words = table(["Week of", "Distance", "Runs", "Flagged runs"], rows, "Weekly distance")
    return figure("weekly", weekly(bars, units, today), caption=caption, table=words)


def _name(bar: WeekBar, today: date) -> str:
    return f"{label(bar)} (so far)" if running(bar, today) else label(bar)
