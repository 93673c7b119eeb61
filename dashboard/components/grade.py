"""How good the evidence is, in a letter and in words."""

from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.components.base import cited, link
from warehouse.model import Grade

WORDS: dict[Grade, str] = {
    "A": "strong: trials or a guideline",
    "B": "one good study",
    "C": "convention or mechanism",
}
LONG: dict[Grade, str] = {
    "A": "Several trials, or a clinical guideline, point the same way.",
    "B": "One good cohort study or trial. It may not hold for everybody.",
    "C": "A convention, a plausible mechanism, or studies that disagree. Useful as a guardrail, not as proof.",
}


def badge(grade: Grade) -> Component:
    """Show the grade's letter with its words, so that nobody has to know the scale or to hover."""
    return html.Span([mark(grade), f" {WORDS[grade]}"], className="grade-line", title=LONG[grade])


def mark(grade: Grade) -> Component:
    """Draw the grade's letter alone, spoken as "grade B"."""
    return html.Span([html.Span("grade ", className="visually-hidden"), grade], className=f"grade grade-{grade}")


def evidence(grade: Grade, source: str, methods: str) -> Component:
    """Show grade, source and the way to the methods page in one quiet line."""
    parts: list[Any] = ["Evidence: ", badge(grade), html.Span([". Source: ", *cited(source), ". "]), link("How we use it", methods)]
    return html.P(parts, className="evidence")
