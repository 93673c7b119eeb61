"""A real server, a real worker and a real browser; pages are watched for requests that leave the machine and for errors."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from shutil import which

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright
from werkzeug.serving import make_server

from dashboard.app import create_app
from pipelines.strava.oauth import OAuth
from pipelines.worker import perform
from tests.keeping import once
from tests.strava import FakeStrava
from tests.web import seasons
from warehouse.people import People
from warehouse.reader import Marts
from warehouse.settings import Settings

CHROMIUM = which("chromium") or "/usr/bin/chromium"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start the system's Chromium once."""
    if not Path(CHROMIUM).exists():
        pytest.skip("chromium is not installed")
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])


@dataclass
class Server:
    """An application being served, and the homes behind it."""

    settings: Settings
    people: People
    url: str
    stopping: threading.Event = field(default_factory=threading.Event)

    def work(self) -> None:
        """Do waiting jobs until told to stop."""
        while not self.stopping.wait(0.1):
            if job := self.people.jobs.claim(seasons.NOW):
                perform(self.settings, job)


def serve(settings: Settings) -> Iterator[Server]:
    """Serve a home on a free port, with a worker beside it, until the test is over."""
    people = People.open(settings)
    strava = OAuth(settings, lambda: seasons.NOW) if settings.strava_configured else None
    application = create_app(settings, Marts(settings), people, strava=strava, now=lambda: seasons.NOW).server
    listener = make_server("127.0.0.1", 0, application, threaded=True)
    server = Server(settings, people, f"http://localhost:{listener.server_port}")
    threads = [threading.Thread(target=listener.serve_forever), threading.Thread(target=server.work)]
    for thread in threads:
        thread.start()
    yield server
    server.stopping.set()
    listener.shutdown()
    for thread in threads:
        thread.join()
    listener.server_close()
    people.close()


@pytest.fixture(scope="session")
def town_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Serve a home of athletes in every state; it is only read."""
    settings = Settings(home=tmp_path_factory.mktemp("town"))
    people = People.open(settings)
    crowd = {"Anna": seasons.spike, "Ben": seasons.worn, "Dora": seasons.ten_years, "Emil": seasons.beginner, "Olga": seasons.gone}
    for name, season in crowd.items():
        seasons.land(settings, people, name, season())
    seasons.build(settings, people)
    people.close()
    once(tmp_path_factory, "stine", seasons.stine, settings.demo.home)
    yield from serve(settings)


@pytest.fixture
def empty_server(settings: Settings) -> Iterator[Server]:
    """Serve a home where nobody is yet."""
    yield from serve(settings)


@pytest.fixture
def strava_server(settings: Settings, strava: FakeStrava) -> Iterator[Server]:
    """Serve a home where nobody is yet, with an application at the server that plays Strava."""
    strava.url = strava.url.replace("127.0.0.1", "localhost")  # the one host the browser may leave for
    yield from serve(strava.configure(settings))


@dataclass
class Window:
    """An open page and what went wrong on it."""

    page: Page
    wrong: list[str] = field(default_factory=list)

    def open(self, url: str) -> Page:
        """Go to an address and wait until its page is drawn."""
        self.page.goto(url)
        self.page.wait_for_selector("h1")
        return self.page

    @contextmanager
    def forgiving(self, status: str) -> Iterator[None]:
        """Do not count it as wrong that an address has this status: the browser reports it as an error."""
        yield
        self.wrong = [words for words in self.wrong if f"status of {status}" not in words]

    def watch(self) -> None:
        """Note errors and every request that leaves this machine."""
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.page.on("request", lambda request: self.wrong.extend(outside(request.url)))

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.wrong.append(f"{message.text} {message.location.get('url', '')}".strip())


def outside(url: str) -> list[str]:
    """Return the address when it is not this machine's."""
    return [] if url.startswith(("http://localhost:", "data:", "blob:")) else [url]


@pytest.fixture
def window(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Window]:
    """Open a window; parametrise indirectly with (width, scheme). A test fails when anything went wrong on its page."""
    width, scheme = getattr(request, "param", (1280, "light"))
    context = browser.new_context(viewport={"width": width, "height": 850}, color_scheme=scheme, reduced_motion="reduce")
    window = Window(context.new_page())
    window.watch()
    yield window
    context.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Function) -> Iterator[None]:
    """Fail a test whose page had anything wrong, before its server goes: a page that follows would miss it."""
    yield
    if isinstance(window := item.funcargs.get("window"), Window):
        assert window.wrong == []
