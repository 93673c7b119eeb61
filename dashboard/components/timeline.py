"""Pain, weekly distance and new shoes on one line of time: a figure, a sentence and a table."""

from collections.abc import Sequence

from dash.development.base_component import Component

from dashboard.components.base import card
from dashboard.components.figure import figure, table
from dashboard.context import Context, Visit
from dashboard.figures.timeline import timeline
from dashboard.units import count, distance
from warehouse.check_in import MOST_PAIN, CheckIn, with_repeats

WEEKS = 26


def pain_timeline(context: Context, visit: Visit, check_ins: Sequence[CheckIn]) -> Component | None:
    """Show the last half year, None while nothing was said."""
    if not check_ins:
        return None
    athlete, answers = visit.chosen, with_repeats(check_ins)
    bars, shoes = context.marts.bars(athlete.athlete, weeks=WEEKS), context.marts.shoes(athlete.athlete)
    hurt = sum(answer.colour != "green" for answer in answers)
    caption = (
        f"{count(len(answers), 'check-in')}, {hurt} of them amber or red, beside the distance of {WEEKS} weeks and new pairs of shoes."
    )
    rows = [[str(one.check_in.local_date), f"{one.check_in.pain} of {MOST_PAIN}", one.colour] for one in reversed(answers)]
    weeks = [[f"week of {bar.week_start}", distance(bar.run_km, athlete.units), count(bar.runs, "run")] for bar in reversed(bars)]
    pairs = [[str(shoe.first_used), shoe.name, "new pair"] for shoe in shoes if shoe.first_used]
    words = table(["When", "What", "More"], [*rows, *weeks, *pairs], "Pain, weekly distance, new shoes")
    return card(figure("pain", timeline(bars, answers, shoes, athlete.units), caption=caption, table=words))
