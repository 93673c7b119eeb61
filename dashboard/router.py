"""From an address to a page.

Dash's own pages are one registry a process, which two applications in one process would share, and they hand the query string
to the layout as keyword arguments; this table belongs to one application and gives a page only what its path names.
"""

import logging
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from dash import Dash, Input, Output
from dash.development.base_component import Component

from dashboard.access import is_open
from dashboard.browser import in_browser
from dashboard.components.arrival import arrival, follower, waiting
from dashboard.components.frame import frame
from dashboard.components.states import first_run, nothing_yet, trouble
from dashboard.context import Context, UnavailableError, Visit, stranger, visit
from dashboard.session import viewer
from warehouse.errors import NotFoundError, PlimsollError

Layout = Callable[..., Any]
log = logging.getLogger("plimsoll.dashboard")


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its path (a name in angle brackets is a variable), its title and heading (`past` for an earlier day), its layout.

    One that `follows` shows newly published numbers by itself.
    """

    path: str
    title: str
    layout: Layout
    needs_athlete: bool = True
    past: str = ""
    follows: bool = False

    def match(self, path: str) -> Mapping[str, str] | None:
        """Return the path's variables, or None when the path is another page's."""
        found = re.fullmatch(re.sub(r"<(\w+)>", r"(?P<\1>[^/]+)", self.path), path)
        return found and found.groupdict()


@dataclass(slots=True)
class Pages:
    """All pages of one application; `login` is the layout shown to those who must log in first."""

    context: Context
    login: Layout
    pages: list[Page] = field(default_factory=list)

    def add(self, page: Page) -> None:
        """Add a page; the first that matches a path is shown."""
        self.pages.append(page)

    def find(self, path: str) -> tuple[Page, Mapping[str, str]] | None:
        """Return the page of a path with its variables."""
        found = ((page, page.match(path)) for page in self.pages)
        return next(((page, names) for page, names in found if names is not None), None)

    def status(self, path: str, search: str | None = None) -> int:
        """Return the HTTP status of an address: 401 without a login, 404 for no page, athlete or day, 503 without data, else 200."""
        if not is_open(path) and not viewer(self.context).known:
            return 401
        match = self.find(path)
        if match is None:
            return 404
        try:
            self._title(match[0], self._seen(path, search))
        except NotFoundError:
            return 404
        except UnavailableError:
            return 503
        except Exception:  # whatever it is, the page tells it in words; this is only its number
            log.exception("%s cannot be shown", path)
            return 503
        return 200

    def render(self, path: str, search: str | None) -> tuple[Component, str]:
        """Return the whole page and its title; every way it can fail is a page too."""
        path = unquote(path).rstrip("/") or "/"
        nobody = stranger(self.context, path)
        try:
            return self._render(path, search)
        except UnavailableError as problem:
            log.warning("%s: %s", path, problem)
            return _page(nobody, problem.title, [trouble(problem, path, "Try again"), waiting()])
        except PlimsollError as problem:
            log.warning("%s: %s", path, problem)
            return _page(nobody, "This page cannot be shown", trouble(problem))
        except Exception:  # the last net: a page with a next step instead of an empty one
            log.exception("%s failed", path)
            return _page(nobody, "Something broke", trouble(_BROKEN))

    def _render(self, path: str, search: str | None) -> tuple[Component, str]:
        who = viewer(self.context)
        nobody = stranger(self.context, path, who)
        if not is_open(path) and not who.known:
            return _page(nobody, "Log in with Strava", self.login(self.context, nobody))
        match = self.find(path)
        if match is None:
            return _page(nobody, "No such page", trouble(_NO_PAGE))
        page, names = match
        seen = self._seen(path, search)
        if page.needs_athlete and (seen.athlete is None or seen.arriving):
            return self._welcome(seen)
        try:
            shown = page.layout(self.context, seen, **names)
        except NotFoundError as problem:
            return _page(seen, "Not found", trouble(problem, seen.link("/")))
        return _page(seen, self._title(page, seen), [*shown, follower(self.context, seen)] if page.follows else shown)

    def _seen(self, path: str, search: str | None) -> Visit:
        who = viewer(self.context)
        return visit(self.context, path, search, who) if who.known else stranger(self.context, path, who)

    def _title(self, page: Page, seen: Visit) -> str:
        return page.past if page.past and seen.as_of else page.title

    def _welcome(self, seen: Visit) -> tuple[Component, str]:
        if seen.arriving:
            return _page(seen, "Your runs are on their way", [*arrival(self.context, seen), follower(self.context, seen)])
        if seen.path == "/":
            return _page(seen, "Know your load line", first_run(strava=self.context.strava is not None))
        return _page(seen, "Nothing here yet", nothing_yet())


_BROKEN = PlimsollError(
    "This page met an error it does not know; your data is not touched.", "Run “plimsoll doctor”, or “plimsoll build” to publish afresh."
)
_NO_PAGE = PlimsollError("There is no page at this address.", "The pages are in the row at the top, on a phone at the bottom.")


def _page(seen: Visit, title: str, content: Any) -> tuple[Component, str]:
    name = "Plimsoll" if (seen.path, title) == ("/", "This week") else f"{title} · Plimsoll"
    return frame(seen, title, content), name


def register(app: Dash, pages: Pages) -> None:
    """Show the page of the address, and give the window its title."""

    @app.callback(Output("page", "children"), Output("title-shown", "data"), Input("address", "pathname"), Input("address", "search"))
    def show(pathname: str | None, search: str | None) -> tuple[Component, str]:
        return pages.render(pathname or "/", search)

    in_browser(app, "arrive", Input("title-shown", "data"), at_start=False)
