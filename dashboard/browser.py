"""Callbacks that run in the browser: functions of assets/plimsoll.js, by name."""

from typing import Any

from dash import ClientsideFunction, Dash


def in_browser(app: Dash, function: str, *parts: Any, at_start: bool = True) -> None:
    """Let a function of assets/plimsoll.js turn inputs into outputs; `at_start` runs it before the first change too."""
    untyped: Any = app
    untyped.clientside_callback(ClientsideFunction("plimsoll", function), *parts, prevent_initial_call=not at_start)
