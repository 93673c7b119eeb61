"""Strava's OAuth: asking an athlete, exchanging what they agreed to for tokens, renewing these, giving them back."""

import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

import requests

from pipelines.strava import quota, refusals, transport
from pipelines.strava.errors import ExpiredCodeError
from warehouse.errors import PlimsollError, ReconnectError
from warehouse.people import Grant
from warehouse.settings import Settings

SCOPES = "read,activity:read_all,profile:read_all"

_NO_SUCH_ADDRESS = {404, 405, 501}
_TOKEN_REFUSED = {400, 401}
_CODE_UNKNOWN = refusals.Complaint("AuthorizationCode", "code", "invalid")


class OAuth:
    """OAuth of the application in `settings`. `now` tells the time as aware UTC."""

    def __init__(self, settings: Settings, now: Callable[[], datetime], *, patience: transport.Patience = transport.PATIENCE) -> None:
        self._settings = settings
        self._now = now
        self._patience = patience
        self._session = transport.session(settings, patience)

    def authorize_url(self, redirect_uri: str, state: str) -> str:
        """Return the address of Strava's permission page; it sends the athlete back to `redirect_uri` with `state`."""
        query = {
            "client_id": transport.application(self._settings)["client_id"],
            "redirect_uri": redirect_uri,
            "response_type": "code",
            "approval_prompt": "auto",
            "scope": SCOPES,
            "state": state,
        }
        return f"{self._address('authorize')}?{urlencode(query)}"

    def exchange(self, code: str) -> Grant:
        """Exchange the code of the callback for tokens.

        Raises ExpiredCodeError, AthleteLimitError, InactiveError, SpentError, UnreachableError, or SettingsError for a wrong secret.
        """
        answer = self._token(grant_type="authorization_code", code=code)
        if _CODE_UNKNOWN in refusals.complaints(answer):
            time.sleep(self._patience.code)
            answer = self._token(grant_type="authorization_code", code=code)
        if answer.status_code in _TOKEN_REFUSED:
            raise ExpiredCodeError("Strava no longer accepts this permission: it was used before or is too old.", "Connect once more.")
        return self._grant(answer)

    def refresh(self, refresh_token: str) -> Grant:
        """Renew the tokens; the old refresh token is dead from now on. `scopes` of the answer are empty, `strava_id` is 0.

        Raises ReconnectError when only the athlete can help, otherwise as `exchange`.
        """
        answer = self._token(grant_type="refresh_token", refresh_token=refresh_token)
        if answer.status_code in _TOKEN_REFUSED:
            raise ReconnectError(
                "Strava no longer lets Plimsoll read your activities, so nothing new arrives.", "Connect Strava again; what is here stays."
            )
        return self._grant(answer)

    def revoke(self, token: str) -> bool:
        """Give a refresh or access token back; return whether Strava confirmed that it is dead now, or was already."""
        application = transport.application(self._settings)
        try:
            answer = transport.request(
                self._session,
                "POST",
                self._address("revoke"),
                data={"token": token},
                auth=(application["client_id"], application["client_secret"]),
            )
            return self._deauthorize(token) if answer.status_code in _NO_SUCH_ADDRESS else answer.ok
        except PlimsollError:
            return False

    def _deauthorize(self, token: str) -> bool:
        """Give a token back the way it was done until 2026, which takes an access token only."""
        with suppress(ReconnectError):  # then it is an access token, or dead
            token = self.refresh(token).access_token
        answer = transport.request(self._session, "POST", self._address("deauthorize"), headers={"Authorization": f"Bearer {token}"})
        return answer.ok or answer.status_code == requests.codes.unauthorized

    def _address(self, name: str) -> str:
        return f"{self._settings.strava_base_url}/oauth/{name}"

    def _token(self, **form: str) -> requests.Response:
        """Ask the token endpoint; raise what is not about the token or the code in `form`."""
        data = {**transport.application(self._settings), **form}
        answer = transport.request(self._session, "POST", self._address("token"), data=data)
        for problem in refusals.about_us(answer):
            raise problem
        if refusals.over_limits(answer):
            until = quota.spent(answer.headers, self._now(), None).blocked_until
            raise refusals.spent(until or self._now())
        if not answer.ok and answer.status_code not in _TOKEN_REFUSED:
            raise refusals.unreachable()
        return answer

    def _grant(self, answer: requests.Response) -> Grant:
        try:
            return _read(answer.json())
        except (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError):
            raise refusals.unreachable() from None


def _read(body: Mapping[str, Any]) -> Grant:
    athlete = body.get("athlete") or {}
    names = (str(athlete.get(name) or "").strip() for name in ("firstname", "lastname"))
    return Grant(
        strava_id=int(athlete.get("id") or 0),
        name=" ".join(name for name in names if name),
        scopes=frozenset(str(body.get("scope") or "").replace(",", " ").split()),
        access_token=str(body["access_token"]),
        refresh_token=str(body["refresh_token"]),
        expires_at=datetime.fromtimestamp(int(body["expires_at"]), UTC),
    )
