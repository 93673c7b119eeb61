"""The question about pain: one row of big buttons, and where, when and how long for whoever has some. Ten seconds on a phone."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import date, timedelta
from typing import Any

import dash_mantine_components as dmc
from dash import html
from dash.development.base_component import Component

from dashboard.components.base import card, more
from dashboard.components.body_map import body_map
from dashboard.components.own_settings import UNSAID
from dashboard.components.states import job_status
from dashboard.units import day
from warehouse.check_in import FLAG_WORDS, MOST_PAIN, CheckIn

FIELD = "check-in"
DAYS_BACK = 14
SIDES = {"left": "Left", "right": "Right", "both": "Both", UNSAID: "Not said"}
MOMENTS = {"during": "During the run", "after": "After it", "next_morning": "The next morning", UNSAID: "Not said"}
LASTED = {"0": "Gone at once", "30": "Half an hour", "60": "An hour", "120": "Two hours or more", UNSAID: "Not said"}
ALSO = {"changed_gait": "It changed the way I run or walk", "worse_next_morning": "It was worse the next morning"}
ASK = "Something else is wrong? Warning signs to look for"


def check_in_form(today: date, before: CheckIn | None = None) -> Component:
    """Ask about pain; `before` is an answer to be changed."""
    said = before or CheckIn(today, 0)
    hurts, wrong = bool(before and before.pain), bool(said.red_flags)
    return card(
        html.Div(_scale(before.pain if before else None), className="scale"),
        more("Where, when, how long", *_details(said), class_name="where", opened=hurts),
        more(ASK, _flags(said), class_name="flags", opened=wrong),
        html.Div([_day(said, today), _text("note", "Note", said.note)], className="fields"),
        html.P(dmc.Button("Save the change" if before else "Save", id="check-in-save", variant="filled")),
        html.Div(id="check-in-answer", className="check-in-answer", role="status"),
        job_status("build"),
        class_name="check-in",
    )


def as_check_in(said: Mapping[str, Any]) -> CheckIn | None:
    """Return the answers of the form as a check-in, None when the one that counts, the number, was not given."""
    if said.get("pain") in {None, ""}:
        return None
    also, minutes = said.get("also") or [], _word(said.get("minutes_after"))
    words: dict[str, Any] = {name: _word(said.get(name)) for name in ("site", "side", "moment", "note")}
    return CheckIn(
        local_date=date.fromisoformat(str(said["local_date"])),
        pain=int(said["pain"]),
        minutes_after=int(minutes) if minutes else None,
        red_flags=tuple(said.get("red_flags") or ()),
        worse_next_morning="worse_next_morning" in also,
        changed_gait="changed_gait" in also,
        **words,
    )


def same(one: CheckIn, other: CheckIn) -> bool:
    """Tell whether two answers say the same, whenever they were given."""
    return all(getattr(one, field.name) == getattr(other, field.name) for field in fields(CheckIn) if field.name not in {"id", "at"})


def _details(said: CheckIn) -> list[Component]:
    also = [name for name in ALSO if getattr(said, name)]
    boxes = [dmc.Checkbox(label=words, value=name) for name, words in ALSO.items()]
    return [
        body_map(_id("site"), said.site or UNSAID),
        _choice("side", "Which leg", SIDES, said.side),
        _choice("moment", "When", MOMENTS, said.moment),
        _choice("minutes_after", "How long after the run", LASTED, "" if said.minutes_after is None else _nearest(said.minutes_after)),
        dmc.CheckboxGroup(html.Div(boxes, className="boxes"), id=_id("also"), label="Also", value=also, size="md"),
    ]


def _scale(pain: int | None) -> Component:
    radios = [dmc.Radio(label=str(number), value=str(number)) for number in range(MOST_PAIN + 1)]
    ends = html.Div([html.Span("0: none"), html.Span(f"{MOST_PAIN}: the worst you can think of")], className="quiet ends")
    label = f"How much does it hurt, from 0 to {MOST_PAIN}?"
    group: Component = dmc.RadioGroup(
        [html.Div(radios, className="pick numbers-row"), ends],
        id=_id("pain"),
        label=label,
        value=None if pain is None else str(pain),
        size="md",
    )
    return group


def _choice(key: str, label: str, words: Mapping[str, str], said: str) -> Component:
    radios = [dmc.Radio(label=word, value=value) for value, word in words.items()]
    group: Component = dmc.RadioGroup(html.Div(radios, className="pick"), id=_id(key), label=label, value=said or UNSAID, size="md")
    return group


def _flags(said: CheckIn) -> Component:
    boxes = [dmc.Checkbox(label=f"{words[:1].upper()}{words[1:]}", value=flag) for flag, words in FLAG_WORDS.items()]
    group: Component = dmc.CheckboxGroup(
        html.Div(boxes, className="boxes"), id=_id("red_flags"), label="Tick what is true", value=list(said.red_flags), size="md"
    )
    return group


def _day(said: CheckIn, today: date) -> Component:
    near = {today - timedelta(days=back) for back in range(DAYS_BACK)} | {said.local_date}
    names = {today: "Today", today - timedelta(days=1): "Yesterday"}
    options = [{"value": str(one), "label": names.get(one, day(one, today))} for one in sorted(near, reverse=True)]
    select: Component = dmc.Select(
        id=_id("local_date"), label="About which day", data=options, value=str(said.local_date), allowDeselect=False, size="md"
    )
    return select


def _text(key: str, label: str, said: str) -> Component:
    text: Component = dmc.TextInput(id=_id(key), label=label, value=said, size="md", autoComplete="off")
    return text


def _nearest(minutes: int) -> str:
    return min((value for value in LASTED if value != UNSAID), key=lambda value: abs(int(value) - minutes))


def _id(key: str) -> dict[str, str]:
    return {"type": FIELD, "key": key}


def _word(value: object) -> str:
    return "" if value in {None, UNSAID} else str(value)
