"""What the athlete says about themselves: each answer is kept as soon as it is given, and a wrong one is told at its field."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any
from zoneinfo import available_timezones

import dash_mantine_components as dmc
from dash import dcc, html
from dash.development.base_component import Component

from dashboard.components.base import card
from dashboard.components.states import job_status
from warehouse.people import AthleteAccount
from warehouse.threshold import Measure, Threshold, estimate
from warehouse.wording import pace

UNSAID = "unsaid"
NOTES = {
    "name": "What you are called here.",
    "timezone": "Decides when your day ends and a new one begins.",
    "units": "For every distance and pace you see.",
    "week_start": "The week of the bars and totals; the checks look back day by day.",
    "sex": "Only used to weigh heart rates in load figures.",
    "hr_rest": "Beats a minute, lying down in the morning. With the maximum, effort is weighed by heart rate.",
    "hr_max": "Beats a minute, the most you have seen in an all-out effort.",
    "threshold_hr": "Beats a minute you could hold for about an hour; decides which minutes are hard. Left empty, it is estimated.",
    "threshold_pace": "Minutes and seconds a km or mile you could hold for about an hour, such as 4:30. Left empty, it is estimated.",
}
LABELS = {
    "name": "Name",
    "timezone": "Time zone",
    "units": "Distances in",
    "week_start": "Weeks start on",
    "sex": "Sex",
    "hr_rest": "Resting heart rate",
    "hr_max": "Maximum heart rate",
    "threshold_hr": "Threshold heart rate",
    "threshold_pace": "Threshold pace",
}
CHOICES: Mapping[str, Mapping[str, str]] = {
    "units": {"km": "Kilometres", "mi": "Miles"},
    "week_start": {"monday": "Monday", "sunday": "Sunday"},
    "sex": {"female": "Female", "male": "Male", UNSAID: "Not said"},
}
ESTIMATED: Mapping[str, Measure] = {"threshold_hr": "heart_rate", "threshold_pace": "speed"}


def own_settings(account: AthleteAccount, thresholds: Sequence[Threshold]) -> Component:
    """Show what the athlete can say, each with its present answer and what it is used for; beside a threshold what runs say of it."""
    said = asdict(account) | {"threshold_pace": account.threshold_pace and pace(account.threshold_pace, account.units)}
    estimates = {key: estimate(thresholds, measure, account.units) for key, measure in ESTIMATED.items()}
    fields = [_field(key, said[key], estimates.get(key)) for key in NOTES]
    return card(html.Div(fields, className="fields"), dcc.Store(id="settings-job"), job_status("build"), class_name="own")


def _field(key: str, value: Any, estimated: str | None) -> Component:
    said = html.P(id={"type": "setting-said", "key": key}, className="said", role="status")
    beside = html.P(estimated, className="quiet estimate") if estimated else None
    return html.Div([_input(key, value), beside, said], className=f"field field-{key}")


def _input(key: str, value: Any) -> Any:
    common: dict[str, Any] = {"id": {"type": "setting", "key": key}, "label": LABELS[key], "description": NOTES[key], "size": "md"}
    if key in CHOICES:
        options = [dmc.Radio(word, value=choice) for choice, word in CHOICES[key].items()]
        return dmc.RadioGroup(dmc.Group(options, mt=6), value=value or UNSAID, **common)
    if key == "timezone":
        return dmc.Select(data=sorted(available_timezones()), value=value, searchable=True, allowDeselect=False, limit=40, **common)
    if key in {"name", "threshold_pace"}:
        return dmc.TextInput(value=value or "", debounce=True, **common)
    return dmc.NumberInput(value=value or "", debounce=True, allowDecimal=False, allowNegative=False, hideControls=True, **common)


def as_said(value: object) -> str:
    """Return an answer as the people database takes it: words, nothing for what was not said."""
    return "" if value in (None, UNSAID) else str(value)
