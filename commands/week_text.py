"""The week as text for a terminal: every meaning is a word, colour only repeats it. No reading, no printing."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from rich.console import Group, RenderableType
from rich.panel import Panel
from rich.table import Column, Table
from rich.text import Text

from commands.terminal import UNKNOWN
from warehouse.model import Check, Level, Shoe, Week
from warehouse.rules import NO_RECENT_RUNS, unsure
from warehouse.shoe_notes import ShoeNote
from warehouse.wording import Units, at_most, distance, side_by_side

_TITLES = {
    Level.NOT_ENOUGH_HISTORY: ("Not enough history yet", "white"),
    Level.NO_FLAG: ("No flag", "green"),
    Level.WATCH: ("Watch", "yellow"),
    Level.ELEVATED: ("Elevated", "dark_orange"),
    Level.HIGH: ("High", "red"),
    Level.STOP: ("Stop", "bold red"),
}
_STATES = {"ok": "in use", "plan": "plan its replacement", "replace": "check or replace", "retired": "retired"}


def week_text(week: Week, units: Units) -> RenderableType:
    """Lay out the whole answer: level, ceiling, checks, shoes, what to do, what is missing."""
    return Group(_head(week, units), *_checks(week.checks, units), *_shoes(week.shoes, units), *_advice(week), *_hints(week))


def title_of(level: Level | None) -> str:
    """Return a level in words."""
    return _TITLES[level][0] if level else UNKNOWN


def km(value: float | None, units: Units) -> str:
    """Return a distance given in km in the athlete's units."""
    return UNKNOWN if value is None else distance(value, units)


def shoe_table(shoes: tuple[Shoe, ...], units: Units) -> Table:
    """Lay out pairs of shoes with their distance, limit, share and forecast."""
    table = Table("Shoes", Column("Id", overflow="fold"), "Distance", "Limit", "Share 90 d", "Replace", "State", title_justify="left")
    for shoe in shoes:
        share = UNKNOWN if shoe.share_90d is None else f"{shoe.share_90d:.0%}"
        when = f"{shoe.replace_from} to {shoe.replace_to}" if shoe.replace_from else UNKNOWN
        words = (shoe.name, shoe.shoe, km(shoe.distance_km, units), km(shoe.limit_km, units), share, when, _STATES[shoe.state])
        table.add_row(*map(Text, words))
    return table


def shoe_words(notes: Iterable[ShoeNote]) -> RenderableType:
    """Write what is worth saying of pairs: the sentence, why, what to do, how good the evidence is."""
    lines = [
        (Text(note.title, style="bold"), Text(f"  {note.message}"), Text(f"  {note.action} {note.why}"), _evidence(note)) for note in notes
    ]
    return Group(*(line for block in lines for line in block))


def _evidence(note: ShoeNote) -> Text:
    return Text(f"  Evidence grade {note.grade}: {note.source}.", style="dim")


def _head(week: Week, units: Units) -> Panel:
    title, colour = _TITLES[week.level]
    quiet = NO_RECENT_RUNS if unsure(week) else ""
    ran = f"{week.checks_ran} of {week.checks_total} load checks ran" + (", so this is incomplete" if week.incomplete else "")
    totals = week.week
    so_far = f"This week so far: {km(totals.distance_km, units)} in {totals.runs} {'run' if totals.runs == 1 else 'runs'}"
    ceiling = f"Next run: up to {at_most(week.ceiling_km, units)}. " if week.ceiling_km is not None else ""
    lines = [Text(week.reason, style="bold"), Text(f"{ceiling}{week.ceiling_reason}"), Text(f"{so_far}. {ran}.", style="dim")]
    return Panel(Group(*lines), title=Text(f"{title}{quiet}: {week.athlete_name}, {week.as_of}"), title_align="left", border_style=colour)


def _checks(checks: tuple[Check, ...], units: Units) -> Iterator[RenderableType]:
    ran = [check for check in checks if check.level is not None]
    if ran:
        table = Table("Check", "Points", "Value", "Line", "Grade", "What it says")
        for check in ran:
            table.add_row(*map(Text, (check.title, str(check.level), *_beside(check, units), check.grade, check.message)))
        yield table
    why: dict[str, list[str]] = {}
    for check in checks:
        if check.level is None:
            why.setdefault(check.missing or "", []).append(check.title)
    yield from (Text(f"Did not run: {', '.join(titles)}. {missing}", style="dim") for missing, titles in why.items())


def _beside(check: Check, units: Units) -> tuple[str, str]:
    """Return a check's number and its line with their unit, told apart."""
    line = check.threshold or 0.0
    first, second = side_by_side(line if check.value is None else check.value, line, check.unit, units)
    return UNKNOWN if check.value is None else first, second


def _shoes(shoes: tuple[Shoe, ...], units: Units) -> Iterator[RenderableType]:
    if shoes:
        yield shoe_table(shoes, units)


def _advice(week: Week) -> Iterator[RenderableType]:
    if week.advice:
        yield Text("What to do", style="bold")
    for why, chosen in groupby(week.advice, key=lambda advice: advice.why):
        yield Text(why, style="dim")
        yield from (Text(f"  {advice.title}: {advice.dose} (evidence grade {advice.grade})") for advice in chosen)


def _hints(week: Week) -> Iterator[RenderableType]:
    yield from (Text(hint, style="dim") for hint in week.hints)
    newest = f"newest activity {week.newest_activity}" if week.newest_activity else "no activity yet"
    yield Text(f"Data: {newest}, computed {week.built_at:%Y-%m-%d %H:%M} UTC." if week.built_at else f"Data: {newest}.", style="dim")
