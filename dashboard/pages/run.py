"""One activity: its facts, whether it counts and why, and how it compares with the longest run before it."""

from contextlib import suppress
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard import deciding
from dashboard.components.base import card, facts, icon, link, section
from dashboard.components.lookback import week_link
from dashboard.components.run_grid import mark
from dashboard.components.run_shoe import run_shoe
from dashboard.components.source import STRAVA, device_words, powered_by, source_words, sources, view_on_strava
from dashboard.context import Context, Visit
from dashboard.router import Page, Pages
from dashboard.units import climb, day, distance, duration, moment, pace
from warehouse.errors import NotFoundError, PlimsollError
from warehouse.model import ActivityId, Run
from warehouse.rules import load_rules, times
from warehouse.wording import Units

MARKS = {
    "over": ("flag", "Over the line", "over"),
    "small": ("clear", "No flag", "under"),
    "under": ("clear", "Below the line", "under"),
    "unjudged": ("wait", "Could not be judged", "short"),
    "set_aside": ("wait", "Set aside", "short"),
    "not_counted": ("wait", "Not counted as a run", "short"),
}


def register(pages: Pages) -> None:
    """Add the page at `/runs/<activity>`."""
    pages.add(Page("/runs/<activity>", "One activity", layout, follows=True))


def layout(context: Context, visit: Visit, activity: str) -> list[Any]:
    """Lay out one activity; raises NotFoundError for an id the athlete does not have."""
    run = context.marts.run(visit.chosen.athlete, ActivityId(activity))
    if run is None:
        raise NotFoundError("This athlete has no such activity.", "It may have been removed by a newer export; see the list of runs.")
    wish(context, visit, run)
    units = visit.chosen.units
    name = html.P([html.Strong(run.name or run.sport_type), f", {day(run.local_date)}"], className="lead")
    return [
        name,
        judged(run, units, visit),
        deciding.card_of(context, visit, run),
        section("Facts", card(_facts(run, units)), anchor="facts"),
        run_shoe(context, visit, run),
        html.P([link("The week as of that day", week_link(visit, run.local_date)), " · ", link("All runs", visit.link("/runs"))]),
        powered_by() if STRAVA in sources(run) else None,
    ]


def wish(context: Context, visit: Visit, run: Run) -> None:
    """Note that its runner looks at a run from Strava: its samples are fetched first when the quota has room."""
    if run.counted and STRAVA in sources(run):
        with suppress(PlimsollError):  # a busy database is no reason to show nothing
            context.people.wanted.ask(visit.chosen.athlete, run.activity_id, context.now())


def judged(run: Run, units: Units, visit: Visit) -> Component:
    """Say whether the run counts, and how it compares with the longest run of the 30 days before."""
    picture, words, kind = MARKS[mark(run)]
    state = html.Span([icon(picture), words], className=f"state {kind}")
    head = html.Div([html.H2("Against your longest run"), state], className="check-head")
    methods = link("How this check works", visit.link("/methods"))
    return card(
        head, _ratio(run, units), html.P([_sentence(run, units), " ", methods]), class_name="check over" if kind == "over" else "check"
    )


def _ratio(run: Run, units: Units) -> Component | None:
    if run.ratio is None:
        return None
    longest = f" your longest run of the 30 days before ({distance(run.longest_30d_km, units)})"
    return html.P([html.Span(times(run.ratio), className="value"), html.Span(longest, className="quiet")], className="numbers")


def _sentence(run: Run, units: Units) -> str:
    rule = load_rules().about("longest_run_spike")
    if run.set_aside:
        return "It is not compared, because its data looks wrong; what that rests on is below."
    if not run.counted:
        reason = f"Left out: {run.not_counted_reason}. " if run.not_counted_reason else ""
        return f"{reason}Only runs count towards the load checks; other sports and very short or odd recordings do not."
    if run.spike_level is None:
        return "There were too few runs in the 30 days before it to compare with."
    if not run.spike_level:
        return f"At {distance(run.distance_km, units)} it was no big step beyond what you were used to."
    step = f"A step of more than {rule.levels[0].above:.2f} times is linked with more overuse injuries."
    return f"{step} It counts for {rule.active_days} days, its own day included."


def _facts(run: Run, units: Units) -> Component:
    return facts(
        ("Sport", run.sport_type, "Strava's name for it"),
        ("Distance", _some(run.distance_km, distance(run.distance_km, units, 2)), ""),
        ("Moving time", _some(run.moving_s, duration(run.moving_s)), "Timer or moving time"),
        ("Elapsed time", _some(run.elapsed_s, duration(run.elapsed_s)), "From start to end, pauses included"),
        ("Pace", _some(run.speed_mps, pace(run.speed_mps, units)), "Mean over moving time"),
        ("Climb", _some(run.elevation_gain_m, climb(run.elevation_gain_m, units)), "Ascent"),
        ("Descent", _some(run.descent_m, climb(run.descent_m, units)), "Downhill loads the kneecap more"),
        ("Cadence", _some(run.cadence_spm, f"{run.cadence_spm or 0:.0f} steps/min"), "Both feet"),
        ("Heart rate", _some(run.heartrate_bpm, f"{run.heartrate_bpm or 0:.0f} beats/min"), "Mean"),
        ("Effort", _some(run.rpe, f"{run.rpe or 0:g} of 10"), "How hard you said it was"),
        ("Shoe", run.shoe_name, ""),
        ("Start", _some(run.start_utc, f"{moment(run.start_utc)} UTC"), ""),
        ("Device", device_words(run), ""),
        ("Source", html.Span([source_words(run), " ", view_on_strava(run)]), run.activity_id),
    )


def _some(value: object, words: str) -> str | None:
    return None if value is None else words
