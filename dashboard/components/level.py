"""The level as a word, an icon and a mark on a load line: three ways to read it, colour the least of them."""

from dash import html
from dash.development.base_component import Component

from dashboard.components.base import aria, icon
from warehouse.model import Level
from warehouse.rules import load_rules

WORDS = {Level(words.id): words.title for words in load_rules().level}
MEANING = {Level(words.id): words.meaning for words in load_rules().level}
MARKS = (Level.NO_FLAG, Level.WATCH, Level.ELEVATED, Level.HIGH)


def word(level: Level, *, quietly: str = "") -> Component:
    """Show the level as icon and word; `quietly` qualifies it and takes its colour and mark away."""
    picture, look = ("clock", "unsure") if quietly else (f"level-{level}", level)
    return html.Span([icon(picture), html.Span(f"{WORDS[level]}{quietly}")], className=f"level level-{look}")


def load_line(level: Level) -> Component:
    """Draw the load line: four marks, the disc at the current one. Stop lies beyond the last mark; unknown has no disc."""
    reached = len(MARKS) if level is Level.STOP else MARKS.index(level) if level in MARKS else -1
    marks = [_mark(mark, here=MARKS.index(mark) == min(reached, len(MARKS) - 1), below=MARKS.index(mark) < reached) for mark in MARKS]
    return html.Div(html.Ol(marks), className=f"load-line load-line-{level}", role="img", **aria(label=_spoken(level)))


def _mark(mark: Level, *, here: bool, below: bool) -> Component:
    state = "here" if here else "below" if below else "above"
    disc = html.Span(className="disc") if here else None
    return html.Li([html.Span(disc, className="bar"), html.Span(WORDS[mark], className="mark-word")], className=f"mark mark-{mark} {state}")


def _spoken(level: Level) -> str:
    if level in MARKS:
        return f"Load line: {WORDS[level]}, mark {MARKS.index(level) + 1} of {len(MARKS)} from no flag to high"
    return f"Load line: {WORDS[level]}"
