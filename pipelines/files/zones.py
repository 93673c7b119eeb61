"""The time zone of a place."""

from tzfpy import get_tz


def timezone_at(latitude: float, longitude: float) -> str | None:
    """Return the IANA zone at a position in degrees; None at sea, where zones are only a matter of longitude."""
    zone = str(get_tz(longitude, latitude))
    return None if not zone or zone.startswith("Etc/") else zone
