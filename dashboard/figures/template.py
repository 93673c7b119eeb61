"""The two looks of every figure. The browser picks one, so that a figure never flashes in the wrong scheme."""

from typing import Any

from dashboard.theme import DARK, LIGHT, SANS, Scheme


def template(scheme: Scheme) -> dict[str, Any]:
    """Return a plotly template: transparent paper, quiet axes, one ink; traces bring their own pattern."""
    axis = {"gridcolor": scheme.line, "linecolor": scheme.line, "zeroline": False, "ticks": "", "automargin": True, "fixedrange": True}
    return {
        "layout": {
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "font": {"family": SANS, "size": 13, "color": scheme.ink_quiet},
            "colorway": [scheme.sea, scheme.flag, scheme.sea_quiet],
            "hoverlabel": {"bgcolor": scheme.card, "bordercolor": scheme.line, "font": {"color": scheme.ink, "family": SANS}},
            "legend": {"orientation": "h", "y": -0.16, "x": 0, "traceorder": "normal", "bgcolor": "rgba(0,0,0,0)"},
            "xaxis": {**axis, "showgrid": False},
            "yaxis": axis,
        },
        "data": {"bar": [_bar(scheme.sea, scheme), _bar(scheme.flag, scheme), _bar(scheme.sea_quiet, scheme)]},
    }


def _bar(colour: str, scheme: Scheme) -> dict[str, Any]:
    return {
        "marker": {"color": colour, "line": {"width": 0}, "pattern": {"fillmode": "overlay", "fgcolor": scheme.card, "fgopacity": 0.85}}
    }


def templates() -> dict[str, dict[str, Any]]:
    """Return both looks by the name of their scheme."""
    return {"light": template(LIGHT), "dark": template(DARK)}
