"""A figure with words for those who do not see it, drawn by the browser in the colours of the current scheme."""

from typing import Any

from dash import MATCH, Dash, Input, Output, State, dcc, html
from dash.development.base_component import Component

from dashboard.browser import in_browser
from dashboard.components.base import aria
from dashboard.figures.weekly import Drawing

_BLANK = {
    "data": [],
    "layout": {"paper_bgcolor": "rgba(0,0,0,0)", "plot_bgcolor": "rgba(0,0,0,0)", "xaxis": {"visible": False}, "yaxis": {"visible": False}},
}


def figure(name: str, drawing: Drawing, *, caption: str, table: Component) -> Component:
    """Show a figure with its caption; the same numbers follow as a table to unfold."""
    config: Any = {"displayModeBar": False, "scrollZoom": False, "doubleClick": False, "responsive": True}
    return html.Figure(
        [
            dcc.Store(id={"type": "drawing", "name": name}, data=drawing),
            html.Div(dcc.Graph(id={"type": "figure", "name": name}, figure=_BLANK, config=config), role="img", **aria(label=caption)),
            html.Figcaption(caption, className="quiet"),
            html.Details([html.Summary("The same as a table"), html.Div(table, className="scroll", tabIndex="0")], className="more"),
        ]
    )


def register(app: Dash) -> None:
    """Draw every figure in the browser, with the template of the scheme shown, and again when the scheme changes."""
    drawing, scheme, looks = (
        Input({"type": "drawing", "name": MATCH}, "data"),
        Input("scheme-shown", "data"),
        State("templates", "data"),
    )
    in_browser(app, "draw", Output({"type": "figure", "name": MATCH}, "figure"), drawing, scheme, looks)


def table(head: list[str], rows: list[list[Any]], caption: str) -> Component:
    """Write rows as a table with a caption; the first cell of a row names it."""
    body = [html.Tr([html.Th(row[0], scope="row"), *map(html.Td, row[1:])]) for row in rows]
    header = html.Thead(html.Tr([html.Th(name, scope="col") for name in head]))
    return html.Table([html.Caption(caption, className="visually-hidden"), header, html.Tbody(body)], className="table")
