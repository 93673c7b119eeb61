"""Pain beside load: weekly distance, cadence at the same speed above it, answers about pain on top; new shoes, and marked days shaded."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from dashboard.figures.weekly import Drawing
from dashboard.units import distance, in_units
from warehouse.cadence import CadenceDay
from warehouse.check_in import MOST_PAIN, Answer
from warehouse.mark import Mark, MarkKind
from warehouse.model import Shoe, WeekBar
from warehouse.wording import Units, count

SYMBOLS = {"green": "circle-open", "amber": "diamond", "red": "octagon"}
WORDS: dict[MarkKind, str] = {"race": "race", "ill": "ill", "unrecorded": "not recorded", "device": "device", "knee_injury": "injury"}
NEUTRAL = "#7d8a94"
"""One grey that can be seen on both schemes; it belongs to no template, because shapes take no colour from one."""
MIDWEEK = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside pain, oldest first: weekly distance, pairs of shoes, cadence at the same speed, marked days."""

    bars: Sequence[WeekBar]
    shoes: Sequence[Shoe] = ()
    cadence: Sequence[CadenceDay] = ()
    marks: Sequence[Mark] = ()


def timeline(beside: Beside, answers: Sequence[Answer], units: Units) -> Drawing:
    """Draw what was said against what was run, oldest first; days before the first bar are left out."""
    bars, shoes = beside.bars, beside.shoes
    first = bars[0].week_start if bars else date.max
    said = [answer for answer in answers if answer.check_in.local_date >= first]
    begun = [shoe for shoe in shoes if shoe.first_used and shoe.first_used > first]
    steps = [day for day in beside.cadence if day.delta_spm is not None and day.local_date >= first]
    marks = [mark for mark in beside.marks if mark.last_day >= first]
    layout = _layout(units, three=bool(steps)) | {"shapes": [_shade(one, first) for one in marks], "annotations": list(map(_word, marks))}
    return {"data": [_load(bars, units), _shoes(begun, units), *_pain(said), *_steps(steps)], "layout": layout}


def _steps(days: Sequence[CadenceDay]) -> list[Drawing]:
    if not days:
        return []
    return [
        {
            "type": "scatter", "mode": "lines", "name": "Cadence", "yaxis": "y3", "line": {"color": NEUTRAL, "width": 2},
            "x": [str(day.local_date) for day in days], "y": [round(day.delta_spm or 0, 1) for day in days],
            "hovertemplate": "%{x}: %{y:+.1f} steps/min at the same speed<extra></extra>",
        }
    ]  # fmt: skip


def _shade(mark: Mark, first: date) -> Drawing:
    ends = {"x0": str(max(mark.first_day, first)), "x1": str(mark.last_day + timedelta(days=1)), "yref": "paper", "y0": 0, "y1": 1}
    return {"type": "rect", "layer": "below", "fillcolor": NEUTRAL, "opacity": 0.28, "line": {"width": 0}, **ends}


def _word(mark: Mark) -> Drawing:
    place = {"x": str(mark.first_day), "y": 0.62, "yref": "paper", "xanchor": "right", "yanchor": "top"}
    return {"text": WORDS[mark.kind], "textangle": -90, "showarrow": False, "font": {"size": 11}, **place}


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


def _layout(units: Units, *, three: bool) -> dict[str, Any]:
    """Lay out two panels, or three with cadence between load and pain."""
    own = {"fixedrange": True, "zeroline": False, "automargin": True}
    middle = {"domain": [0.4, 0.66], "nticks": 3, "title": {"text": "steps/min"}, **own, "zeroline": True}
    pain = {"domain": [0.72 if three else 0.66, 1], "range": [-1, MOST_PAIN + 1], "tickvals": [0, 5, MOST_PAIN], "title": {"text": "pain"}}
    return {
        "height": 400 if three else 300,
        "margin": {"l": 4, "r": 4, "t": 12, "b": 4},
        "showlegend": True,
        "xaxis": {"type": "date"},
        "yaxis": {"ticksuffix": f" {units}", "rangemode": "tozero", "nticks": 4, "domain": [0, 0.34 if three else 0.58]},
        "yaxis2": {**pain, **own},
        **({"yaxis3": middle} if three else {}),
    }
