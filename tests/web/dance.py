"""A visitor who connects: from our page to the server that plays Strava, and back."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Self
from urllib.parse import parse_qs, urlsplit

import requests
from flask import Flask
from werkzeug.test import TestResponse

from dashboard.app import create_app
from pipelines.strava.oauth import OAuth
from tests.keeping import kept
from tests.strava import FakeStrava
from tests.web.pages import Site
from tests.web.seasons import NOW
from warehouse.people import People
from warehouse.reader import Marts
from warehouse.settings import Settings


@dataclass
class Clock:
    """A clock that tests turn."""

    time: datetime = NOW

    def __call__(self) -> datetime:
        """Tell the time."""
        return self.time

    def pass_by(self, **much: float) -> None:
        """Let time pass."""
        self.time += timedelta(**much)


@dataclass
class Stage:
    """An application with Strava at its other side."""

    settings: Settings
    strava: FakeStrava
    people: People
    clock: Clock = field(default_factory=Clock)

    @classmethod
    @contextmanager
    def at(cls, home: Path, strava: FakeStrava) -> Iterator[Self]:
        """Open a home that has an application at this Strava."""
        settings = strava.configure(Settings(home=home))
        people = People.open(settings)
        yield cls(settings, strava, people)
        people.close()

    @cached_property
    def application(self) -> Flask:
        """The application of these settings."""
        oauth = OAuth(self.settings, self.clock)
        return create_app(self.settings, Marts(self.settings), self.people, strava=oauth, now=self.clock).server

    def site(self) -> Site:
        """Open the application in a browser of its own, at its public address if it has one."""
        return Site(self.application.test_client(), self.people, self.settings.public_url or "http://localhost")

    @contextmanager
    def kept(self) -> Iterator[Self]:
        """Use the stage for one test: Strava is as new, the clock is turned back, and the home is put back behind it."""
        self.strava.begin()
        self.clock.time = NOW
        with kept(self.settings):
            yield self


def browser(site: Site) -> Site:
    """Return another browser at the same application."""
    return replace(site, client=site.client.application.test_client())


def leave(site: Site, **asked: str) -> str:
    """Press the button; return the address at Strava it leads to."""
    answer = site.client.get("/auth/strava/start", query_string=asked, base_url=site.at)
    assert answer.status_code == 302, answer.text
    return answer.headers["Location"]


def agree(address: str) -> str:
    """Agree, or not, on Strava's page; return the path and query one is sent back with."""
    answer = requests.get(address, allow_redirects=False, timeout=30)
    assert answer.status_code == 302, answer.text
    back = urlsplit(answer.headers["Location"])
    return f"{back.path}?{back.query}"


def connect(site: Site, **asked: str) -> TestResponse:
    """Connect from the button to our answer."""
    return site.client.get(agree(leave(site, **asked)), base_url=site.at)


def state_of(address: str) -> str:
    """Return the state in an address."""
    return parse_qs(urlsplit(address).query)["state"][0]
