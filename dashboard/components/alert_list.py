"""Alerts as a runner sees them: a banner for what was pushed, cards with answers for what is open, a table of all that was."""

from collections.abc import Sequence
from datetime import date

import dash_mantine_components as dmc
from dash import html
from dash.development.base_component import Component

from dashboard.components.base import aria, icon, link
from dashboard.components.figure import table
from dashboard.context import Visit
from dashboard.units import day
from warehouse.alerts import AlertLife, LifeState, Review
from warehouse.rules import load_rules

STATES: dict[LifeState, tuple[str, str]] = {
    "new": ("flag", "New"),
    "seen": ("flag", "Seen"),
    "acknowledged": ("clear", "Acknowledged"),
    "snoozed": ("wait", "Snoozed"),
    "cleared": ("clear", "Cleared"),
}
REASONS = {"race": "it was a race", "ill": "ill", "wrong_data": "the data is wrong", "other": "other"}
SNOOZES = {"race": "Snooze: a race", "ill": "Snooze: ill", "wrong_data": "Snooze: wrong data"}
STAYS = "Out of the way until then; the level counts it all the same."
NO_ALERT = "No alert is open."


def banner(review: Review, visit: Visit) -> Component | None:
    """Put what may interrupt on top: at most two alerts a month, until they are answered."""
    pushed = [life for life in review.lives if life in review.due or (life.pushed_at and life.open)]
    if not pushed:
        return None
    named = html.Strong(f"{'Alert' if len(pushed) == 1 else 'Alerts'}: {', '.join(map(title, pushed))}. ")
    words = html.P([named, link("Answer", f"{visit.link('/')}#alerts")])
    return html.Aside([icon("flag"), words], className="card rested pushed", **aria(label="New alert"))


def alert_list(lives: Sequence[AlertLife], visit: Visit) -> Component:
    """List alerts as cards, each with its state and the answers that it still takes."""
    if not lives:
        return html.P(NO_ALERT, className="quiet")
    return html.Ul([html.Li(_card(life, visit), className="card alert") for life in lives], className="checks alerts")


def history(lives: Sequence[AlertLife], today: date) -> Component:
    """Write all alerts as a table, the newest first."""
    rows = [[title(life), day(life.alert.opened_on, today), _until(life, today), state(life, today), _pushed(life)] for life in lives]
    return html.Div(table(["Check", "Opened", "Last day", "State", "Told"], rows, "All alerts"), className="scroll", tabIndex="0")


def title(life: AlertLife) -> str:
    """Return the name of the check that an alert is about."""
    return load_rules().about(life.alert.rule).title


def state(life: AlertLife, today: date) -> str:
    """Say how far an alert is, with the reason and the end of a snooze."""
    until = f" until {day(life.until, today)}" if life.state == "snoozed" and life.until else ""
    why = f", {REASONS[life.reason]}" if life.reason and not life.open else ""
    return f"{STATES[life.state][1]}{until}{why}"


def _card(life: AlertLife, visit: Visit) -> list[Component | None]:
    picture, _ = STATES[life.state]
    label = html.Span([icon(picture), state(life, visit.today)], className="state")
    opened = html.P(f"Since {day(life.alert.opened_on, visit.today)}.", className="quiet")
    stays = html.P(STAYS, className="quiet") if life.state == "snoozed" else None
    return [html.Div([html.H3(title(life)), label], className="check-head"), html.P(life.message), opened, stays, _answers(life, visit)]


def _answers(life: AlertLife, visit: Visit) -> Component | None:
    if visit.chosen.demo or life.state == "cleared":
        return None
    if not life.open:
        return html.P(_button(life, "seen", "Open it again"), className="row")
    return html.P(
        [_button(life, "acknowledged", "Got it"), *(_button(life, act, words) for act, words in SNOOZES.items())], className="row"
    )


def _button(life: AlertLife, act: str, words: str) -> Component:
    name = {"type": "alert-act", "alert": life.alert.alert_id, "act": act}
    button: Component = dmc.Button(words, id=name, variant="default", size="sm", **aria(label=f"{words}, {title(life)}"))
    return button


def _until(life: AlertLife, today: date) -> str:
    return day(life.alert.active_until, today) if life.state == "cleared" else "still open"


def _pushed(life: AlertLife) -> str:
    return f"{life.pushed_at:%Y-%m-%d}" if life.pushed_at else "in the digest"
