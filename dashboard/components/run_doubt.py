"""What is doubted of a run, what follows from that, and the runner's say over it; and the runs that are set aside this week."""

from collections.abc import Sequence
from urllib.parse import quote

import dash_mantine_components as dmc
from dash import dcc, html
from dash.development.base_component import Component

from dashboard.components.base import aria, card, icon, link, more, section
from dashboard.components.states import job_status
from dashboard.context import Visit
from dashboard.units import day, distance
from warehouse.doubt import RunDoubt, SetAside
from warehouse.model import RUN_SPORTS, Run
from warehouse.people.choices import Choice
from warehouse.quality import if_counted, load_quality, message, usable
from warehouse.wording import count

SAID = "run-choice-said"
JOB = "run-choice-job"
SHOWN = 5
DUPLICATE = "another recording of the same run"
NOTE = "Their data looks wrong, so they count in no check until you say so."
WORDS: dict[Choice, str] = {"use": "Use it anyway", "ignore": "Leave it out", "": "Back to automatic"}


def doubt_card(run: Run, doubts: Sequence[RunDoubt], choice: Choice, visit: Visit, change: str = "") -> Component | None:
    """Show what is doubted of a run and ask for the runner's say; folded away when nothing is, absent for other sports.

    `change` is what counting it would change, empty when that is not known.
    """
    if run.sport_type not in RUN_SPORTS:
        return None
    body = [html.P(told) for told in (*_told(run, doubts, visit), *([change] if change else []))]
    answer = html.Div(say(run, doubts, choice, visit), id=SAID, role="status")
    redraw: dict[str, str] = {"data-redraw": ""}
    saying = [answer, dcc.Store(id=JOB), html.Div(job_status("build"), **redraw)]  # type: ignore[arg-type]  # a data attribute is any word
    if not body and not choice:
        return None if visit.chosen.demo else more("Is something wrong with this run?", *saying, class_name="run-doubt")
    why = html.P(link("What makes a run doubtful", f"{visit.link('/methods')}#doubts"))
    return card(html.H2(_title(run, doubts)), *body, *saying, why, class_name="run-doubt")


def say(run: Run, doubts: Sequence[RunDoubt], choice: Choice, visit: Visit) -> list[Component | None]:
    """Say what the runner chose, with the other choices as buttons; a made-up athlete has none."""
    words = load_quality().words
    effect = next((load_quality().about(one.doubt).effect for one in doubts), words.automatic)
    told = {"use": words.used, "ignore": words.ignored, "": effect}[choice]
    acts = [] if visit.chosen.demo else choices(run, doubts, choice, visit)
    buttons = html.Div([_button(act, run, visit) for act in acts], className="row")
    return [html.P(told, className="quiet" if not choice else None), buttons if acts else None]


def choices(run: Run, doubts: Sequence[RunDoubt], choice: Choice, visit: Visit) -> list[Choice]:
    """Return what the runner may choose instead: nothing for a run of the future, no use of one without distance or duration."""
    if run.local_date > visit.today:
        return []
    offered: dict[Choice, bool] = {
        "use": usable(run, doubts) and choice != "use" and (bool(choice) or not run.counted),
        "ignore": choice != "ignore",
        "": bool(choice),
    }
    return [act for act, possible in offered.items() if possible]


def set_aside(found: Sequence[SetAside], visit: Visit) -> Component | None:
    """List the runs of the last weeks that doubts keep out of the checks, and what counting them would change; none says nothing."""
    if not found:
        return None
    rest = len(found) - SHOWN
    left = html.P(link(f"{count(rest, 'more run')} set aside: all runs", visit.link("/runs"))) if rest > 0 else None
    items = html.Ul([html.Li(_aside(one, visit)) for one in found[:SHOWN]], className="said-list")
    return section("Set aside", card(items, left), anchor="set-aside", note=NOTE)


def _aside(one: SetAside, visit: Visit) -> list[Component]:
    units = visit.chosen.units
    way = visit.link(f"/runs/{quote(one.activity_id, safe='')}")
    title = f"{one.name or one.sport_type}, {day(one.local_date, visit.today)}, {distance(one.distance_km, units)}"
    state = html.Span([icon("wait"), load_quality().about(one.doubt).title], className="state short")
    label = aria(label=f"Use it or leave it out: {title}")
    return [
        html.Div([html.H3(title), state], className="check-head"),
        html.P(message(one.doubt, one.value, one.line, units)),
        html.P(if_counted(one, units)),
        html.P(html.A("Use it or leave it out", href=way, className="button", **label)),
    ]


def _told(run: Run, doubts: Sequence[RunDoubt], visit: Visit) -> list[str]:
    """Say the doubt that decides and what is only noted."""
    deciding = [one for one in doubts if one.sets_aside][:1]
    shown = (*deciding, *(one for one in doubts if not one.sets_aside))
    told = [message(one.doubt, one.value, one.line, visit.chosen.units) for one in shown]
    return ["It overlaps a longer recording, which counts in its place.", *told] if run.not_counted_reason == DUPLICATE else told


def _title(run: Run, doubts: Sequence[RunDoubt]) -> str:
    if run.choice == "ignore":
        return "Left out by you"
    if run.not_counted_reason == DUPLICATE:
        return "Recorded twice"
    return load_quality().about(doubts[0].doubt).title if doubts else "Your say"


def _button(act: Choice, run: Run, visit: Visit) -> Component:
    words = "Use this recording instead" if act == "use" and run.not_counted_reason == DUPLICATE else WORDS[act]
    name = {"type": "run-choice", "activity": run.activity_id, "act": act or "automatic"}
    label = aria(label=f"{words}: {run.name or run.sport_type}, {day(run.local_date, visit.today)}")
    button: Component = dmc.Button(words, id=name, variant="default", **label)
    return button
