"""What is around every page: header with logo, athlete and scheme; navigation; the demo banner; footer."""

from typing import Any

import dash_mantine_components as dmc
from dash import Dash, Input, Output, State, dcc, html
from dash.development.base_component import Component

from dashboard.browser import in_browser
from dashboard.components.base import aria, icon, link
from dashboard.context import Visit

NAVIGATION = (
    ("/", "This week"),
    ("/plan", "Plan"),
    ("/check-in", "Check-in"),
    ("/runs", "Runs"),
    ("/shoes", "Shoes"),
    ("/import", "Import"),
    ("/methods", "Methods"),
    ("/settings", "Settings"),
)

DISCLAIMER = (
    "Plimsoll compares your training with guardrails from published studies. It does not predict injury and does not replace a clinician."
)


def frame(visit: Visit, title: str, content: Any) -> Component:
    """Put a page's content between header and footer under its one level-one heading."""
    heading = html.H1(title, id="title", tabIndex="-1")
    main = html.Main([heading, html.Div(content, className="page")], id="main", tabIndex="-1")
    return html.Div([_header(visit), _demo_banner(visit), main, _footer(visit)], className="frame")


def _header(visit: Visit) -> Component:
    brand = link([icon("mark"), html.Span("Plimsoll")], visit.link("/"), class_name="brand")
    return html.Header(
        [html.Div([brand, html.Div([*_athlete(visit), *_logout(visit)], className="who")], className="bar-top"), _navigation(visit)]
    )


def _navigation(visit: Visit) -> Component:
    links = [_nav_link(visit, path, word) for path, word in NAVIGATION]
    return html.Nav(html.Ul([html.Li(item) for item in links]), **aria(label="Pages"))


def _nav_link(visit: Visit, path: str, word: str) -> Component:
    here = visit.path == path or (path != "/" and visit.path.startswith(f"{path}/"))
    return html.A(word, href=visit.link(path), **(aria(current="page") if here else {}))


def _athlete(visit: Visit) -> list[Component]:
    if visit.athlete is None or len(visit.athletes) == 1:
        return []
    options = [{"value": row.athlete, "label": f"{row.name} (Demo)" if row.demo else row.name} for row in visit.athletes]
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
        link("Alerts", visit.link("/alerts")),
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
