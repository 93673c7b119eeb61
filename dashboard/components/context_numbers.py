"""Load figures other tools show: here grey, folded away and never part of the level."""

from dash import html
from dash.development.base_component import Component

from dashboard.components.base import facts, link, more
from dashboard.context import Visit
from dashboard.units import UNKNOWN
from warehouse.model import LoadContext
from warehouse.wording import rounded

SCALES = {
    "srpe": "session effort: minutes times how hard you said it was (0 to 10)",
    "trimp": "TRIMP: minutes weighted by heart rate",
    "minutes": "minutes of training, because neither effort nor heart rate covers enough of it",
}


def context_numbers(context: LoadContext, scale: str | None, visit: Visit) -> Component:
    """List ATL, CTL, TSB, ACWR, monotony and strain with their plain meaning."""
    words = SCALES.get((scale or "").removeprefix("load_"), scale or "not known yet")
    intro = html.P(
        ["Not scored: in the best study so far these did not tell who gets injured. Load is counted in ", html.Strong(words), "."]
    )
    warming = context.warming_up_day
    note = html.P(f"Long-term load is still warming up: day {warming} of 42.") if warming is not None else None
    rows = facts(
        ("Recent load (ATL)", worded(context.atl), "Weighted daily load of about the last 7 days, in load units a day"),
        ("Usual load (CTL)", worded(context.ctl), "Weighted daily load of about the last 42 days, in load units a day"),
        ("Balance (TSB)", worded(context.tsb), "Yesterday's usual load minus recent load, in load units; below zero means more than usual"),
        (
            "Acute to chronic ratio (ACWR)",
            worded(context.acwr_uncoupled, 2),
            "Run distance a day of the last 7 days over that of the 3 weeks before, as a ratio",
        ),
        ("Monotony", worded(context.monotony, 2), "Mean daily load over its spread in 7 days, as a ratio; high means every day is alike"),
        ("Strain", worded(context.strain, 0), "Load of 7 days times monotony, in load units"),
    )
    return more(
        "Other load figures (not scored)",
        intro,
        note,
        rows,
        link("Why they are not scored", visit.link("/methods") + "#context"),
        class_name="card context",
    )


def worded(value: float | None, digits: int = 1) -> str:
    """Write a load figure, which may be below zero."""
    return UNKNOWN if value is None else rounded(value, digits, ",")
