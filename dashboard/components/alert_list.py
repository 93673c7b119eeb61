"""Alerts as a runner sees them: their answers in a slim row, a banner for what the verdict does not say, cards, a table of all that was."""

from collections.abc import Sequence
from datetime import date

import dash_mantine_components as dmc
from dash import html
from dash.development.base_component import Component

from dashboard.components.base import aria, icon, link, more
from dashboard.components.figure import table
from dashboard.context import Visit
from dashboard.units import day
from warehouse.alerts import AlertLife, LifeState, Review
from warehouse.model import Level, Week
from warehouse.rules import crossed, load_rules

STATES: dict[LifeState, tuple[str, str]] = {
    "new": ("flag", "New"),
    "seen": ("flag", "Seen"),
    "acknowledged": ("clear", "Acknowledged"),
    "snoozed": ("wait", "Snoozed"),
    "cleared": ("clear", "Cleared"),
}
REASONS = {"race": "it was a race", "ill": "ill", "wrong_data": "the data is wrong", "other": "other"}
SNOOZES = {"race": "A race", "ill": "Ill", "wrong_data": "Wrong data"}
STAYS = "the level counts it all the same"
NO_ALERT = "No alert is open."


def banner(review: Review, week: Week, visit: Visit) -> Component | None:
    """Put on top what may interrupt and the verdict does not name; while there is too little history it names no check at all."""
    named = set() if week.level is Level.NOT_ENOUGH_HISTORY else {check.rule for check in crossed(week.checks)}
    pushed = [life for life in review.lives if life in review.due or (life.pushed_at and life.open)]
    if not (unsaid := [life for life in pushed if life.alert.rule not in named]):
        return None
    words = html.Strong(f"{'Alert' if len(unsaid) == 1 else 'Alerts'}: {', '.join(map(title, unsaid))}. ")
    text = html.P([words, link("See it and answer", f"{visit.link('/')}#check-{unsaid[0].alert.rule}")])
    return html.Aside([icon("flag"), text], className="card rested pushed", **aria(label="New alert"))


def alert_list(lives: Sequence[AlertLife], visit: Visit) -> Component:
    """List alerts as cards, each with its state and the answers that it still takes."""
    if not lives:
        return html.P(NO_ALERT, className="quiet")
    return html.Ul([html.Li(_card(life, visit), className="card alert") for life in lives], className="checks alerts")


def history(lives: Sequence[AlertLife], today: date) -> Component:
    """Write all alerts as a table, the newest first."""
    columns = ["Check", "Opened", "Last day", "State", "Interrupted you"]
    rows = [
        [title(life), day(life.alert.opened_on, today), _until(life, today), state(life, today), _pushed(life, today)] for life in lives
    ]
    return html.Div(table(columns, rows, "All alerts"), className="scroll", tabIndex="0")


def title(life: AlertLife) -> str:
    """Return the name of the check that an alert is about."""
    return load_rules().about(life.alert.rule).title


def state(life: AlertLife, today: date) -> str:
    """Say how far an alert is, with the reason and the end of a snooze."""
    until = f" until {day(life.until, today)}" if life.state == "snoozed" and life.until else ""
    why = f", {REASONS[life.reason]}" if life.reason and not life.open else ""
    return f"{STATES[life.state][1]}{until}{why}"


def label(life: AlertLife, today: date) -> str:
    """Say in a few words that an alert still asks, or what was answered."""
    if not life.open:
        return state(life, today)
    return "New alert" if life.state == "new" else "Alert"


def answers(life: AlertLife, visit: Visit) -> Component:
    """Keep the slim row of an alert: how far it is and the answers it takes; it is drawn again alone when one is given."""
    name = {"type": "alert-row", "alert": life.alert.alert_id}
    return html.Div(answer_row(life, visit), id=name, className="alert-row", role="status")


def answer_row(life: AlertLife, visit: Visit) -> list[Component | None]:
    """Fill the row of an alert."""
    picture = html.Span([icon(STATES[life.state][0]), label(life, visit.today)], className="state")
    opened = f"since {day(life.alert.opened_on, visit.today)}"
    said = opened if life.open else f"open {opened}; {STAYS}"
    return [html.P([picture, html.Span(f"{said}. {life.remark}".strip(), className="quiet")]), _buttons(life, visit)]


def _card(life: AlertLife, visit: Visit) -> list[Component | None]:
    highest = f"As of {day(life.alert.peak_on, visit.today)}, when it was highest."
    return [html.H3(title(life)), html.P(life.alert.message), html.P(highest, className="quiet"), answers(life, visit)]


def _buttons(life: AlertLife, visit: Visit) -> Component | None:
    if visit.chosen.demo or life.state == "cleared":
        return None
    if not life.open:
        return html.Div(_button(life, "seen", "Open it again", "Open it again"), className="row")
    snoozes = [_button(life, act, words, f"Snooze: {words.lower()}") for act, words in SNOOZES.items()]
    away = html.P(f"Out of the way for a week; {STAYS}. Why?", className="quiet")
    snooze = more("Snooze for a week", away, html.Div(snoozes, className="row"), class_name="snooze")
    return html.Div([_button(life, "acknowledged", "Got it", "Got it"), snooze], className="row")


def _button(life: AlertLife, act: str, words: str, spoken: str) -> Component:
    name = {"type": "alert-act", "alert": life.alert.alert_id, "act": act}
    button: Component = dmc.Button(words, id=name, variant="default", size="sm", **aria(label=f"{spoken}, {title(life)}"))
    return button


def _until(life: AlertLife, today: date) -> str:
    return day(life.alert.active_until, today) if life.state == "cleared" else "still open"


def _pushed(life: AlertLife, today: date) -> str:
    return day(life.pushed_at.date(), today) if life.pushed_at else "no"
