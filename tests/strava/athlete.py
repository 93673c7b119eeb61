"""An athlete at Strava: what they recorded, whom they allowed what, and the tokens of that."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from tests.strava.shapes import Json, in_list

ALL_SCOPES = frozenset({"read", "activity:read_all", "profile:read_all"})


@dataclass
class FakeAthlete:
    """Tests edit `activities`, `shoes`, `details`, `streams` at any time: the next answer tells the change."""

    strava_id: int
    activities: list[Json] = field(default_factory=list)
    shoes: list[Json] = field(default_factory=list)
    scopes: frozenset[str] = ALL_SCOPES
    firstname: str = "Ada"
    lastname: str = "Runner"
    details: dict[int, Json] = field(default_factory=dict)
    streams: dict[int, dict[str, list[object]]] = field(default_factory=dict)
    access_token: str = ""
    refresh_token: str = ""
    former_refresh_token: str = ""
    expires_at: datetime | None = None
    issued: int = 0

    @property
    def authorized(self) -> bool:
        """Whether the application may still speak for this athlete."""
        return bool(self.refresh_token)

    def issue(self, now: datetime, seconds: int) -> Json:
        """Hand out new tokens; the old ones are dead from now on."""
        self.issued += 1
        self.former_refresh_token = self.refresh_token
        self.access_token = f"access-{self.strava_id}-{self.issued}-secret"
        self.refresh_token = f"refresh-{self.strava_id}-{self.issued}-secret"
        self.expires_at = (now + timedelta(seconds=seconds)).replace(microsecond=0)
        return {
            "token_type": "Bearer",
            "expires_at": int(self.expires_at.timestamp()),
            "expires_in": seconds,
            "refresh_token": self.refresh_token,
            "access_token": self.access_token,
        }

    def revoke(self) -> None:
        """Take the permission away, as the athlete can on Strava's own pages."""
        self.access_token = self.refresh_token = self.former_refresh_token = ""

    def expire(self) -> None:
        """Make the access token invalid before its time."""
        self.access_token = ""

    def summary(self) -> Json:
        """Return the athlete as the token endpoint tells it."""
        return {"id": self.strava_id, "resource_state": 2, "firstname": self.firstname, "lastname": self.lastname}

    def profile(self) -> Json:
        """Return the athlete as `/athlete` tells it: shoes only to whom the whole profile is open."""
        if "profile:read_all" not in self.scopes:
            return self.summary()
        return {**self.summary(), "resource_state": 3, "bikes": [], "shoes": [in_list(pair) for pair in self.shoes]}

    def visible(self) -> list[Json]:
        """Return the rows the granted scopes open, newest first."""
        rows = list(self.activities)
        if "activity:read_all" not in self.scopes:
            rows = [row for row in rows if not row.get("private") and row.get("visibility") != "only_me"]
        return sorted(rows, key=lambda row: (row["start_date"], row["id"]), reverse=True)
