"""The week: level, ceiling, what to do, why, the last twelve weeks, cadence, shoes, what is missing, how old the data is."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.alerting import current, shown
from dashboard.components.advice import what_to_do
from dashboard.components.alert_list import banner
from dashboard.components.base import card, icon, link, more, section
from dashboard.components.cadence import cadence
from dashboard.components.check_in_list import prompt
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
from dashboard.components.why import why
from dashboard.context import Context, Visit
from dashboard.router import Page, Pages
from dashboard.standing import standing
from dashboard.this_week import recent, this_week
from dashboard.units import ago, day, moment
from warehouse.model import AthleteRow, Week, WeekBar
from warehouse.shoe_notes import ShoeNote
from warehouse.wording import Units, count

SHOE_ORDER = ("replace", "plan", "ok")


def register(pages: Pages) -> None:
    """Add the page at `/`."""
    pages.add(Page("/", "This week", layout, past="Looking back", follows=True))


def layout(context: Context, visit: Visit) -> list[Any]:
    """Lay out the answer for the chosen athlete: level and ceiling, what to do, why, then what it was made from."""
    athlete, back = visit.chosen, visit.as_of
    own = not (back or athlete.demo)
    week = context.marts.week(athlete.athlete, back) if back else this_week(context, visit)
    review = None if back else shown(context, visit)
    bars, units = context.marts.bars(athlete.athlete, back), athlete.units
    stand = None if back else standing(context, athlete.athlete)
    return [
        html.P(_whose(week, visit), className="quiet subtitle"),
        live(stand, visit) if stand else None,
        rested_note(week, visit),
        None if back else way_back_note(way_back_of(context, visit), visit),
        banner(review, week, visit) if review else None,
        week_steps(visit, week.as_of) if back else None,
        html.Div([verdict(week), ceiling(week, units, past=bool(back))], className="hero"),
        what_to_do(week, visit, recent(context, visit) if own else None),
        prompt(context.people.check_ins.of(athlete.athlete), visit) if own else None,
        why(week, visit, units, current(review) if review else ()),
        set_aside(context.marts.set_aside(athlete.athlete, week.as_of), visit),
        twelve_weeks(bars, visit, week.as_of),
        cadence(week, visit),
        shoes(week, visit, units, context.marts.shoe_notes(athlete.athlete, back)),
        None if back else hints(week),
        context_numbers(week.context, week.load_scale, visit),
        freshness(week, athlete, visit),
        powered_by() if context.people.connections.get(athlete.athlete) else None,
    ]


def twelve_weeks(bars: Sequence[WeekBar], visit: Visit, shown: date) -> Component:
    """Draw the weeks, today's with the way to the week before; an earlier day has its steps on top."""
    title = "The 12 weeks up to then" if visit.as_of else "The last 12 weeks"
    way = None if visit.as_of else week_steps(visit, shown)
    return section(title, card(weeks(bars, visit, shown)), anchor="weeks", way=way)


def shoes(week: Week, visit: Visit, units: Units, notes: Sequence[ShoeNote]) -> Component:
    """Show the notes that matter now and the pair to look at first, the others folded; or how to tell which pairs they are."""
    used = sorted((shoe for shoe in week.shoes if shoe.state != "retired"), key=lambda shoe: SHOE_ORDER.index(shoe.state))
    told = note_list([note for note in notes if note.important], visit)
    shown = shoe_list(used[:1], units, week.as_of) if used else html.P(NO_SHOES, className="card")
    rest = more(count(len(used) - 1, "more pair"), shoe_list(used[1:], units, week.as_of), class_name="fold") if used[1:] else None
    return section("Shoes", card(told) if told else None, shown, rest, anchor="shoes", way=link("All shoes", visit.link("/shoes")))


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
