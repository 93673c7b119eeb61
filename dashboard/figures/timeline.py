"""Pain beside load: bars of weekly distance, the answers about pain above them, and where a new pair of shoes began."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from dashboard.figures.weekly import Drawing
from dashboard.units import count, distance, in_units
from warehouse.check_in import MOST_PAIN, Answer
from warehouse.model import Shoe, WeekBar
from warehouse.wording import Units

SYMBOLS = {"green": "circle-open", "amber": "diamond", "red": "octagon"}
MIDWEEK = timedelta(days=3)


def timeline(bars: Sequence[WeekBar], answers: Sequence[Answer], shoes: Sequence[Shoe], units: Units) -> Drawing:
    """Draw what was said against what was run, oldest first; days before the first bar are left out."""
    first = bars[0].week_start if bars else date.max
    said = [answer for answer in answers if answer.check_in.local_date >= first]
    begun = [shoe for shoe in shoes if shoe.first_used and shoe.first_used > first]
    return {"data": [_load(bars, units), _shoes(begun, units), *_pain(said)], "layout": _layout(units)}


def _load(bars: Sequence[WeekBar], units: Units) -> Drawing:
    return {
        "type": "bar",
        "name": "Week",
        "x": [(bar.week_start + MIDWEEK).isoformat() for bar in bars],
        "y": [round(in_units(bar.run_km, units), 2) for bar in bars],
        "customdata": [f"Week of {bar.week_start}: {distance(bar.run_km, units)} in {count(bar.runs, 'run')}" for bar in bars],
        "hovertemplate": "%{customdata}<extra></extra>",
    }


def _shoes(shoes: Sequence[Shoe], units: Units) -> Drawing:
    words = [f"New pair: {shoe.name}, {distance(shoe.distance_km, units, 0)} by now" for shoe in shoes]
    return _points("New pair", "triangle-up", [(shoe.first_used, 0) for shoe in shoes], words)


def _pain(answers: Sequence[Answer]) -> list[Drawing]:
    drawn = []
    for colour, symbol in SYMBOLS.items():
        mine = [answer.check_in for answer in answers if answer.colour == colour]
        words = [f"{one.local_date}: pain {one.pain} of {MOST_PAIN}" for one in mine]
        drawn.append(_points(f"Pain, {colour}", symbol, [(one.local_date, one.pain) for one in mine], words))
    return drawn


def _points(name: str, symbol: str, points: Sequence[tuple[date | None, int]], words: Sequence[str]) -> Drawing:
    return {
        "type": "scatter",
        "mode": "markers",
        "name": name,
        "x": [str(day) for day, _ in points],
        "y": [height for _, height in points],
        "yaxis": "y2",
        "marker": {"symbol": symbol, "size": 12},
        "customdata": list(words),
        "hovertemplate": "%{customdata}<extra></extra>",
        "cliponaxis": False,
    }


def _layout(units: Units) -> dict[str, Any]:
    pain = {"domain": [0.66, 1], "range": [-1, MOST_PAIN + 1], "tickvals": [0, 5, MOST_PAIN], "title": {"text": "pain"}}
    return {
        "height": 300,
        "margin": {"l": 4, "r": 4, "t": 12, "b": 4},
        "showlegend": True,
        "xaxis": {"type": "date"},
        "yaxis": {"ticksuffix": f" {units}", "rangemode": "tozero", "nticks": 4, "domain": [0, 0.58]},
        "yaxis2": {**pain, "fixedrange": True, "zeroline": False, "automargin": True},
    }
