"""The receipt of a deletion, open to whoever has its random number: it outlives the athlete and tells nothing of them."""

import json
import re
from typing import Any

from dash import html

from dashboard.components.receipt import receipt_card
from dashboard.context import Context, Visit
from dashboard.router import Page, Pages
from warehouse.errors import NotFoundError
from warehouse.settings import Settings

_NUMBER = re.compile(r"[0-9a-f]{16}")


def register(pages: Pages) -> None:
    """Add the page at `/receipts/<receipt>`."""
    pages.add(Page("/receipts/<receipt>", "Deleted", layout, needs_athlete=False))


def layout(context: Context, _visit: Visit, receipt: str) -> list[Any]:
    """Lay out one receipt; raises NotFoundError for a number that was never given."""
    told = read(context.settings, receipt)
    words = "It is gone from this machine: rows, files, everything computed from them, and older copies of the tables."
    return [html.P(words, className="lead"), receipt_card(told)]


def read(settings: Settings, number: str) -> dict[str, Any]:
    """Return what a receipt says; raises NotFoundError for a number that was never given."""
    path = settings.receipts / f"{number}.json"
    if not _NUMBER.fullmatch(number) or not path.is_file():
        raise NotFoundError("There is no receipt with this number here.", "Check the address, or the file you kept.")
    told: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return told
