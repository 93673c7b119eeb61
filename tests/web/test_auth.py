"""Connecting with Strava: the whole way there and back, each way it can fail, and each way somebody may try to abuse it."""

from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from dashboard import consent
from tests.web.dance import Stage, agree, browser, connect, leave, state_of
from tests.web.pages import Site
from tests.web.seasons import NOW
from warehouse.people import Quota


@pytest.fixture
def site(stage: Stage) -> Site:
    """Open the application."""
    return stage.site()


def nothing_stored(stage: Stage) -> bool:
    return not (stage.people.connections.all() or stage.people.athletes.all() or stage.people.jobs.recent(5))


def test_a_runner_connects_and_comes_back_to_a_page_that_fills(stage: Stage, site: Site) -> None:
    answer = connect(site)
    (made,) = stage.people.connections.all()
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/?athlete={made.athlete}")
    assert (made.strava_id, made.state, made.private, made.shoes) == (7, "connected", True, True)
    (agreed,) = stage.people.consents.of(made.athlete)
    assert (agreed.kind, agreed.version, agreed.given_at, agreed.withdrawn_at) == ("strava", consent.VERSION, NOW, None)
    (job,) = stage.people.jobs.recent(5)
    assert (job.kind, job.athlete, job.state) == ("sync", made.athlete, "waiting")
    page = site.show("/", f"?athlete={made.athlete}")
    assert "Your runs are on their way" in page.text
    assert site.client.get(f"/?athlete={made.athlete}").status_code == 200


def test_the_button_leads_to_strava_with_a_state_of_this_browser(stage: Stage, site: Site) -> None:
    answer = site.client.get("/auth/strava/start", base_url="http://127.0.0.1:8050")
    address = urlsplit(answer.headers["Location"])
    asked = {name: values[0] for name, values in parse_qs(address.query).items()}
    assert f"{address.scheme}://{address.netloc}{address.path}" == f"{stage.strava.url}/oauth/authorize"
    assert asked["redirect_uri"] == "http://127.0.0.1:8050/auth/strava/callback"
    assert asked["scope"] == "read,activity:read_all,profile:read_all"
    assert len(asked["state"]) >= 43
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert asked["state"] != state_of(leave(site))
    assert stage.settings.strava_client_secret not in answer.headers["Location"]


@pytest.mark.parametrize("site_of_origin", ["cross-site", "same-site"])
def test_another_site_cannot_begin_it(site: Site, site_of_origin: str) -> None:
    answer = site.client.get("/auth/strava/start", headers={"Sec-Fetch-Site": site_of_origin})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/connect")


def test_without_an_application_the_page_says_how_to_make_one(empty: Site) -> None:
    answer = empty.client.get("/auth/strava/start")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/connect")
    page = empty.show("/connect")
    for words in ("Not configured here", "Authorization Callback Domain", "localhost", "STRAVA_CLIENT_SECRET"):
        assert words in page.text
    assert "/auth/strava/start" not in str(page.tree)
    assert empty.client.get("/auth/strava/callback?code=x&state=y").status_code == 400


@pytest.mark.parametrize("path", ["/connect", "/settings"])
def test_no_secret_is_ever_shown(stage: Stage, site: Site, path: str) -> None:
    connect(site)
    words = str(site.show(path).tree)
    grown = stage.strava.athletes[7]
    for secret in (stage.settings.strava_client_secret, grown.access_token, grown.refresh_token):
        assert secret
        assert secret not in words


@pytest.mark.parametrize("state", ["", "wrong", "ä", "a\r\nSet-Cookie: x=1", "' or 1=1"])
def test_a_callback_with_another_state_is_refused(stage: Stage, site: Site, state: str) -> None:
    leave(site)
    code = stage.strava.code(stage.strava.athletes[7])
    answer = site.client.get("/auth/strava/callback", query_string={"code": code, "scope": "read,activity:read_all", "state": state})
    assert answer.status_code == 400
    assert "Please begin again" in answer.text
    assert "x=1" not in str(answer.headers)
    assert nothing_stored(stage)
    assert stage.strava.count("/oauth/token") == 0


def test_another_browser_cannot_use_the_state(stage: Stage, site: Site) -> None:
    back = agree(leave(site))
    assert browser(site).client.get(back).status_code == 400
    assert nothing_stored(stage)


def test_a_callback_is_good_once(stage: Stage, site: Site) -> None:
    address = leave(site)
    kept = site.client.get_cookie("plimsoll")
    assert kept is not None
    back = agree(address)
    assert site.client.get(back).status_code == 303
    assert site.client.get(back).status_code == 400
    again = browser(site).client
    again.set_cookie("plimsoll", kept.value)
    assert again.get(back).status_code == 400, "a copy of the cookie of before"
    assert len(stage.people.jobs.recent(5)) == 1


def test_a_callback_after_ten_minutes_is_too_late(stage: Stage, site: Site) -> None:
    back = agree(leave(site))
    stage.clock.pass_by(minutes=10, seconds=1)
    assert site.client.get(back).status_code == 400
    assert nothing_stored(stage)


def test_who_says_no_reads_that_nothing_was_stored(stage: Stage, site: Site) -> None:
    stage.strava.denies = True
    answer = connect(site)
    assert (answer.status_code, nothing_stored(stage)) == (403, True)
    assert "nothing is read and nothing is stored" in answer.text
    assert 'href="/import"' in answer.text


