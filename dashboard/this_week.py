"""The week of today: with all that was said since it was computed, in the runner's own numbers; and what was done of it."""

from dataclasses import replace
from datetime import date, timedelta

from dashboard.components.done import DAYS
from dashboard.context import Context, Visit
from warehouse.model import Week
from warehouse.pain import worse
from warehouse.personal import LOOKS_BACK, personal


def this_week(context: Context, visit: Visit) -> Week:
    """Return today's week of the chosen athlete; pain told since the last build counts at once, doses are their own."""
    athlete = visit.chosen
    said = [] if athlete.demo else context.people.check_ins.of(athlete.athlete)
    week = worse(context.marts.week(athlete.athlete), said, visit.today)
    runs = context.marts.runs(athlete.athlete, since=visit.today - LOOKS_BACK)
    return replace(week, advice=personal(week.advice, runs, visit.today, week.cadence.recent_spm))


def recent(context: Context, visit: Visit) -> set[tuple[date, str]]:
    """Return what the chosen athlete ticked in the last seven days; nothing for a demo athlete."""
    if visit.chosen.demo:
        return set()
    return context.people.done.of(visit.chosen.athlete, visit.today - timedelta(days=DAYS - 1))
