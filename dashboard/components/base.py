"""The small pieces every page is made of; their looks are in assets/plimsoll.css."""

import re
from typing import Any

from dash import html
from dash.development.base_component import Component

_DOI = re.compile(r"(?:https://doi\.org/|doi:\s*)?(10\.\d{4,9}/[^\s,;()]+[^\s,;:().])")


def aria(**words: str) -> Any:
    """Write words as ARIA attributes, to be unpacked into a component."""
    return {f"aria-{name}": word for name, word in words.items()}


def icon(name: str) -> Component:
    """Draw one of our own icons in the colour of the text around it; never the only carrier of meaning."""
    return html.Span(className=f"icon icon-{name}", **aria(hidden="true"))


def link(text: Any, href: str, *, class_name: str | None = None) -> Component:
    """Link inside the product; assets/plimsoll.js follows it without reloading the page."""
    return html.A(text, href=href, className=class_name)


def section(title: str, *children: Any, anchor: str, note: Any = None, way: Component | None = None) -> Component:
    """Make a titled part of a page, reachable by its anchor and by screen readers' landmarks; `way` leads to all there is of it."""
    heading = html.H2(title, id=f"{anchor}-title")
    head = [html.Div([heading, way], className="section-head") if way else heading, html.P(note, className="quiet") if note else None]
    return html.Section([*head, *children], id=anchor, className="section", **aria(labelledby=f"{anchor}-title"))


def card(*children: Any, class_name: str = "") -> Component:
    """Lay a sheet of paper on the page."""
    return html.Div(list(children), className=f"card {class_name}".strip())


def more(summary: Any, *children: Any, class_name: str = "", opened: bool = False) -> Component:
    """Fold something away; the browser's own element, so keyboard and screen reader know it."""
    return html.Details([html.Summary(summary), *children], className=f"more {class_name}".strip(), open=opened)


def facts(*rows: tuple[str, Any, Any]) -> Component:
    """List name, value and plain meaning; rows without a value are left out."""
    shown = [row for row in rows if row[1] is not None]
    return html.Dl([html.Div([html.Dt(name), html.Dd([value, _small(meaning)])]) for name, value, meaning in shown], className="facts")


def _small(meaning: Any) -> Component | None:
    return html.Small(meaning) if meaning else None


def cited(source: str) -> list[Any]:
    """Write a source with every DOI in it as a link to the publication."""
    parts: list[Any] = []
    end = 0
    for found in _DOI.finditer(source):
        parts += [source[end : found.start()], outside(f"doi:{found[1]}", f"https://doi.org/{found[1]}")]
        end = found.end()
    return [*parts, source[end:]]


def outside(text: str, href: str) -> Component:
    """Link to another site, which learns nothing of where the reader came from."""
    return html.A(text, href=href, rel="noreferrer noopener external", className="outside")
