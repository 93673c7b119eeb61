"""All activities as a grid: sortable, flagged runs marked in words and with an icon, fewer columns on a phone."""

from collections.abc import Sequence
from typing import Any

import dash_ag_grid as dag
from dash import Dash, Input, Output, dcc, html
from dash.development.base_component import Component

from dashboard.browser import in_browser
from dashboard.components.source import SHORT, sources, strava_address
from dashboard.context import Visit
from dashboard.units import in_units, number
from warehouse.model import Run
from warehouse.rules import load_rules, times
from warehouse.wording import Units

_NUMBER: dict[str, Any] = {"type": "rightAligned", "minWidth": 84, "width": 110}
_OPTIONS: dict[str, Any] = {
    "pagination": True,
    "paginationPageSize": 50,
    "paginationPageSizeSelector": False,
    "domLayout": "autoHeight",
    "rowHeight": 46,
    "headerHeight": 46,
    "ensureDomOrder": True,
    "enableCellTextSelection": True,
    "suppressColumnVirtualisation": True,
}


def run_grid(runs: Sequence[Run], visit: Visit, units: Units) -> Component:
    """Lay activities out, newest first; the date links to the activity's page. How cells are written is in assets/grid.js."""
    grid: Component = dag.AgGrid(
        id="runs-grid",
        rowData=[row(run, units) for run in runs],
        defaultColDef={"sortable": True, "resizable": False, "suppressMovable": True, "suppressHeaderMenuButton": True},
        columnSize="responsiveSizeToFit",
        dashGridOptions=_OPTIONS,
        eventListeners={"gridSizeChanged": ["plimsollFit(params)"]},
        className="run-grid",
        style={"height": None},
    )
    return html.Div([dcc.Store(id="runs-columns", data=_columns(units, visit.link(""))), grid])


def register(app: Dash) -> None:
    """Let the browser choose the columns its width has room for."""
    in_browser(app, "columns", Output("runs-grid", "columnDefs"), Input("runs-columns", "data"))


def row(run: Run, units: Units) -> dict[str, Any]:
    """Return what the grid needs of an activity: `distance` and `ratio` sort, `far`, `times` and `mark` are read."""
    km = run.distance_km
    return {
        "id": run.activity_id,
        "date": run.local_date.isoformat(),
        "what": run.name or run.sport_type,
        "sport": run.sport_type,
        "distance": None if km is None else round(in_units(km, units), 2),
        "far": number(km, units),
        "seconds": None if run.moving_s is None else round(run.moving_s),
        "ratio": None if run.ratio is None else round(run.ratio, 2),
        "times": "" if run.ratio is None else times(run.ratio),
        "mark": mark(run),
        "reason": run.not_counted_reason or "",
        "shoe": run.shoe_name or "",
        "source": " + ".join(SHORT.get(source, source) for source in sources(run)),
        "strava": strava_address(run) or "",
    }


def mark(run: Run) -> str:
    """Name the outcome of the longest-run check.

    `over`, `small` (above the ratio, but by too few metres), `under`, `unjudged` (too little before it), `set_aside` or `not_counted`.
    """
    if not run.counted:
        return "set_aside" if run.set_aside else "not_counted"
    if run.spike_level is None:
        return "unjudged"
    line = load_rules().about("longest_run_spike").levels[0].above
    return "over" if run.spike_level else "small" if run.ratio is not None and run.ratio > line else "under"


def _columns(units: Units, query: str) -> list[dict[str, Any]]:
    return [
        {
            "field": "date",
            "headerName": "Date",
            "cellRenderer": "PlimsollDate",
            "cellRendererParams": {"query": query},
            "sort": "desc",
            "minWidth": 106,
            "width": 125,
        },
        {"field": "what", "headerName": "Activity", "minWidth": 140, "width": 270},
        {
            "field": "distance",
            "headerName": f"Distance ({units})",
            "valueFormatter": {"function": "params.data.far"},
            **_NUMBER,
        },
        {"field": "seconds", "headerName": "Time (h:min)", "valueFormatter": {"function": "plimsollClock(params.value)"}, **_NUMBER},
        {"field": "ratio", "headerName": "Against longest run", "cellRenderer": "PlimsollMark", "minWidth": 134, "width": 180},
        {"field": "shoe", "headerName": "Shoe", "minWidth": 110, "width": 150},
        {"field": "source", "headerName": "From", "cellRenderer": "PlimsollSource", "minWidth": 128, "width": 140},
    ]
