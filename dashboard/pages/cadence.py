"""Cadence at the same speed: the trend with what changed on the way, the runner's own line, what it means."""

from collections.abc import Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.components.base import card, facts, section
from dashboard.components.cadence import signed
from dashboard.components.checks import check_list
from dashboard.components.figure import figure, table
from dashboard.components.grade import evidence
from dashboard.context import Context, Visit
from dashboard.figures.stepping import CHANGES, by_speed, over_time
from dashboard.router import Page, Pages
from dashboard.units import day
from warehouse.cadence import CadenceDay, CadenceRun, metronome
from warehouse.model import Cadence
from warehouse.rules import load_rules
from warehouse.wording import pace

NOTHING = "No run with cadence that can be compared yet. Most watches record it; import their files, or an export with average cadence."


def register(pages: Pages) -> None:
    """Add the page at `/cadence`."""
    pages.add(Page("/cadence", "Cadence", layout))


def layout(context: Context, visit: Visit) -> list[Any]:
    """Lay out the numbers, the check, both figures, and how far they can be trusted."""
    athlete = visit.chosen.athlete
    week = context.marts.week(athlete)
    days, runs = context.marts.cadence(athlete, week.as_of)
    rule = load_rules().about("cadence_fall")
    return [
        html.P(rule.meaning, className="lead"),
        numbers(week.cadence, visit) if week.cadence.recent_spm else html.P(NOTHING, className="card"),
        section("The check", check_list([one for one in week.checks if one.rule == rule.id], visit, visit.chosen.units), anchor="check"),
        section("Over time", card(trend(days)), anchor="trend") if days else None,
        section("Run by run", card(line(runs, days[-1], visit)), anchor="line") if runs and days else None,
        evidence(rule.grade, rule.source, visit.link("/methods")),
    ]


def numbers(cadence: Cadence, visit: Visit) -> Component:
    """List the medians, what changed, the fade within a run, and the metronome's value."""
    recent, units = cadence.recent_spm or 0, visit.chosen.units
    at = f"{pace(1000 / cadence.speed_mps, units)} min/{units}" if cadence.speed_mps else "your usual speed"
    reset = f"{day(cadence.reset_on, visit.today)}" if cadence.reset_on else None
    return card(
        facts(
            ("Last 21 days", f"{recent:.0f} steps/min", f"Median, at {at}; both feet"),
            ("Before", _spm(cadence.baseline_spm), "Median of the months before, at the same speed"),
            ("Difference", _difference(cadence.delta_spm), "Judged only beside your own scatter; a flag needs 3 % less"),
            ("Collected", f"{cadence.runs}/15" if cadence.delta_spm is None else None, "Runs that the comparison needs"),
            (f"New {CHANGES[cadence.reset or 'device']}", reset, "Only runs since then are compared: this is no change of form"),
            ("Within a run", _difference(cadence.fade_spm), "Last third against first third, at the same speed; context only"),
            ("For a metronome", f"{metronome(recent)} steps/min", "5 % more than now, only for a flag or knee pain: on 2 to 4 easy runs"),
        )
    )


def trend(days: Sequence[CadenceDay]) -> Component:
    """Draw the trend; the table has its last twelve days."""
    cells = [(str(one.local_date), _spm(one.recent_spm), _spm(one.baseline_spm), _difference(one.delta_spm)) for one in days[:-13:-1]]
    shown = [[cell or "not yet" for cell in row] for row in cells]
    words = table(["Day", "Last 21 days", "Baseline", "Difference"], shown, "Cadence over time")
    caption = "Steps a minute at your usual speed of the time. A dotted line: a new watch, pair or surface, and the baseline begins again."
    return figure("cadence-trend", over_time(days), caption=caption, table=words)


def line(runs: Sequence[CadenceRun], newest: CadenceDay, visit: Visit) -> Component:
    """Draw the runs of the last 112 days beside the runner's own line."""
    units, slope = visit.chosen.units, newest.slope_spm_per_mps
    rows: list[list[Any]] = [
        [str(run.local_date), f"{pace(1000 / run.speed_mps, units)} min/{units}", f"{run.cadence_spm:.0f}"] for run in runs[:-13:-1]
    ]
    caption = f"Faster runs have more steps: on your line {slope:.1f} for each m/s. Runs below the line have fewer than is usual for you."
    drawing = by_speed(runs, slope, units)
    return figure("cadence-line", drawing, caption=caption, table=table(["Day", "Pace", "Steps a minute"], rows, "Cadence by speed"))


def _spm(value: float | None) -> str | None:
    return None if value is None else f"{value:.0f} steps/min"


def _difference(value: float | None) -> str | None:
    return None if value is None else signed(value, "steps/min")
