"""Why the level is what it is: the checks over their lines in full, each said once and with its answers; the others folded."""

from collections.abc import Mapping, Sequence

from dash import html
from dash.development.base_component import Component

from dashboard.components.advice import acts
from dashboard.components.alert_list import answers, label
from dashboard.components.base import link, more, section
from dashboard.components.checks import check_card, missing_card
from dashboard.context import Visit
from warehouse.alerts import AlertLife
from warehouse.model import Check, Week
from warehouse.rules import crossed, load_rules
from warehouse.wording import Units, count


def why(week: Week, visit: Visit, units: Units, lives: Sequence[AlertLife]) -> Component:
    """Show every check of the week; `lives` are the alerts that are not over, none when there is nothing to answer."""
    by_rule = {life.alert.rule: life for life in lives}
    over = crossed(week.checks)
    parts = [
        html.Ul([_over(check, week, visit, units, by_rule) for check in over], className="checks") if over else None,
        _others(week, visit, units),
    ]
    way = None if visit.as_of else link("All alerts", visit.link("/alerts"))
    return section("The checks", *parts, anchor="checks", way=way)


def _over(check: Check, week: Week, visit: Visit, units: Units, lives: Mapping[str, AlertLife]) -> Component:
    life = lives.get(check.rule)
    told = " ".join((week.reason, *acts(week).values()))
    shown = check_card(check, visit, units, told=told, answers=answers(life, visit) if life else None)
    if life is None or life.open:
        return shown
    return html.Li(more([html.Strong(check.title), f": {label(life, visit.today)}"], html.Ul(shown, className="checks"), class_name="fold"))


def _others(week: Week, visit: Visit, units: Units) -> Component | None:
    calm = [check for check in week.checks if check.level == 0]
    short = [check for check in week.checks if check.level is None]
    if not (calm or short):
        return None
    cards = [*(check_card(check, visit, units) for check in calm), *map(missing_card, short)]
    score = html.P(_ran(week), className="quiet")
    return more(_counted(len(calm), len(short)), score, html.Ul(cards, className="checks"), class_name="fold")


def _counted(calm: int, short: int) -> str:
    clear = f"{count(calm, 'check')} without a flag"
    lacking = f"{count(short, 'check')} could not run yet"
    return f"{clear}, {lacking.replace('checks ', '').replace('check ', '')}" if calm and short else clear if calm else lacking


def _ran(week: Week) -> str:
    starts = ", ".join(f"{words.title} from {words.score}" for words in load_rules().level if words.score)
    return f"{week.checks_ran} of {week.checks_total} load checks ran. Score {week.score}, made of the points of the checks: {starts}."
