"""What the week page and its block share: the week with all that was said since it was computed, and what was done of it."""

from datetime import date, timedelta

from dashboard.components.done import DAYS
from dashboard.context import Context, Visit
from warehouse.model import Week
from warehouse.pain import worse


def this_week(context: Context, visit: Visit) -> Week:
    """Return today's week of the chosen athlete; pain told since the last build counts at once."""
    athlete = visit.chosen
    said = [] if athlete.demo else context.people.check_ins.of(athlete.athlete)
    return worse(context.marts.week(athlete.athlete), said, visit.today)


def recent(context: Context, visit: Visit) -> set[tuple[date, str]]:
    """Return what the chosen athlete ticked in the last seven days; nothing for a demo athlete."""
    if visit.chosen.demo:
        return set()
    return context.people.done.of(visit.chosen.athlete, visit.today - timedelta(days=DAYS - 1))
