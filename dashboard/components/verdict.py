"""The answer itself: level with its reason, the ceiling for the next run, the week so far."""

from dash import html
from dash.development.base_component import Component

from dashboard.components.base import card
from dashboard.components.level import MEANING, WORDS, load_line, word
from dashboard.units import climb, distance, duration
from warehouse.model import Level, Week, WeekTotals
from warehouse.rules import NO_RECENT_RUNS, unsure
from warehouse.wording import Units, at_most, count


def verdict(week: Week) -> Component:
    """Say the level: as a word, with its reason, on the load line."""
    reason = week.reason.removeprefix(f"{WORDS[week.level]}: ")
    quiet = unsure(week)
    return card(
        html.P(word(week.level, quietly=NO_RECENT_RUNS if quiet else ""), className="verdict"),
        html.P(f"{reason[:1].upper()}{reason[1:]}", className="reason"),
        load_line(week.level),
        html.P(MEANING[week.level], className="quiet"),
        class_name=f"verdict-card level-edge-{'unsure' if quiet else week.level}",
    )


def ceiling(week: Week, units: Units, *, past: bool) -> Component:
    """Say how far the next run may be, and why."""
    if week.ceiling_km is None:
        words = "No run for now" if week.level is Level.STOP else "No number yet"
        value = html.P(words, className="ceiling-value none")
    else:
        number, unit = at_most(week.ceiling_km, units).split()
        value = html.P([number, html.Span(f" {unit}")], className="ceiling-value")
    title = "Ceiling for the next run then" if past else "Ceiling for the next run"
    so_far = this_week(week.week, units, "That calendar week up to this day" if past else "This calendar week so far")
    return card(html.H2(title), value, html.P(week.ceiling_reason), so_far, class_name="ceiling")


def this_week(total: WeekTotals, units: Units, title: str) -> Component:
    """Sum up the calendar week so far in one line."""
    if not total.runs:
        return html.P(f"{title}: no runs.", className="quiet")
    parts = [
        f"{distance(total.distance_km, units)} in {count(total.runs, 'run')}",
        duration(total.minutes * 60),
        f"{climb(total.descent_m, units)} down" if total.descent_m else "",
        f"{total.change_ratio:.0%} of the week before" if total.change_ratio is not None else "",
    ]
    return html.P(f"{title}: {', '.join(part for part in parts if part)}.", className="quiet")
