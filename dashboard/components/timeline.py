"""Pain, weekly distance, cadence, new shoes and marked days on one line of time: a figure, a sentence and a table."""

from collections.abc import Sequence

from dash.development.base_component import Component

from dashboard.components.base import card
from dashboard.components.cadence import signed
from dashboard.components.figure import figure, table
from dashboard.components.marks import KINDS
from dashboard.context import Context, Visit
from dashboard.figures.timeline import Beside, timeline
from dashboard.units import distance
from warehouse.cadence import CadenceDay
from warehouse.check_in import MOST_PAIN, CheckIn, with_repeats
from warehouse.wording import count

WEEKS = 26
MONTHS = 6


def pain_timeline(context: Context, visit: Visit, check_ins: Sequence[CheckIn]) -> Component | None:
    """Show the last half year, None while nothing was said."""
    if not check_ins:
        return None
    athlete, answers = visit.chosen, with_repeats(check_ins)
    cadence, _ = context.marts.cadence(athlete.athlete, visit.today)
    bars, shoes = context.marts.bars(athlete.athlete, weeks=WEEKS), context.marts.shoes(athlete.athlete)
    beside = Beside(bars, shoes, cadence, context.people.marks.of(athlete.athlete))
    hurt = sum(answer.colour != "green" for answer in answers)
    caption = (
        f"{count(len(answers), 'check-in')}, {hurt} of them amber or red, beside the distance of {WEEKS} weeks, "
        "cadence against your usual at the same speed, new pairs of shoes and marked days (shaded)."
    )
    rows = [[str(one.check_in.local_date), f"{one.check_in.pain} of {MOST_PAIN}", one.colour] for one in reversed(answers)]
    weeks = [[f"week of {bar.week_start}", distance(bar.run_km, athlete.units), count(bar.runs, "run")] for bar in reversed(bars)]
    pairs = [[str(shoe.first_used), shoe.name, "new pair"] for shoe in shoes if shoe.first_used]
    days = [[f"{one.first_day} to {one.last_day}", KINDS[one.kind][0], one.note or "marked"] for one in beside.marks]
    said = [*rows, *weeks, *_steps(cadence), *pairs, *days]
    words = table(["When", "What", "More"], said, "Pain, weekly distance, cadence, new shoes, marked days")
    return card(figure("pain", timeline(beside, answers, athlete.units), caption=caption, table=words))


def _steps(days: Sequence[CadenceDay]) -> list[list[str]]:
    """Return the last judged cadence of every calendar month, the newest first."""
    told = {f"{one.local_date:%Y-%m}": one for one in days if one.delta_spm is not None}
    rows = [[str(one.local_date), signed(one.delta_spm or 0, "steps/min"), "cadence at the same speed"] for one in told.values()]
    return rows[: -MONTHS - 1 : -1]
