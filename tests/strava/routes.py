"""What Strava answers to data requests."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from tests.strava.athlete import FakeAthlete
from tests.strava.faults import Answer, refusal, told
from tests.strava.shapes import Json, detail

NOT_FOUND = refusal(404, "Record Not Found", "Resource", "id", "not found")


@dataclass(frozen=True)
class Call:
    """A request as it came in; `path` without the base of the API."""

    method: str
    path: str
    query: Mapping[str, str]
    form: Mapping[str, str]
    headers: Mapping[str, str]

    @property
    def bearer(self) -> str:
        """The token in the header, or nothing: Strava reads it nowhere else."""
        kind, _, token = self.headers.get("Authorization", "").partition(" ")
        return token if kind == "Bearer" else ""


def data(call: Call, athlete: FakeAthlete | None, page_size: int | None) -> Answer:
    """Answer a data request of one athlete; `page_size` makes Strava hand out shorter pages than it was asked for."""
    if athlete is None:
        return refusal(401, "Authorization Error", "Athlete", "access_token", "invalid")
    if call.path == "/athlete":
        return told(200, athlete.profile())
    if call.path.startswith("/gear/"):
        return _one([pair for pair in athlete.shoes if call.path == f"/gear/{pair['id']}"])
    if not athlete.scopes & {"activity:read", "activity:read_all"}:
        return refusal(401, "Authorization Error", "AccessToken", "activity:read_permission", "missing")
    if call.path == "/athlete/activities":
        return _listing(athlete, call.query, page_size)
    return _activity(athlete, call)


def _one(rows: list[Json]) -> Answer:
    return told(200, rows[0]) if rows else NOT_FOUND


def _listing(athlete: FakeAthlete, query: Mapping[str, str], page_size: int | None) -> Answer:
    rows = [row for row in athlete.visible() if _between(row, query.get("after"), query.get("before"))]
    if "after" in query:
        rows.reverse()
    size = min(int(query.get("per_page", 30)), 200, page_size or 200)
    first = (int(query.get("page", 1)) - 1) * size
    return told(200, rows[first : first + size])


def _between(row: Json, after: str | None, before: str | None) -> bool:
    start = datetime.fromisoformat(row["start_date"]).astimezone(UTC).timestamp()
    return (after is None or start > float(after)) and (before is None or start < float(before))


def _activity(athlete: FakeAthlete, call: Call) -> Answer:
    found = re.fullmatch(r"/activities/(\d+)(/streams)?", call.path)
    rows = [row for row in athlete.visible() if found and row["id"] == int(found[1])]
    if not found or not rows or not found[2]:
        return _one([detail(row, athlete.details.get(row["id"], {})) for row in rows])
    asked = call.query.get("keys", "").split(",")
    known = {name: values for name, values in athlete.streams.get(rows[0]["id"], {}).items() if name in asked}
    if not known:
        return NOT_FOUND
    frame = {"series_type": "distance", "original_size": max(map(len, known.values())), "resolution": "high"}
    return told(200, {name: {"data": values, **frame} for name, values in known.items()})
