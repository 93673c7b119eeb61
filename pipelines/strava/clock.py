"""Does this machine's clock agree with Strava's: tokens and quota windows are judged by it."""

from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

from pipelines.strava import transport
from warehouse.settings import Settings


def ahead(settings: Settings, now: datetime) -> timedelta:
    """Return how far `now` is ahead of Strava's clock, to the second; zero when Strava does not tell the time.

    Raises UnreachableError.
    """
    answer = transport.request(transport.session(settings), "HEAD", f"{settings.strava_base_url}/")
    try:
        return now - parsedate_to_datetime(answer.headers.get("Date", ""))
    except ValueError:
        return timedelta()
