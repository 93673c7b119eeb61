"""The connection to Strava as its owner sees it: what was granted, when Strava was looked at, what is left of its limits."""

import json
from typing import Any

import dash_mantine_components as dmc
from dash import html
from dash.development.base_component import Component

from dashboard.clock import clock, since
from dashboard.components.base import card, facts, link
from dashboard.components.quota_meter import quota_meter
from dashboard.components.states import button_link, job_status
from dashboard.components.sync_status import kept_words, sync_status
from dashboard.context import Visit
from dashboard.standing import Standing
from dashboard.units import moment
from warehouse.wording import count

KEPT = "Strava's rules allow no longer; each full check confirms it again."


def connection_news(stand: Standing, visit: Visit) -> list[Component]:
    """Show what changes while Strava is looked at: the strip, the times and the limits."""
    quota = quota_meter(stand.quota, stand.now, stand.zone) if stand.quota else None
    rows = facts(
        ("Connected", _when(stand, stand.connection.connected_at), ""),
        ("Last looked", _ago(stand, stand.status.looked_at), ""),
        ("Last full check", _ago(stand, stand.status.walked_at), "Every night the whole list is compared, so edits and deletions arrive"),
        ("Next look", _next(stand), ""),
        ("Activities", count(stand.status.activities, "activity"), "Known from Strava"),
        ("Kept", f"{count(stand.kept.days, 'day')} after Strava last confirmed it", [f"{KEPT} ", kept_words(stand)]),
        ("Limits", quota or "Not known before the first answer", "Of this application, for all its athletes together"),
    )
    strip = [] if stand.quiet else [sync_status(stand, visit)]
    return [*strip, card(granted(stand, visit), rows)]


def granted(stand: Standing, visit: Visit) -> Component:
    """Say what the runner granted; what is missing comes with what that means and how to change it."""
    again = link("Connect again and tick it", visit.link("/connect"))
    kinds = (
        ("Activities only you can see", stand.connection.private, "Private runs are missing, so your load counts too low. "),
        ("Your shoes", stand.connection.shoes, "Pairs from Strava are missing; runs have no shoe unless your export names it. "),
    )
    items = [html.Li(_kind("Activities you show to others", yes=True, lack=None))]
    items += [html.Li(_kind(name, yes=yes, lack=None if yes else [lack, again])) for name, yes, lack in kinds]
    return html.Div([html.H3("What you granted"), html.Ul(items, className="granted")])


def _kind(name: str, *, yes: bool, lack: Any) -> list[Any]:
    mark = html.Span("granted" if yes else "not granted", className=f"state {'under' if yes else 'lacking'}")
    return [html.Span(name), " ", mark, html.Small(lack, className="quiet") if lack else None]


def look_now(stand: Standing, visit: Visit) -> Component:
    """Offer to look at Strava now, or say from when that is possible."""
    if stand.lost:
        return html.P(button_link("Connect again", visit.link("/connect"), main=True))
    paused = stand.paused_until
    button = job_button("Look now", "sync", "/settings/sync", visit, disabled=bool(paused))
    wait = html.Span(f"Possible again at {clock(paused, stand.now, stand.zone)}.", className="quiet") if paused else None
    return html.Div([html.Div([button, wait], className="row"), job_status("sync")])


def job_button(words: str, job: str, to: str, visit: Visit, **looks: Any) -> Component:
    """Make a button that asks for a job about the athlete shown; assets/jobs.js hears it and follows the job."""
    hook: Any = {"data-job": job, "data-to": to, "data-body": json.dumps({"athlete": visit.chosen.athlete})}
    button: Component = dmc.Button(words, id=f"{job}-start", **{"variant": "default", **hook, **looks})
    return button


def _when(stand: Standing, when: Any) -> str:
    return f"since {moment(when.astimezone(stand.zone))}"


def _ago(stand: Standing, when: Any) -> str:
    return f"{since(when, stand.now)} ({clock(when, stand.now, stand.zone)})" if when else "Not yet"


def _next(stand: Standing) -> str:
    if stand.lost:
        return "None before you connect again"
    first = "When Strava tells of something new, else at" if stand.told else "By itself at"
    return f"{first} {clock(stand.next_look, stand.now, stand.zone)}" if stand.next_look else "As soon as can be"
