"""The strip on the week page that says how it goes with Strava: progress at first, one quiet line afterwards, problems in plain words.

It never hides the week: what is here stays on screen whatever happens there.
"""

from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.clock import clock, since, to_go
from dashboard.components.base import aria, icon, link
from dashboard.components.quota_meter import quota_meter
from dashboard.components.states import button_link
from dashboard.context import Visit
from dashboard.standing import Standing
from dashboard.units import day
from warehouse.wording import count

SPENT = "Strava's limit for this application is used up."
OFF = "Strava has switched this application off, as it does when its owner's subscription ends."


def sync_status(stand: Standing, visit: Visit) -> Component:
    """Say how it goes with Strava: the worst news first, and only one piece of news."""
    if stand.lost:
        return _strip("lost", "level-high", *_lost(stand, visit))
    if stand.status.problem:
        return _strip("trouble", "level-high", *_problem(stand))
    if stand.paused_until:
        return _strip("paused", "wait", *_paused(stand))
    if stand.under_way:
        return _strip("busy", "link", *_progress(stand, visit))
    return html.P([icon("clock"), " ", _looked(stand), " ", link("Connection", visit.link("/settings"))], className="sync-quiet quiet")


def _strip(kind: str, picture: str, *parts: Any) -> Component:
    # A screen reader hears how it ended, not every step of it.
    spoken = {"role": "status", **aria(live="polite", busy="true" if kind == "busy" else "false")}
    return html.Div([icon(picture), html.Div([part for part in parts if part is not None])], className=f"card sync sync-{kind}", **spoken)


def _lost(stand: Standing, visit: Visit) -> list[Any]:
    return [
        html.P([html.Strong("Strava no longer lets Plimsoll in. "), "New runs do not arrive until you connect again."]),
        html.P(kept_words(stand), className="quiet"),
        html.P(button_link("Connect again", visit.link("/connect"), main=True)),
    ]


def _problem(stand: Standing) -> list[Any]:
    looked = f"Last looked {since(stand.status.looked_at, stand.now)}. " if stand.status.looked_at else ""
    again = f"Next try at {clock(stand.next_look, stand.now, stand.zone)}. " if stand.next_look else ""
    return [
        html.P([html.Strong(f"{stand.status.problem} "), stand.status.next_step]),
        html.P(f"{looked}{again}{kept_words(stand)}", className="quiet"),
    ]


def _paused(stand: Standing) -> list[Any]:
    until = clock(stand.paused_until, stand.now, stand.zone) if stand.paused_until else ""
    so_far = f" {so_far_words(stand)}" if stand.status.walking else ""
    return [
        html.P(
            [html.Strong(f"Paused until {until}. "), f"{OFF if stand.quota and stand.quota.problem else SPENT} Plimsoll goes on by itself."]
        ),
        html.P(f"{_looked(stand)}{so_far}", className="quiet"),
        _meter(stand),
    ]


def _progress(stand: Standing, visit: Visit) -> list[Any]:
    first = stand.status.walked_at is None
    what = "Reading your history from Strava" if first else "Looking at Strava"
    left = f", {to_go(stand.left)}" if stand.left else ""
    return [
        html.P([html.Strong(f"{what}{left}. "), so_far_words(stand)]),
        _bar(stand, what),
        html.P("Every page already counts what is here, and follows as more arrives.", className="quiet")
        if first and not visit.arriving
        else None,
        _meter(stand) if first else None,
    ]


def _bar(stand: Standing, what: str) -> Component:
    known: Any = {} if stand.share is None else {"value": f"{stand.share:.3f}", "max": "1"}
    return html.Progress(**known, **aria(label=what))


def _meter(stand: Standing) -> Component | None:
    return quota_meter(stand.quota, stand.now, stand.zone) if stand.quota else None


def so_far_words(stand: Standing) -> str:
    """Say how much is here and how far back it goes."""
    status = stand.status
    if not status.activities:
        return "Nothing has arrived yet."
    back = f", back to {status.oldest:%B %Y}" if status.oldest and status.walking else ""
    return f"{count(status.activities, 'activity')} so far{back}." if status.walking else f"{count(status.activities, 'activity')} here."


def _looked(stand: Standing) -> str:
    looked = stand.status.looked_at
    return f"Looked at Strava {since(looked, stand.now)}." if looked else "Strava has not been looked at yet."


def kept_words(stand: Standing) -> str:
    """Say until when what came from Strava stays without a new look."""
    if stand.kept_until is None:
        return "What you imported from files stays."
    until = day(stand.kept_until.astimezone(stand.zone).date(), stand.now.astimezone(stand.zone).date())
    return f"What came from Strava stays until {until}; what you imported from files stays for good."
