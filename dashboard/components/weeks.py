"""The last weeks as a chart, a sentence and a table."""

from collections.abc import Sequence
from datetime import date

from dash import html
from dash.development.base_component import Component

from dashboard.components.base import link
from dashboard.components.figure import figure, table
from dashboard.components.lookback import week_link
from dashboard.context import Visit
from dashboard.figures.weekly import label, running, weekly
from dashboard.units import distance, week_end
from warehouse.model import WeekBar
from warehouse.wording import count

NO_RUNS = "No run in these weeks, so there is nothing to draw."


def weeks(bars: Sequence[WeekBar], visit: Visit, shown: date) -> Component:
    """Draw weekly distance up to a day, oldest first, flagged weeks hatched; say the sum and the flags in words, link to each week."""
    units, total, flagged = visit.chosen.units, sum(bar.run_km for bar in bars), sum(bar.flagged for bar in bars)
    if not total:
        return html.P(NO_RUNS)
    flags = count(flagged, "run") if flagged else "no run"
    caption = f"{distance(total, units, 0)} of running in {count(len(bars), 'week')}; {flags} over the longest-run line."
    rows = [[_week(bar, visit, shown), distance(bar.run_km, units), bar.runs, bar.flagged or "none"] for bar in bars]
    words = table(["Week of", "Distance", "Runs", "Flagged runs"], rows, "Weekly distance")
    return figure("weekly", weekly(bars, units, shown), caption=caption, table=words)


def _week(bar: WeekBar, visit: Visit, shown: date) -> Component | str:
    return f"{label(bar)} (so far)" if running(bar, shown) else link(label(bar), week_link(visit, week_end(bar.week_start)))
