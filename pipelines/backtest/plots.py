"""The pictures of the report, intervals on a scale and bars: functions of numbers, placed in percent so that they fit any width."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from math import log

from pipelines.backtest.markup import shape, tag

HEIGHT = 26
MIDDLE = HEIGHT / 2
AXIS = 20


@dataclass(frozen=True, slots=True)
class Scale:
    """An axis from `low` to `high`, logarithmic or not; `about` is a value to draw a stronger line at."""

    low: float
    high: float
    ticks: tuple[float, ...]
    about: float
    logarithmic: bool = False

    def place(self, value: float) -> float:
        """Return where a value lies, in percent of the width; beyond an end is at the end."""
        bend: Callable[[float], float] = log if self.logarithmic else float
        inside = min(max(value, self.low), self.high)
        return round(2 + 96 * (bend(inside) - bend(self.low)) / (bend(self.high) - bend(self.low)), 2)


@dataclass(frozen=True, slots=True)
class Interval:
    """A found value with its interval, and where there is one the value that was put in."""

    label: str
    value: float
    low: float
    high: float
    known: float | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a bar: how long, in the unit of the scale; its class gives the colour."""

    name: str
    size: float
    kind: str
    said: str


RATIOS = Scale(0.25, 8, (0.25, 0.5, 1, 2, 4, 8), 1, logarithmic=True)
AREAS = Scale(0.35, 0.80, (0.4, 0.5, 0.6, 0.7, 0.8), 0.5)


def intervals(rows: Iterable[Interval], scale: Scale) -> str:
    """Draw a row for each interval, and the axis below."""
    return tag("div", *(_row(row.label, _interval(row, scale)) for row in rows), _row("", _axis(scale)), class_="plot")


def bars(rows: Mapping[str, Sequence[Part]], total: float) -> str:
    """Draw a bar for each row, its parts one after the other; `total` is as long as the plot is wide."""
    return tag("div", *(_row(label, _bar(parts, total)) for label, parts in rows.items()), class_="plot")


def legend(*entries: tuple[str, str]) -> str:
    """Explain classes in words."""
    keys = (tag("span", tag("i", class_=f"key {kind}"), escape(words)) for kind, words in entries)
    return tag("p", *keys, class_="legend")


def _row(label: str, picture: str) -> str:
    return tag("div", tag("span", escape(label), class_="label"), picture, class_="row")


def _svg(said: str, *shapes: str, height: float = HEIGHT) -> str:
    hidden = {"aria_hidden": "true"} if not said else {"role": "img", "aria_label": said}
    return tag("svg", *shapes, width="100%", height=height, **hidden)


def _lines(scale: Scale, height: float) -> Iterable[str]:
    for tick in scale.ticks:
        at = f"{scale.place(tick)}%"
        yield shape("line", x1=at, x2=at, y1=0, y2=height, class_="about" if tick == scale.about else "grid")


def _interval(row: Interval, scale: Scale) -> str:
    low, middle, high = (f"{scale.place(value)}%" for value in (row.low, row.value, row.high))
    said = f"{row.label}: found {row.value:.2f}, 95 % interval {row.low:.2f} to {row.high:.2f}"
    shapes = [*_lines(scale, HEIGHT), shape("line", said, x1=low, x2=high, y1=MIDDLE, y2=MIDDLE, class_="interval")]
    if row.known is not None:
        said = f"{said}; put in {row.known:.2f}"
        at = f"{scale.place(row.known)}%"
        shapes.append(shape("line", f"Put in: {row.known:.2f}", x1=at, x2=at, y1=3, y2=HEIGHT - 3, class_="known"))
    return _svg(said, *shapes, shape("circle", said, cx=middle, cy=MIDDLE, r=5, class_="found"))


def _axis(scale: Scale) -> str:
    texts = (tag("text", f"{tick:g}", x=f"{scale.place(tick)}%", y=14, text_anchor="middle") for tick in scale.ticks)
    return _svg("", *texts, height=AXIS)


def _bar(parts: Sequence[Part], total: float) -> str:
    shapes, begins = [], 0.0
    for part in parts:
        width = 100 * part.size / total
        said = f"{part.name}: {part.said}"
        shapes.append(shape("rect", said, x=f"{begins:.2f}%", y=3, width=f"{width:.2f}%", height=HEIGHT - 6, class_=part.kind))
        begins += width
    return _svg("; ".join(f"{part.name} {part.said}" for part in parts), *shapes)
