"""What is around every page: header with logo, athlete and scheme; navigation; the demo banner; footer."""

from typing import Any

import dash_mantine_components as dmc
from dash import Dash, Input, Output, State, dcc, html
from dash.development.base_component import Component

from dashboard.browser import in_browser
from dashboard.components.base import aria, icon, link
from dashboard.context import Visit

TABS = (
    ("/", "This week", "tab-week"),
    ("/check-in", "Check-in", "tab-check-in"),
    ("/plan", "Plan", "tab-plan"),
    ("/runs", "Runs", "tab-runs"),
)
"""The pages of every week: always in sight, on a phone as a bar at its lower edge."""
MORE = (
    ("/cadence", "Cadence"),
    ("/shoes", "Shoes"),
    ("/alerts", "Alerts"),
    ("/block", "Block"),
    ("/import", "Import"),
    ("/methods", "Methods"),
    ("/settings", "Settings"),
)
"""The other pages: in the same row where there is room, on a phone behind a button that assets/menu.js hears."""

DISCLAIMER = (
    "Plimsoll compares your training with guardrails from published studies. It does not predict injury and does not replace a clinician."
)


def frame(visit: Visit, title: str, content: Any) -> Component:
    """Put a page's content between header and footer under its one level-one heading."""
    heading = html.H1(title, id="title", tabIndex="-1")
    main = html.Main([heading, html.Div(content, className="page")], id="main", tabIndex="-1")
    notice = html.Div(id="notice", className="notice", role="alert")
    return html.Div([_header(visit), _demo_banner(visit), notice, main, _footer(visit)], className="frame")


def _header(visit: Visit) -> Component:
    brand = link([icon("mark"), html.Span("Plimsoll")], visit.link("/"), class_name="brand")
    return html.Header(
        [html.Div([brand, html.Div([*_athlete(visit), *_logout(visit)], className="who")], className="bar-top"), _navigation(visit)]
    )


def _navigation(visit: Visit) -> Component:
    tabs = [html.Li(_nav_link(visit, path, [icon(picture), html.Span(word)])) for path, word, picture in TABS]
    rest = html.Ul([html.Li(_nav_link(visit, path, word)) for path, word in MORE], id="more-pages", className="more-pages")
    return html.Nav([html.Ul([*tabs, html.Li(_more_button(visit), className="more-tab")], className="tabs"), rest], **aria(label="Pages"))


def _more_button(visit: Visit) -> Component:
    current = aria(current="true") if any(_is_here(visit, path) for path, _ in MORE) else {}
    hidden = aria(expanded="false", controls="more-pages")
    return html.Button([icon("tab-more"), html.Span("More")], id="more", type="button", **hidden, **current)


def _nav_link(visit: Visit, path: str, words: Any) -> Component:
    return html.A(words, href=visit.link(path), **(aria(current="page") if _is_here(visit, path) else {}))


def _is_here(visit: Visit, path: str) -> bool:
    return visit.path == path or (path != "/" and visit.path.startswith(f"{path}/"))


def _athlete(visit: Visit) -> list[Component]:
    if visit.athlete is None or len(visit.athletes) == 1:
        return []
    options = [{"value": row.athlete, "label": row.name} for row in visit.athletes]
    chosen = dmc.Select(
        id="athlete",
        data=options,
        value=visit.athlete.athlete,
        allowDeselect=False,
        searchable=len(options) > 8,  # noqa: PLR2004 -- a list longer than a phone's screen wants typing
        size="sm",
        comboboxProps={"width": 260, "position": "bottom-end"},
        **aria(label="Athlete"),
    )
    return [chosen, dcc.Store(id="athlete-shown", data=visit.athlete.athlete)]


def _logout(visit: Visit) -> list[Component]:
    if visit.viewer.athlete is None:
        return []
    return [html.Form(html.Button("Log out", type="submit", className="logout"), method="post", action="/auth/logout")]


def _demo_banner(visit: Visit) -> Component | None:
    if visit.athlete is None or not visit.athlete.demo:
        return None
    own = next((row for row in visit.athletes if not row.demo), None)
    back = link(f"Back to {own.name}", f"/?athlete={own.athlete}") if own else link("Import your own runs", "/import")
    words: list[Any] = [
        html.Strong("Demo"),
        f" {visit.athlete.name} is not a real person; these runs were made up to show how Plimsoll works. ",
        back,
    ]
    return html.Aside(words, className="demo-banner", **aria(label="Demo"))


def _footer(visit: Visit) -> Component:
    ways = [
        link("How it decides", visit.link("/methods")),
        link("Connect Strava", visit.link("/connect")),
    ]
    return html.Footer([html.P(DISCLAIMER), html.P(ways, className="ways")])


def scheme_toggle() -> Component:
    """Switch between light and dark; it stays mounted over all pages, so that figures can follow it."""
    toggle: Component = dmc.ColorSchemeToggle(
        id="scheme",
        lightIcon=icon("sun"),
        darkIcon=icon("moon"),
        variant="subtle",
        size="lg",
        className="scheme",
        **aria(label="Switch between light and dark"),
    )
    return toggle


def register(app: Dash) -> None:
    """Let the choice of an athlete go into the address, from where every page reads it."""
    in_browser(app, "choose", Output("address", "search"), Input("athlete", "value"), State("athlete-shown", "data"), at_start=False)
