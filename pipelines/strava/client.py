"""The few calls that read an athlete's data, as plain rows. The only module that knows stravalib."""

import json
import logging
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any

import requests

from pipelines.strava import quota, refusals, transport
from pipelines.strava.errors import GoneError, RefusedError, StravaError
from pipelines.strava.oauth import OAuth
from warehouse.model import AthleteId
from warehouse.people import People, Quota
from warehouse.settings import Settings

if TYPE_CHECKING:
    from stravalib.protocol import ApiV3

PAGE_ROWS = 200
STREAMS = "time,distance,velocity_smooth,cadence,heartrate,altitude,grade_smooth,moving"

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the list of activities: its rows, and the same as bytes that are equal when the content is."""

    rows: list[Json]
    raw: bytes


class StravaClient:
    """Reads one athlete's data. `requests` counts what was asked of Strava, retries of the transport aside.

    Every call asks the quota first and notes what the answer tells of it. Calls raise SpentError (before any request when it is known),
    InactiveError, RefusedError, ReconnectError, UnreachableError, StravaError for a permission not given; GoneError where it says so.
    """

    def __init__(
        self,
        settings: Settings,
        people: People,
        athlete: AthleteId,
        now: Callable[[], datetime],
        oauth: OAuth,
        *,
        patience: transport.Patience = transport.PATIENCE,
    ) -> None:
        self.requests = 0
        self._people = people
        self._athlete = athlete
        self._now = now
        self._oauth = oauth
        self._session = transport.session(settings, patience)
        self._headers: Mapping[str, str] = {}

    def activities(self, page: int) -> Page:
        """Return a page of summaries, newest first; an empty page is the end, a short one is not."""
        rows = self._list("/athlete/activities", page=page, per_page=PAGE_ROWS)
        return Page([row for row in rows if isinstance(row, dict)], json.dumps(rows, sort_keys=True, separators=(",", ":")).encode())

    def athlete(self) -> Json:
        """Return the athlete, with `shoes` where the whole profile is open."""
        try:
            return self._object("/athlete")
        except GoneError:
            raise refusals.unreachable() from None

    def gear(self, gear_id: str) -> Json:
        """Return a pair of shoes; raise GoneError when Strava has it no longer."""
        return self._object("/gear/{id}", id=gear_id)

    def activity(self, activity_id: int) -> Json:
        """Return an activity in detail; raise GoneError when Strava has it no longer, or shows it no longer."""
        return self._object("/activities/{id}", id=activity_id)

    def streams(self, activity_id: int) -> dict[str, list[Any]]:
        """Return the samples of an activity by name, in step with each other; nothing when it has none."""
        try:
            answer = self._ask("/activities/{id}/streams", {"id": activity_id, "keys": STREAMS, "key_by_type": "true"})
        except GoneError:
            return {}
        found = answer.items() if isinstance(answer, dict) else ()
        return {name: stream["data"] for name, stream in found if isinstance(stream, dict) and isinstance(stream.get("data"), list)}

    def _list(self, path: str, **query: Any) -> list[Any]:
        try:
            answer = self._ask(path, query)
        except GoneError:
            raise refusals.unreachable() from None
        if not isinstance(answer, list):
            raise refusals.unreachable()
        return answer

    def _object(self, path: str, **query: Any) -> Json:
        answer = self._ask(path, query)
        if not isinstance(answer, dict):
            raise refusals.unreachable()
        return answer

    def _ask(self, path: str, query: Mapping[str, Any]) -> Any:
        """Ask once, and once more with a new token when Strava refuses the one we have."""
        self._mind_quota()
        token = self._people.connections.token(self._athlete, self._oauth.refresh, self._now)
        try:
            return self._get(token, path, query)
        except RefusedError:
            token = self._people.connections.token(self._athlete, self._oauth.refresh, self._now, rejected=token)
        self._mind_quota()
        return self._get(token, path, query)

    def _mind_quota(self) -> None:
        known = self._people.quota.read()
        if known and (moment := known.resume_at(self._now())):
            raise refusals.spent(moment, known.problem)

    def _get(self, token: str, path: str, query: Mapping[str, Any]) -> Any:
        protocol = _protocol()(access_token=token, requests_session=self._session, rate_limiter=self._hear)
        self.requests += 1
        self._headers = {}
        try:
            answer = protocol.get(path, **query)
        except (requests.RequestException, ValueError, RecursionError) as problem:
            raise self._failure(getattr(problem, "response", None)) from None
        self._note(self._told())
        return answer

    def _failure(self, answer: requests.Response | None) -> StravaError:
        """Note what an answer that is no data tells of the quota, and return what it means."""
        now, told = self._now(), self._told()
        if answer is not None and refusals.over_limits(answer):
            blocked = quota.spent(answer.headers, now, told)
            self._note(blocked)
            return refusals.spent(blocked.resume_at(now) or now)
        if answer is not None and refusals.INACTIVE in refusals.complaints(answer):
            self._note(quota.inactive(now, told))
            return refusals.inactive()
        self._note(told)
        return refusals.of_data(answer)

    def _hear(self, headers: Mapping[str, str], _method: str) -> None:
        self._headers = headers

    def _told(self) -> Quota | None:
        return quota.from_headers(self._headers, self._now(), self._people.quota.read())

    def _note(self, reading: Quota | None) -> None:
        if reading:
            self._people.quota.note(reading)


def prepare() -> None:
    """Import stravalib now, which otherwise the first request waits for."""
    _protocol()


@cache
def _protocol() -> type["ApiV3"]:
    """Import stravalib, which takes a second and changes how the process treats warnings, when it is first needed."""
    with _warnings_kept():
        from stravalib.protocol import ApiV3

    class Protocol(ApiV3):
        """Stravalib's protocol with the one token it is given."""

        def _check_credentials(self) -> None:
            """Leave the environment unread: stravalib would renew tokens by itself, or warn at every request that it cannot."""

    return Protocol


@contextmanager
def _warnings_kept() -> Iterator[None]:
    show = warnings.showwarning
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
        if warnings.showwarning is not show:
            logging.captureWarnings(capture=False)
