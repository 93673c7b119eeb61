"""What a runner agrees to when they connect: words of a version that never change; new words are a new version."""

from collections.abc import Iterator
from pathlib import Path

from dash import html
from dash.development.base_component import Component

from dashboard.components.base import card, section

KIND = "strava"
VERSION = "1"
_TEXT = Path(__file__).with_name("texts") / f"consent-{VERSION}.md"


def consent(*, kept_days: int, domain: str) -> list[Component]:
    """Lay out the words; `kept_days` is how long data of Strava stays unconfirmed, `domain` where this installation is."""
    words = _TEXT.read_text("utf-8").format(kept_days=kept_days, domain=domain)
    parts = (part.partition("\n") for part in words.split("\n## ")[1:])
    return [section(title, card(*_blocks(body)), anchor=f"consent-{number}") for number, (title, _, body) in enumerate(parts, 1)]


def _blocks(body: str) -> Iterator[Component]:
    for block in body.strip().split("\n\n"):
        if block.startswith("- "):
            yield html.Ul([html.Li(item.replace("\n", " ")) for item in block.removeprefix("- ").split("\n- ")], className="plain")
        else:
            yield html.P(block.replace("\n", " "))
