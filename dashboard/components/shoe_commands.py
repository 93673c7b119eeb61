"""What to type to correct a pair or to tell which runs it did: with this athlete's own pair and days, ready to copy."""

from collections.abc import Sequence
from datetime import date, timedelta
from shlex import join

from dash import html
from dash.development.base_component import Component

from dashboard.components.base import card, section
from dashboard.context import Visit
from warehouse.model import AthleteRow, Shoe

NEW_PAIR = "My new pair"
LIMIT_KM = 700


def commands(pairs: Sequence[Shoe], visit: Visit) -> Component:
    """Show both commands about the first pair given, or about a new one when there is none."""
    who, pair = visit.chosen, next(iter(pairs), None)
    known = [_example(f"{pair.name}: set its limit and the distance it had before", _set(who, pair))] if pair else []
    assign = _example(f"Say in which days you wore {pair.name if pair else 'a new pair'}", _assign(who, pair, visit.today))
    rest = [html.P("Put your own numbers and days in. With --help each command tells what else it can set."), _ids(pairs)]
    return section("Put it right", card(*known, assign, *rest), anchor="commands", note="In a terminal; the pages follow by themselves.")


def _example(what: str, command: str) -> Component:
    return html.Div([html.P(what), html.Pre(html.Code(command), className="command")])


def _set(who: AthleteRow, pair: Shoe) -> str:
    return _typed(who, "shoe", "--shoe", pair.shoe, "--limit-km", f"{pair.limit_km or LIMIT_KM:.0f}", "--start-km", "50")


def _assign(who: AthleteRow, pair: Shoe | None, today: date) -> str:
    last = min(who.last_date or today, today)
    days = ("--from", str(last - timedelta(days=6)), "--to", str(last))
    return _typed(who, "assign-shoe", "--shoe", pair.shoe if pair else NEW_PAIR, *days)


def _typed(who: AthleteRow, command: str, *words: str) -> str:
    return join(["plimsoll", command, "--athlete", who.athlete, *words])


def _ids(pairs: Sequence[Shoe]) -> Component | None:
    items = [html.Li([f"{pair.name}: ", html.Code(pair.shoe)]) for pair in pairs]
    return html.Div([html.P("The ids of your pairs:"), html.Ul(items, className="plain")]) if items else None
