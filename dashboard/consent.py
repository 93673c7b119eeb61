"""What a runner agrees to when they connect: words of a version that never change; new words are a new version."""

from collections.abc import Iterator
from pathlib import Path

from dash import html
from dash.development.base_component import Component

from dashboard.components.base import card, section

KIND = "strava"
VERSION = "1"
_TEXT = Path(__file__).with_name("texts") / f"consent-{VERSION}.md"


def consent(*, kept_days: int, place: str) -> Component:
    """Lay out the words; `kept_days` is how long data of Strava stays unconfirmed, `place` where this installation is."""
    words = _TEXT.read_text("utf-8").format(kept_days=kept_days, place=place)
    parts = [part.partition("\n") for part in words.split("\n## ")[1:]]
    blocks = [block for title, _, body in parts for block in (html.H3(title), *_blocks(body))]
    return section("What you agree to by connecting", card(*blocks), anchor="consent", note=f"Version {VERSION} of these words.")


def _blocks(body: str) -> Iterator[Component]:
    for block in body.strip().split("\n\n"):
        if block.startswith("- "):
            yield html.Ul([html.Li(item.replace("\n", " ")) for item in block.removeprefix("- ").split("\n- ")], className="plain")
        else:
            yield html.P(block.replace("\n", " "))
