"""The week: level, ceiling, the last twelve weeks, the checks, what to do, shoes, what is missing, how old the data is."""

from collections.abc import Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.alerting import current, shown
from dashboard.components.advice import what_to_do
from dashboard.components.alert_list import alert_list, banner
from dashboard.components.base import card, icon, link, section
from dashboard.components.check_in_list import prompt
from dashboard.components.checks import check_list
from dashboard.components.context_numbers import context_numbers
from dashboard.components.live import live
from dashboard.components.lookback import week_steps
from dashboard.components.rested import rested_note
from dashboard.components.run_doubt import set_aside
from dashboard.components.shoe_note import note_list
from dashboard.components.shoes import NO_SHOES, shoe_list
from dashboard.components.source import powered_by
from dashboard.components.verdict import ceiling, verdict
from dashboard.components.way_back import way_back_note, way_back_of
from dashboard.components.weeks import weeks
from dashboard.context import Context, Visit
from dashboard.router import Page, Pages
from dashboard.standing import standing
from dashboard.this_week import recent
from dashboard.units import ago, count, day, moment
from warehouse.alerts import Review
from warehouse.model import AthleteRow, Week
from warehouse.pain import worse
from warehouse.rules import load_rules
from warehouse.shoe_notes import ShoeNote
from warehouse.wording import Units

NO_LEVEL = "Answering puts an alert out of the way. It never changes the level."


def register(pages: Pages) -> None:
    """Add the page at `/`."""
    pages.add(Page("/", "This week", layout, past="Looking back", follows=True))


def layout(context: Context, visit: Visit) -> list[Any]:
    """Lay out this week's answer for the chosen athlete."""
    athlete, back = visit.chosen, visit.as_of
    said = [] if back or athlete.demo else context.people.check_ins.of(athlete.athlete)
    week = worse(context.marts.week(athlete.athlete, back), said, visit.today)
    review = None if back else shown(context, visit)
    bars = context.marts.bars(athlete.athlete, back)
    units = athlete.units
    stand = None if back else standing(context, athlete.athlete)
    return [
        html.P(_whose(week, visit), className="quiet subtitle"),
        live(stand, visit) if stand else None,
        rested_note(week, visit),
        None if back else way_back_note(way_back_of(context, visit), visit),
        banner(review, visit) if review else None,
        week_steps(visit, week.as_of),
        html.Div([verdict(week), ceiling(week, units, past=bool(back))], className="hero"),
        None if back or athlete.demo else prompt(said, visit),
        alerts(review, visit) if review else None,
        set_aside(context.marts.set_aside(athlete.athlete, week.as_of), visit),
        section("The 12 weeks up to then" if back else "The last 12 weeks", card(weeks(bars, visit, week.as_of)), anchor="weeks"),
        section("The checks", check_list(week.checks, visit, units), anchor="checks", note=_ran(week)),
        what_to_do(week, visit, None if back or athlete.demo else recent(context, visit)),
        shoes(week, visit, units, context.marts.shoe_notes(athlete.athlete, back)),
        None if back else hints(week),
        context_numbers(week.context, week.load_scale, visit),
        freshness(week, athlete, visit),
        powered_by() if context.people.connections.get(athlete.athlete) else None,
    ]


def alerts(review: Review, visit: Visit) -> Component | None:
    """List the alerts that are not over, each with its answers; none says nothing."""
    if not (found := current(review)):
        return None
    way = html.P(link("All alerts and the weekly digest", visit.link("/alerts")))
    return section("Alerts", html.Div(alert_list(found, visit), id="alerts-open"), way, anchor="alerts", note=NO_LEVEL)


def shoes(week: Week, visit: Visit, units: Units, notes: Sequence[ShoeNote]) -> Component:
    """Show the pairs in use with the notes that matter now, or how to tell which they are."""
    used = [shoe for shoe in week.shoes if shoe.state != "retired"]
    pairs = shoe_list(used, units, week.as_of) if used else html.P(NO_SHOES, className="card")
    told = note_list([note for note in notes if note.important], visit)
    way = html.P(link("All shoes, and where to put them right", visit.link("/shoes")))
    return section("Shoes", card(told) if told else None, pairs, way, anchor="shoes")


def hints(week: Week) -> Component | None:
    """List what is missing and how to supply it."""
    if not week.hints:
        return None
    items = html.Ul([html.Li(hint) for hint in week.hints], className="plain")
    return section("What is missing", card(items, class_name="hints"), anchor="missing")


def freshness(week: Week, athlete: AthleteRow, visit: Visit) -> Component:
    """Say how old all this is."""
    last = athlete.last_date
    newest = f"{day(last, visit.today)} ({ago(last, visit.today)})" if last else "none"
    words = f" {count(athlete.activities, 'activity')}; newest: {newest}. Computed {moment(week.built_at)} UTC. "
    return html.P([icon("clock"), words, link("Import newer files", visit.link("/import"))], className="freshness quiet")


def _whose(week: Week, visit: Visit) -> str:
    if visit.as_of:
        return f"{week.athlete_name}; the same checks, on the runs up to this day"
    newest = f"; newest activity {ago(week.newest_activity, visit.today)}" if week.newest_activity else ""
    return f"{week.athlete_name}, {day(week.as_of, visit.today)}{newest}"


def _ran(week: Week) -> str:
    starts = ", ".join(f"{words.title} from {words.score}" for words in load_rules().level if words.score)
    return f"{week.checks_ran} of {week.checks_total} load checks ran. Points of all checks add up to a score of {week.score}; {starts}."
