"""Asking an athlete, exchanging what they agreed to, renewing and giving back; the webhook's subscription."""

import logging
import traceback
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from urllib.parse import parse_qsl, urlsplit

import pytest
import requests

from pipelines.strava.errors import AthleteLimitError, ExpiredCodeError, GoneError, InactiveError, SpentError, StravaError, UnreachableError
from pipelines.strava.oauth import OAuth
from pipelines.strava.subscriptions import Subscriptions
from pipelines.strava.transport import Patience, session
from tests.strava import ALL_SCOPES, FakeAthlete, FakeStrava, activity
from warehouse.errors import PlimsollError, ReconnectError, SettingsError
from warehouse.settings import Settings

NOW = datetime(2026, 11, 23, 8, 7, tzinfo=UTC)
VERIFY = ("v",)
PROMPT = Patience(pauses=(0.0, 0.0), code=0.0)
HASTE = replace(PROMPT, read=0.3)
CALLBACK = "http://127.0.0.1:9/auth/strava/callback"


@pytest.fixture
def ada(strava: FakeStrava) -> FakeAthlete:
    strava.now = lambda: NOW
    return strava.add_athlete(81, firstname="Ada", lastname="Runner")


@pytest.fixture
def oauth(strava: FakeStrava, settings: Settings) -> OAuth:
    return OAuth(strava.configure(settings), lambda: NOW, patience=PROMPT)


def facing(fault: str, strava: FakeStrava, settings: Settings) -> tuple[OAuth, Subscriptions]:
    """Return who asks a Strava with this fault; only one that is silent for long is not waited for."""
    strava.slow = 60
    configured, patience = strava.configure(settings), HASTE if fault == "timeout" else PROMPT
    return OAuth(configured, lambda: NOW, patience=patience), Subscriptions(configured, patience=patience)


def go(oauth: OAuth, state: str = "abc") -> dict[str, str]:
    """Follow the permission page as a browser does, and return what the callback gets."""
    answer = requests.get(oauth.authorize_url(CALLBACK, state), allow_redirects=False, timeout=30)
    assert answer.status_code == 302
    return dict(parse_qsl(urlsplit(answer.headers["Location"]).query))


@pytest.mark.usefixtures("ada")
def test_an_athlete_agrees_and_tokens_come(oauth: OAuth) -> None:
    back = go(oauth)
    grant = oauth.exchange(back["code"])
    assert (back["state"], frozenset(back["scope"].split(","))) == ("abc", ALL_SCOPES)
    assert (grant.strava_id, grant.name, grant.expires_at) == (81, "Ada Runner", NOW + timedelta(hours=6))
    assert "secret" in grant.access_token
    assert "secret" in grant.refresh_token


@pytest.mark.usefixtures("ada")
def test_what_is_unticked_is_not_granted_and_a_refusal_comes_back(strava: FakeStrava, oauth: OAuth) -> None:
    strava.unticked = frozenset({"profile:read_all"})
    assert go(oauth)["scope"] == "activity:read_all,read"
    strava.denies = True
    assert go(oauth) == {"state": "abc", "error": "access_denied"}


def test_a_code_is_good_once_and_not_for_long(strava: FakeStrava, ada: FakeAthlete, oauth: OAuth) -> None:
    code = strava.code(ada)
    oauth.exchange(code)
    for used in (code, strava.code(ada, state="expired"), "made-up"):
        with pytest.raises(ExpiredCodeError):
            oauth.exchange(used)


def test_a_code_that_strava_does_not_know_yet_is_tried_once_more(strava: FakeStrava, ada: FakeAthlete, oauth: OAuth) -> None:
    strava.fail("/oauth/token", "400-code")
    assert oauth.exchange(strava.code(ada)).strava_id == 81
    assert strava.count("/oauth/token") == 2


def test_a_full_application_connects_nobody_more(strava: FakeStrava, ada: FakeAthlete, oauth: OAuth) -> None:
    strava.athlete_limit = 0
    assert requests.get(oauth.authorize_url(CALLBACK, "abc"), timeout=30).status_code == 403
    with pytest.raises(AthleteLimitError):
        oauth.exchange(strava.code(ada))


def test_refresh_tokens_rotate_and_the_old_one_is_dead(strava: FakeStrava, ada: FakeAthlete, oauth: OAuth) -> None:
    first = oauth.exchange(strava.code(ada))
    second = oauth.refresh(first.refresh_token)
    assert (second.access_token, second.refresh_token) == (ada.access_token, ada.refresh_token)
    assert second.scopes == frozenset()
    with pytest.raises(ReconnectError):
        oauth.refresh(first.refresh_token)
    assert oauth.refresh(second.refresh_token).refresh_token == ada.refresh_token


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        ("403-inactive", InactiveError),
        ("429", SpentError),
        *((fault, UnreachableError) for fault in ("403", "404", "500", "502", "503", "timeout", "drop", "broken", "cut", "empty")),
    ],
)
def test_a_token_that_cannot_be_renewed_now_is_not_lost(
    strava: FakeStrava, ada: FakeAthlete, settings: Settings, fault: str, kind: type[StravaError]
) -> None:
    """Only Strava's own no means that the athlete has to connect again; and a renewal is never sent twice by itself."""
    (oauth, _), (failing, _) = facing("", strava, settings), facing(fault, strava, settings)
    token = oauth.exchange(strava.code(ada)).refresh_token
    strava.fail("/oauth/token", fault, times=9)
    with pytest.raises(kind) as caught:
        failing.refresh(token)
    assert strava.heard(2, "/oauth/token") == 2
    assert token not in str(caught.value)
    strava.heal()
    assert oauth.refresh(token).access_token == ada.access_token


