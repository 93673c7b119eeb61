"""The application's webhook at Strava: at most one, for all athletes."""

from typing import Any

import requests

from pipelines.strava import refusals, transport
from pipelines.strava.errors import GoneError, StravaError
from warehouse.settings import Settings


class Subscriptions:
    """Creates, shows and deletes the subscription of the application in `settings`.

    Every method raises SettingsError for a wrong or missing application, InactiveError, or UnreachableError.
    """

    def __init__(self, settings: Settings, *, patience: transport.Patience = transport.PATIENCE) -> None:
        self._address = f"{settings.strava_api}/push_subscriptions"
        self._settings = settings
        self._session = transport.session(settings, patience)

    def create(self, callback_url: str, verify_token: str) -> int:
        """Subscribe and return the subscription's id; Strava asks `callback_url` for the token's echo before it answers."""
        answer = self._ask("POST", "", data={"callback_url": callback_url, "verify_token": verify_token})
        body = _json(answer)
        if not answer.ok or not isinstance(body, dict) or not isinstance(body.get("id"), int):
            raise _refused(answer, callback_url)
        return int(body["id"])

    def show(self) -> list[dict[str, Any]]:
        """Return the subscriptions as Strava tells them: none or one."""
        body = _json(self._ask("GET", ""))
        if not isinstance(body, list):
            raise refusals.unreachable()
        return [row for row in body if isinstance(row, dict)]

    def delete(self, subscription_id: int) -> None:
        """Delete the subscription; raise GoneError when there is none of this id."""
        answer = self._ask("DELETE", f"/{subscription_id}")
        if answer.status_code == requests.codes.not_found:
            raise GoneError(f"Strava has no subscription {subscription_id} of this application.", "See `plimsoll webhook show`.")
        if not answer.ok:
            raise refusals.unreachable()

    def _ask(self, method: str, path: str, data: dict[str, str] | None = None) -> requests.Response:
        """Make a request; the credentials go into the address only where Strava reads them nowhere else."""
        form = {**transport.application(self._settings), **(data or {})}
        where = {"params": form} if method == "GET" else {"data": form}
        answer = transport.request(self._session, method, self._address + path, **where)
        for problem in refusals.about_us(answer):
            raise problem
        return answer


def _json(answer: requests.Response) -> object:
    try:
        return answer.json()
    except (ValueError, RecursionError):
        return None


def _refused(answer: requests.Response, callback_url: str) -> StravaError:
    found = refusals.complaints(answer)
    if any("exists" in one.code for one in found):
        return StravaError(
            "Strava already has a subscription of this application, and allows only one.",
            "See it with `plimsoll webhook show`, and delete it with `plimsoll webhook delete` first.",
        )
    if any("callback" in f"{one.field} {one.code}" for one in found):
        return StravaError(
            f"Strava asked {callback_url} and did not get the answer it expects within two seconds.",
            "Start Plimsoll with `plimsoll up`, and make sure that this address reaches it from the internet over https.",
        )
    return refusals.unreachable()
