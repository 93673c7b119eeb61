"""A page in plain HTML with its true status, for visitors who come from Strava: it is there before any script runs."""

from collections.abc import Sequence
from pathlib import Path

from flask import Response, render_template_string
from markupsafe import Markup

from dashboard.theme import stylesheet

TEXTS = Path(__file__).with_name("texts")
STYLES = ("1-base.css", "2-parts.css", "3-widgets.css", "4-icons.css", "5-connection.css", "6-login.css")

Way = tuple[str, str]


def answer(status: int, title: str, words: Sequence[str], *ways: Way) -> Response:
    """Return a page with a heading, sentences and links (words, address), the first of which is the next step."""
    page = (TEXTS / "answer.html").read_text("utf-8")
    script = (TEXTS / "first.js").read_text("utf-8")
    ours = {"schemes": Markup(stylesheet()), "first": Markup(script), "styles": STYLES}  # noqa: S704 -- files of our own
    return Response(render_template_string(page, title=title, words=words, ways=ways, **ours), status)
