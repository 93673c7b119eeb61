"""All activities, sortable, flagged runs marked."""

from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.components.base import aria, link
from dashboard.components.run_grid import run_grid
from dashboard.components.source import STRAVA, powered_by, sources
from dashboard.components.states import button_link
from dashboard.context import Context, Visit
from dashboard.router import Page, Pages
from warehouse.model import Run
from warehouse.rules import load_rules
from warehouse.wording import words

FLAGGED = "flagged"


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
    flagged = tuple(run for run in runs if run.spike_level)
    only = visit.asked.get("show") == FLAGGED
    return [
        html.P(summary(runs), className="lead"),
        html.P(_legend(visit), className="quiet"),
        _choices(len(runs), len(flagged), visit, only=only) if flagged or only else None,
        run_grid(flagged if only else runs, visit, athlete.units) if flagged or not only else None,
        powered_by() if any(STRAVA in sources(run) for run in runs) else None,
    ]


def _choices(every: int, flagged: int, visit: Visit, *, only: bool) -> Component:
    """Choose between all activities and the flagged ones, each with its number."""
    ways = ((f"All ({every:,})", visit.link("/runs"), not only), (f"Flagged only ({flagged:,})", visit.link("/runs", show=FLAGGED), only))
    links = [html.A(words, href=way, **(aria(current="true") if here else {})) for words, way, here in ways]
    return html.Nav(html.Ul([html.Li(item) for item in links]), className="choices", **aria(label="Which runs"))


def summary(runs: tuple[Run, ...]) -> str:
    """Count activities, runs that count and those over the longest-run line."""
    counted = sum(run.counted for run in runs)
    over = sum(bool(run.spike_level) for run in runs)
    flagged = f"{over} {'was' if over == 1 else 'were'} over the longest-run line" if over else "none was over the longest-run line"
    return f"{len(runs):,} {'activity' if len(runs) == 1 else 'activities'}, {counted:,} of them counted as runs; {flagged}."


def _legend(visit: Visit) -> list[Any]:
    rule = load_rules().about("longest_run_spike")
    least = words(rule.parameters, visit.chosen.units, exact=True)["min_step_m"]
    said = (
        f"Each run is compared with your longest run of the {rule.parameters['window_days']:.0f} days before it. "
        f"Above {rule.levels[0].above:.2f} times and {least} more, it is flagged. "
    )
    return [said, link("Why", visit.link("/methods"))]
