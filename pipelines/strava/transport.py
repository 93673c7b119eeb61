"""The one session that speaks with Strava: where it may go, how long it waits, how much it reads."""

import logging
import time
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import requests
import urllib3
from requests.adapters import HTTPAdapter

from pipelines.strava.refusals import unreachable
from warehouse.errors import SettingsError
from warehouse.settings import Settings

STRAVALIB_API = "https://www.strava.com/api/v3/"  # the only address stravalib knows

_BUSY = {502, 503, 504}
_LARGEST = 32 * 2**20
_CHUNK = 2**16


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait, in seconds: for a connection, for a next part of an answer, for all of it, before each retry of a read.

    Strava sometimes sends an athlete back before its token endpoint knows their code: `code` is how long until it is asked again.
    """

    connect: float = 3.0
    read: float = 20.0
    whole: float = 60.0
    pauses: tuple[float, ...] = (0.5, 1.0)
    code: float = 2.0


PATIENCE = Patience()


def session(settings: Settings, patience: Patience = PATIENCE) -> requests.Session:
    """Return a session that reaches Strava's addresses of `settings` and no other, not by a redirect either.

    It reads no proxies and no netrc of the environment.
    """
    # urllib3 writes whole addresses at DEBUG, and Strava wants a secret in one of them.
    logging.getLogger("urllib3.connectionpool").setLevel(logging.INFO)
    made = requests.Session()
    made.trust_env = False
    made.adapters.clear()
    adapter = _Adapter(f"{settings.strava_api}/", patience)
    for base in (f"{settings.strava_base_url}/", f"{settings.strava_api}/", STRAVALIB_API):
        made.mount(base, adapter)
    return made


def request(by: requests.Session, method: str, url: str, **options: Any) -> requests.Response:
    """Make a request that follows no redirect; raise UnreachableError when no answer came."""
    try:
        return by.request(method, url, allow_redirects=False, **options)
    except requests.RequestException:
        raise unreachable() from None  # its text has the address, which may carry a secret


def application(settings: Settings) -> dict[str, str]:
    """Return id and secret of the Strava application; raise SettingsError when none is set."""
    if not settings.strava_configured:
        raise SettingsError(
            "No Strava application is set, so nobody can be connected.",
            "Create one on Strava's page “My API Application”, and set STRAVA_CLIENT_ID and STRAVA_CLIENT_SECRET.",
        )
    return {"client_id": settings.strava_client_id, "client_secret": settings.strava_client_secret}


class _Adapter(HTTPAdapter):
    """Sends what is meant for stravalib's address to the API's, retries reads that did no harm, and reads bounded answers."""

    def __init__(self, api: str, patience: Patience) -> None:
        super().__init__(max_retries=0)
        self._api = api
        self._patience = patience

    def send(self, request: requests.PreparedRequest, *_: Any, **options: Any) -> requests.Response:
        """Send a request and return its answer, read to the end."""
        url = request.url or ""
        request.url = self._api + url.removeprefix(STRAVALIB_API) if url.startswith(STRAVALIB_API) else url
        for pause in self._patience.pauses if request.method == "GET" else ():
            with suppress(requests.ConnectionError):
                answer = self._once(request, options)
                if answer.status_code not in _BUSY:
                    return answer
            time.sleep(pause)
        return self._once(request, options)

    def _once(self, request: requests.PreparedRequest, options: dict[str, Any]) -> requests.Response:
        ends = time.monotonic() + self._patience.whole
        answer = super().send(request, **{**options, "stream": True, "timeout": (self._patience.connect, self._patience.read)})
        try:
            answer.raw = BytesIO(_read(answer.raw, ends))
        except urllib3.exceptions.TimeoutError as problem:
            raise requests.ReadTimeout from problem
        except urllib3.exceptions.HTTPError as problem:
            raise requests.ConnectionError from problem
        return answer


def _read(raw: urllib3.BaseHTTPResponse, ends: float) -> bytes:
    body = bytearray()
    while chunk := raw.read1(_CHUNK, decode_content=True):  # stream() would wait for a whole chunk, however slowly it comes
        body += chunk
        if len(body) > _LARGEST or time.monotonic() > ends:
            raw.close()
            raise requests.RequestException
    return bytes(body)