def test_what_strava_sends_is_never_written_into_the_page(site: Site) -> None:
    state = state_of(leave(site))
    answer = site.client.get("/auth/strava/callback", query_string={"state": state, "error": "<script>alert(1)</script>"})
    assert answer.status_code == 400
    assert "alert(1)" not in answer.text


def test_a_callback_without_a_code_begins_again(stage: Stage, site: Site) -> None:
    state = state_of(leave(site))
    assert site.client.get("/auth/strava/callback", query_string={"state": state}).status_code == 400
    assert stage.strava.count("/oauth/token") == 0


def test_an_expired_code_is_told(stage: Stage, site: Site) -> None:
    state = state_of(leave(site))
    code = stage.strava.code(stage.strava.athletes[7], state="expired")
    answer = site.client.get("/auth/strava/callback", query_string={"state": state, "code": code, "scope": "activity:read_all"})
    assert answer.status_code == 502
    assert "used before or is too old" in answer.text
    assert 'href="/connect"' in answer.text
    assert nothing_stored(stage)


def test_the_limit_of_athletes_is_told(stage: Stage, site: Site) -> None:
    back = agree(leave(site))
    stage.strava.athlete_limit = 0
    answer = site.client.get(back)
    assert answer.status_code == 502
    assert "athletes" in answer.text
    assert nothing_stored(stage)


@pytest.mark.parametrize("fault", ["500", "drop", "broken", "429", "403-inactive"])
def test_a_strava_that_does_not_work_is_told_and_stores_nothing(stage: Stage, site: Site, fault: str) -> None:
    back = agree(leave(site))
    stage.strava.fail("/oauth/token", fault, times=9)
    answer = site.client.get(back)
    assert answer.status_code == 502
    assert "Strava" in answer.text
    assert nothing_stored(stage)
    stage.strava.heal()
    assert connect(site).status_code == 303


def test_without_activities_nothing_works_and_the_permission_is_given_back(stage: Stage, site: Site) -> None:
    stage.strava.unticked = frozenset({"activity:read_all"})
    answer = connect(site)
    assert answer.status_code == 403
    assert "did not allow Plimsoll to view your activities" in answer.text
    assert nothing_stored(stage)
    assert stage.strava.count("/oauth/revoke") == 1
    assert not stage.strava.athletes[7].authorized


def test_a_renewal_without_activities_leaves_the_connection_alone(stage: Stage, site: Site) -> None:
    connect(site)
    stage.strava.unticked = frozenset({"activity:read_all"})
    assert connect(site).status_code == 403
    assert stage.people.connections.all()[0].private
    assert stage.strava.count("/oauth/revoke") == 0


@pytest.mark.parametrize(
    ("scope", "words"),
    [
        ("read,activity:read,profile:read_all", "Activities only you can see are left out"),
        ("read,activity:read_all", "Your shoes are left out"),
        ("read activity:read", "Your shoes are left out"),
    ],
)
def test_what_was_not_ticked_is_explained(stage: Stage, site: Site, scope: str, words: str) -> None:
    state = state_of(leave(site))
    asked = {"state": state, "code": stage.strava.code(stage.strava.athletes[7]), "scope": scope}
    answer = site.client.get("/auth/strava/callback", query_string=asked)
    (made,) = stage.people.connections.all()
    assert (made.private, made.shoes) == ("activity:read_all" in scope, "profile:read_all" in scope)
    assert answer.status_code == 200
    assert words in answer.text
    assert f'href="/?athlete={made.athlete}"' in answer.text


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "localhost@evil.example"])
def test_a_foreign_host_name_gets_no_redirect(site: Site, host: str) -> None:
    answer = site.client.get("/auth/strava/start", headers={"Host": host, "X-Forwarded-Host": "evil.example"})
    assert answer.status_code in {400, 421}
    assert "Location" not in answer.headers


def test_the_page_says_when_connection_or_application_do_not_work(stage: Stage, site: Site) -> None:
    connect(site)
    (made,) = stage.people.connections.all()
    stage.people.connections.lost(made.athlete)
    stage.people.quota.note(Quota(100, 1, 1000, 1, NOW, problem="inactive"))
    page = site.show("/connect")
    assert "connection lost" in page.text
    assert "Strava has paused this application" in page.text
    assert "/auth/strava/start" in page.links()


def test_the_words_of_a_version_never_change() -> None:
    """A change is a new file with a new number: who agreed to the old words did not agree to the new ones."""
    texts = {path.name: sha256(path.read_bytes()).hexdigest()[:16] for path in Path(consent.__file__).parent.glob("texts/consent-*.md")}
    assert texts == {"consent-1.md": "abb0bf8c2a5c8005"}


def test_the_words_are_on_the_page_with_the_numbers_of_this_installation(stage: Stage) -> None:
    site = Stage(replace(stage.settings, strava_retention_days=5), stage.strava, stage.people).site()
    page = site.show("/connect")
    for words in ("What is read", "Why", "Who sees it", "not confirmed for 5 days", "How to withdraw", "How to delete everything"):
        assert words in page.text
    (picture,) = page.find("Img")
    assert (picture["alt"], picture["height"]) == ("Connect with Strava", "48")
