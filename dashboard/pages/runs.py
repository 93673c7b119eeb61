"""All activities, sortable, flagged runs marked."""

from typing import Any

from dash import html

from dashboard.components.base import link
from dashboard.components.run_grid import run_grid
from dashboard.components.states import button_link
from dashboard.context import Context, Visit
from dashboard.router import Page, Pages
from warehouse.model import Run
from warehouse.rules import load_rules


def register(pages: Pages) -> None:
    """Add the page at `/runs`."""
    pages.add(Page("/runs", "Runs", layout))


def layout(context: Context, visit: Visit) -> list[Any]:
    """Lay out all activities of the chosen athlete, newest first."""
    athlete = visit.chosen
    runs = context.marts.runs(athlete.athlete)
    if not runs:
        return [
            html.P("No activity has been imported for this athlete yet.", className="lead"),
            button_link("Import files", visit.link("/import"), main=True),
        ]
    return [html.P(summary(runs), className="lead"), html.P(_legend(visit), className="quiet"), run_grid(runs, visit, athlete.units)]


def summary(runs: tuple[Run, ...]) -> str:
    """Count activities, runs that count and those over the longest-run line."""
    counted = sum(run.counted for run in runs)
    over = sum(bool(run.spike_level) for run in runs)
    flagged = f"{over} {'was' if over == 1 else 'were'} over the longest-run line" if over else "none was over the longest-run line"
    return f"{len(runs):,} {'activity' if len(runs) == 1 else 'activities'}, {counted:,} of them counted as runs; {flagged}."


def _legend(visit: Visit) -> list[Any]:
    rule = load_rules().about("longest_run_spike")
    words = (
        f"Each run is compared with your longest run of the {rule.parameters['window_days']:.0f} days before it. "
        f"Above {rule.levels[0].above:.2f} times, it is flagged. "
    )
    return [words, link("Why", visit.link("/methods"))]
