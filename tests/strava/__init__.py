"""A real HTTP server on loopback that plays Strava; the only fake of these tests, and only of the other side of the wire."""

from tests.strava.athlete import ALL_SCOPES, FakeAthlete
from tests.strava.faults import FAULTS
from tests.strava.server import FakeStrava, Request
from tests.strava.shapes import activity, shoe

__all__ = ["ALL_SCOPES", "FAULTS", "FakeAthlete", "FakeStrava", "Request", "activity", "shoe"]