def test_a_wrong_secret_is_the_owners_problem_and_not_the_athletes(strava: FakeStrava, ada: FakeAthlete, settings: Settings) -> None:
    wrong = replace(strava.configure(settings), strava_client_secret="old")  # noqa: S106 -- of nobody
    with pytest.raises(SettingsError):
        OAuth(wrong, lambda: NOW).refresh("whatever")
    with pytest.raises(SettingsError):
        OAuth(settings, lambda: NOW).authorize_url(CALLBACK, "abc")
    assert not OAuth(wrong, lambda: NOW).revoke(ada.refresh_token)


@pytest.mark.parametrize("revokes", [True, False], ids=["revoke", "deauthorize"])
@pytest.mark.parametrize("kind", ["refresh_token", "access_token"])
def test_tokens_are_given_back(strava: FakeStrava, ada: FakeAthlete, oauth: OAuth, revokes: bool, kind: str) -> None:
    strava.revokes = revokes
    token = getattr(oauth.exchange(strava.code(ada)), kind)
    assert oauth.revoke(token)
    assert not ada.authorized
    assert oauth.revoke(token), "a dead token is given back already"


@pytest.mark.parametrize("fault", ["500", "drop", "timeout"])
def test_a_token_is_not_given_back_when_strava_does_not_say_so(
    strava: FakeStrava, ada: FakeAthlete, oauth: OAuth, settings: Settings, fault: str
) -> None:
    token = oauth.exchange(strava.code(ada)).refresh_token
    strava.fail("/oauth/revoke", fault)
    assert not facing(fault, strava, settings)[0].revoke(token)
    assert strava.heard(1, "/oauth/revoke") == 1
    assert ada.authorized


def test_no_secret_is_logged_or_told(
    strava: FakeStrava, ada: FakeAthlete, oauth: OAuth, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    told = []
    token = oauth.exchange(strava.code(ada)).refresh_token
    for fault in ("drop", "timeout", "broken", "500"):
        failing, subscriptions = facing(fault, strava, settings)
        for path, ask in (("/oauth", failing.refresh), ("/push", lambda _, ours=subscriptions: ours.show())):
            before = strava.count(path)
            strava.fail(path, fault, times=3)
            with pytest.raises(PlimsollError) as caught:
                ask(token)
            assert strava.heard(before + 1, path) > before
            told += traceback.format_exception(caught.value)
            strava.heal()
    nowhere = replace(strava.configure(settings), strava_base_url="http://127.0.0.1:9")
    with pytest.raises(UnreachableError) as caught:
        Subscriptions(nowhere, patience=PROMPT).show()
    told += traceback.format_exception(caught.value)
    secrets = (strava.application.client_secret, ada.access_token, ada.refresh_token)
    assert [secret for secret in secrets if secret in "".join(told) + caplog.text] == []


def test_a_token_leaves_for_strava_alone(strava: FakeStrava, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither a redirect nor a proxy of the environment gets it."""
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    strava.add_athlete(81)
    with FakeStrava() as other:
        back = {"client_id": "4711", "response_type": "code", "redirect_uri": f"{other.url}/oauth/authorize"}
        with pytest.raises(requests.exceptions.InvalidSchema):
            session(strava.configure(settings)).get(f"{strava.url}/oauth/authorize", params=back, headers={"Authorization": "Bearer t"})
        assert strava.count() == 1
        assert other.count() == 0


def test_too_large_an_answer_is_not_read_to_the_end(strava: FakeStrava, ada: FakeAthlete, settings: Settings, oauth: OAuth) -> None:
    """Packed it is small."""
    ada.activities.append(activity(1, "2026-11-01T06:00:00Z", name="x" * 34_000_000))
    bearer = {"Authorization": f"Bearer {oauth.exchange(strava.code(ada)).access_token}"}
    with pytest.raises(requests.RequestException):
        session(strava.configure(settings)).get(f"{strava.url}/api/v3/athlete/activities", headers=bearer)
    assert strava.count("/athlete/activities") == 1


class _Callback(BaseHTTPRequestHandler):
    """Echoes the challenge to who knows the token, as Plimsoll's own address does."""

    def do_GET(self) -> None:
        query = dict(parse_qsl(urlsplit(self.path).query))
        self.send_response(200 if query["hub.verify_token"] in VERIFY else 403)
        self.end_headers()
        self.wfile.write(b'{"hub.challenge": "%s"}' % query["hub.challenge"].encode())

    def log_message(self, *_: object) -> None:
        """Print nothing."""


@pytest.fixture
def callback() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), _Callback)
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/webhook/strava"
    server.shutdown()
    server.server_close()


def test_the_one_subscription_is_created_shown_and_deleted(strava: FakeStrava, settings: Settings, callback: str) -> None:
    subscriptions = Subscriptions(strava.configure(settings), patience=PROMPT)
    made = subscriptions.create(callback, "v")
    (row,) = subscriptions.show()
    assert (row["id"], row["callback_url"]) == (made, callback)
    with pytest.raises(StravaError, match="already has a subscription"):
        subscriptions.create(callback, "v")
    subscriptions.delete(made)
    assert subscriptions.show() == []
    with pytest.raises(GoneError):
        subscriptions.delete(made)


def test_an_address_that_strava_cannot_verify_is_named(strava: FakeStrava, settings: Settings, callback: str) -> None:
    subscriptions = Subscriptions(strava.configure(settings), patience=PROMPT)
    for address, word in ((CALLBACK, *VERIFY), (callback, "other")):
        with pytest.raises(StravaError, match=address):
            subscriptions.create(address, word)
