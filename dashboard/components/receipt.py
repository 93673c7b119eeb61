"""The receipt of a deletion: what was removed, without a word about whose it was."""

from collections.abc import Mapping

from dash import html
from dash.development.base_component import Component

from dashboard.components.base import card, facts
from dashboard.components.states import button_link

NAMES = {
    "activities": ("Activities", "With everything computed from them: checks, loads, advice"),
    "batches": ("Deliveries", "Original files and answers of Strava, as they came in"),
    "people_rows": ("Rows about you", "Settings, shoes, consent, connection, keys to Strava"),
    "published_files": ("Published tables", "Older copies of the computed tables; new ones were made without you"),
}


def receipt_card(told: Mapping[str, object]) -> Component:
    """Show a receipt with its number, to look at, to keep and to find again at the same address."""
    number = str(told["receipt"])
    removed = [(name, f"{told[key]:,}" if isinstance(told.get(key), int) else None, why) for key, (name, why) in NAMES.items()]
    rows = facts(("Receipt", html.Code(number), "A random number, not about you"), ("Date", str(told["date"]), ""), *removed)
    keep = html.A("Keep this receipt", href=f"/receipts/{number}.json", className="button", download=f"plimsoll-receipt-{number}.json")
    return card(rows, html.P([keep, " ", button_link("To the first page", "/")], className="row"), class_name="receipt")
