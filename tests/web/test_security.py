"""The rules of the wire: other hosts, other sites, a public address without a login."""

import dataclasses
import re
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from tests.web.pages import ORIGIN, OWN, Site, opened
from warehouse.settings import Settings


@pytest.mark.parametrize("host", ["localhost", "localhost:8050", "127.0.0.1:8050", "[::1]:8050", "LOCALHOST"])
def test_this_machine_is_answered(client: FlaskClient, host: str) -> None:
    assert client.get("/", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "192.168.1.7:8050", "["])
@pytest.mark.parametrize("path", ["/", "/_dash-layout", "/health", "/assets/plimsoll.js"])
def test_another_name_for_this_machine_is_turned_away(client: FlaskClient, host: str, path: str) -> None:
    answer = client.get(path, headers={"Host": host})
    assert answer.status_code in {400, 421}
    assert "Anna" not in answer.text


@pytest.mark.parametrize("path", ["/import/upload", "/import/jobs", "/demo/jobs", "/_dash-update-component"])
@pytest.mark.parametrize(
    "headers",
    [
        {"X-Plimsoll": "1"},
        {"X-Plimsoll": "1", "Origin": "http://evil.example"},
        {"X-Plimsoll": "1", "Origin": "null"},
        {"Origin": "http://localhost:1"},
    ],
)
def test_a_write_from_another_site_is_turned_away(empty: Site, path: str, headers: dict[str, str]) -> None:
    assert empty.client.post(path, headers=headers, json={}).status_code == 403
    assert empty.people.jobs.recent(5) == []


@pytest.mark.parametrize("path", ["/import/upload", "/import/jobs", "/demo/jobs"])
def test_a_form_of_our_own_origin_lacks_the_header_of_our_scripts(empty: Site, path: str) -> None:
    assert empty.client.post(path, headers=ORIGIN, json={}).status_code == 403


def test_headers_allow_our_own_scripts_only(client: FlaskClient) -> None:
    answer = client.get("/")
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "script-src 'self' 'sha256-" in policy
    assert "unsafe-eval" not in policy
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["Cache-Control"] == "no-store"
    assert not re.search(r"""(src|href)=["']?(https?:)?//""", answer.text)


def test_assets_may_be_kept_and_numbers_may_not(client: FlaskClient) -> None:
    with client.get("/assets/plimsoll.js?m=1.0") as asset:
        assert "immutable" in asset.headers["Cache-Control"]
    assert client.get("/_dash-layout").headers["Cache-Control"] == "no-store"


@pytest.fixture(scope="module")
def public(town: Settings) -> Iterator[Site]:
    """Open the same town at a public address."""
    yield from opened(dataclasses.replace(town, public_url="https://runs.example.org"))


@pytest.mark.parametrize("path", ["/", "/runs", "/shoes", "/import", "/runs/strava:1"])
def test_a_public_address_without_login_shows_no_athlete(public: Site, path: str) -> None:
    assert public.client.get(path, headers={"Host": "runs.example.org"}).status_code == 401
    page = public.show(path)
    assert "Log in with Strava" in page.text
    assert "Anna" not in str(page.tree)


def test_a_public_address_shows_what_is_open_to_everybody(public: Site) -> None:
    for path, words in (("/methods", "Longest run"), ("/connect", "Not configured")):
        page = public.show(path)
        assert words in page.text
        assert "Anna" not in str(page.tree)
        assert public.client.get(path, headers={"Host": "runs.example.org"}).status_code == 200
    assert public.client.get("/health", headers={"Host": "runs.example.org"}).status_code == 200


@pytest.mark.parametrize("path", ["/import/upload", "/import/jobs", "/demo/jobs"])
def test_a_public_address_takes_no_files_and_no_orders_of_strangers(public: Site, path: str) -> None:
    headers = {**OWN, "Host": "runs.example.org", "Origin": "https://runs.example.org"}
    assert public.client.post(path, headers=headers, json={}).status_code == 401
    assert public.client.get("/import/jobs/abc", headers={"Host": "runs.example.org"}).status_code == 401
