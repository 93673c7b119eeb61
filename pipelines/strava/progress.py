"""How far a full listing is, in words and as a share of the time the athlete has been at Strava."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from pipelines.strava.known import Walk
from pipelines.strava.rows import moment
from warehouse.wording import count

Progress = Callable[[int, int, str], None]
"""Told with what is done, the total (0: unknown) and words."""


def tell(progress: Progress, walk: Walk, created_at: Any, now: datetime) -> None:
    """Tell how many days of how many the listing has covered; their number is only known once the athlete's page is."""
    oldest, since = walk.oldest, moment(created_at)
    if oldest is None:
        progress(0, 0, "Asking Strava for the newest activities")
        return
    today = now.astimezone(UTC).replace(tzinfo=None)
    total = max((today - since).days, 1) if since else 0
    done = total if walk.ended else min((today - oldest).days, total)
    progress(done, total, f"{count(len(walk.starts), 'activity')}, back to {oldest:%B %Y}")
