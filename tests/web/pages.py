"""Reads pages as a browser would: asks Dash's router for an address and collects the words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from dashboard.app import create_app
from tests.web import seasons
from warehouse.people import People
from warehouse.reader import Marts
from warehouse.settings import Settings

ORIGIN = {"Origin": "http://localhost"}
OWN = {**ORIGIN, "X-Plimsoll": "1"}


@dataclass(frozen=True)
class Shown:
    """A page as shown: the title of the window and the component tree."""

    title: str
    tree: Any

    @property
    def text(self) -> str:
        """All words of the page in order."""
        return " ".join(words(self.tree))

    def find(self, kind: str) -> list[dict[str, Any]]:
        """Return the properties of all components of a type, such as "H1"."""
        return [node["props"] for node in nodes(self.tree) if node["type"] == kind]

    def links(self) -> list[str]:
        """Return where all links lead."""
        return [props["href"] for props in self.find("A")]


@dataclass(frozen=True)
class Site:
    """An application with its client and its people, and the address it is visited at."""

    client: FlaskClient
    people: People
    at: str = "http://localhost"

    def show(self, path: str, search: str = "") -> Shown:
        """Ask the router for an address and read what it answers."""
        answer = self.ask(path, search)
        assert answer.status_code == 200, answer.text
        response = answer.get_json()["response"]
        return Shown(response["title-shown"]["data"], response["page"]["children"])

    def ask(self, path: str, search: str = "", headers: Mapping[str, str] = MappingProxyType({})) -> TestResponse:
        """Ask the router for an address."""
        body = {
            "output": "..page.children...title-shown.data..",
            "outputs": [{"id": "page", "property": "children"}, {"id": "title-shown", "property": "data"}],
            "inputs": [
                {"id": "address", "property": "pathname", "value": path},
                {"id": "address", "property": "search", "value": search},
            ],
            "changedPropIds": ["address.pathname"],
        }
        return self.client.post("/_dash-update-component", json=body, headers={"Origin": self.at, **headers}, base_url=self.at)

    def athlete(self, name: str) -> str:
        """Return the query of an athlete by name."""
        found = self.people.athletes.find(name)
        assert found is not None
        return f"?athlete={found.athlete}"

    def post(self, path: str, **more: Any) -> TestResponse:
        """Send something as the page's own scripts do."""
        headers = {**OWN, "Origin": self.at, **more.pop("headers", {})}
        return self.client.post(path, headers=headers, base_url=self.at, **more)

    def status(self, path: str) -> int:
        """Return the status of an address."""
        return self.client.get(path, base_url=self.at).status_code


def opened(settings: Settings, marts: Any = None) -> Iterator[Site]:
    """Open the application over a home, at the moment the seasons were made for."""
    people = People.open(settings)
    app = create_app(settings, marts or Marts(settings), people, now=lambda: seasons.NOW)
    yield Site(app.server.test_client(), people, settings.public_url or "http://localhost")
    people.close()


def visited(site: Site) -> Site:
    """Return another browser at the same application."""
    return replace(site, client=site.client.application.test_client())


def nodes(tree: Any) -> Iterator[dict[str, Any]]:
    """Walk over all components of a tree, in order."""
    if isinstance(tree, list):
        for child in tree:
            yield from nodes(child)
    elif isinstance(tree, dict) and "props" in tree:
        yield tree
        yield from nodes(tree["props"].get("children"))


def words(tree: Any) -> Iterator[str]:
    """Walk over all words of a tree, in order."""
    if isinstance(tree, list):
        for child in tree:
            yield from words(child)
    elif isinstance(tree, dict):
        yield from words(tree.get("props", {}).get("children"))
    elif tree is not None:
        yield str(tree)
