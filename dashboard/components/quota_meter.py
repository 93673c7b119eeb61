"""How much of what Strava allows this application is used, for a quarter of an hour and for the day."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from dash import html
from dash.development.base_component import Component

from dashboard.clock import clock
from dashboard.components.base import aria
from warehouse.people.quota import Quota

QUARTER = timedelta(minutes=15)
DAY = timedelta(days=1)
ALMOST = 0.85
_MIDNIGHT = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Window:
    """One of Strava's limits: how much of it is used in the window that ends at a moment."""

    name: str
    used: int
    limit: int
    ends: datetime


def quota_meter(quota: Quota, now: datetime, zone: ZoneInfo) -> Component:
    """Draw both limits as meters with words; a limit that is not known is left out."""
    return html.Div([_meter(window, now, zone) for window in windows(quota, now) if window.limit], className="quota")


def windows(quota: Quota, now: datetime) -> list[Window]:
    """Return both windows as they are now: what was used in one that is over no longer counts."""
    read = (("This quarter of an hour", quota.short_used, quota.short_limit, QUARTER), ("Today", quota.day_used, quota.day_limit, DAY))
    return [
        Window(name, min(used, limit) if window_end(quota.seen_at, span) > now else 0, limit, window_end(now, span))
        for name, used, limit, span in read
    ]


def _meter(window: Window, now: datetime, zone: ZoneInfo) -> Component:
    share = window.used / window.limit
    words = f"{window.used:,} of {window.limit:,} requests used; counts anew from {clock(window.ends, now, zone)}"
    values = aria(label=window.name, valuenow=str(window.used), valuemin="0", valuemax=str(window.limit), valuetext=words)
    bar = html.Div(html.Span(style={"width": f"{share:.1%}"}), className="wear", role="meter", **values)
    look = "almost" if share >= ALMOST else ""
    return html.Div([html.Span(window.name, className="quota-name"), bar, html.Span(words, className="quiet")], className=look)


def window_end(when: datetime, span: timedelta) -> datetime:
    """Return when the window that a moment lies in ends: windows begin on the quarter hour and at midnight UTC."""
    return _MIDNIGHT + ((when - _MIDNIGHT) // span + 1) * span
