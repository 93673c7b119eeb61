"""A plan as text for a terminal and as a document: days, suggested week, way back, way to a race. No reading, no printing."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from warehouse.wording import Units, at_most, distance

if TYPE_CHECKING:
    from warehouse.planning import PlannedDay
    from warehouse.racing import BuildUp
    from warehouse.returning import ReturnPlan
    from warehouse.suggestion import Suggestion


@dataclass(frozen=True, slots=True)
class Found:
    """Everything the command answers; None is what was not asked for or does not apply."""

    days: "tuple[PlannedDay, ...]"
    suggestion: "Suggestion | None"
    back: "ReturnPlan | None"
    race: "BuildUp | None"


def document(found: Found, units: Units) -> dict[str, Any]:
    """Return the answer as a document; distances are in km."""
    from warehouse.racing_words import verdict

    week, race = found.suggestion, found.race
    return {
        "days": [_plain(one) for one in found.days],
        "suggestion": week and {"kind": week.kind, "explanation": week.explanation, "sessions": [_plain(one) for one in week.sessions]},
        "return": found.back and {**_plain(found.back), "sessions": [_plain(one) for one in found.back.sessions]},
        "race": race and {**_plain(race), "weeks": [_plain(one) for one in race.weeks], "verdict": verdict(race, units)},
    }


def lines(found: Found, units: Units) -> list[str]:
    """Return the answer line by line."""
    told = [found.suggestion.explanation] if found.suggestion else []
    return [
        *told,
        *(_day(one, units) for one in found.days),
        *_instead(found.suggestion),
        *_back(found.back, units),
        *_race(found.race, units),
    ]


def _plain(record: Any) -> dict[str, Any]:
    from commands.documents import plain

    return {key: plain(key, value) for key, value in asdict(record).items()}


def _day(one: "PlannedDay", units: Units) -> str:
    ceiling = f"ceiling {at_most(one.ceiling_km, units)}" if one.ceiling_km is not None else "no ceiling"
    planned = f"{distance(one.km, units)} planned" if one.km else "no run planned"
    return f"{one.day:%a %Y-%m-%d}  {planned}, {ceiling}. {one.reason}"


def _instead(week: "Suggestion | None") -> Iterator[str]:
    for one in week.sessions if week else ():
        if one.minutes:
            yield f"{one.day:%a %Y-%m-%d}  {one.minutes} min of cross-training instead of a run."


def _back(plan: "ReturnPlan | None", units: Units) -> Iterator[str]:
    if plan:
        from warehouse.returning_words import next_step, stage_title, standing_of

        yield f"Your way back to running, {standing_of(plan)}. {next_step(plan)}"
        for one in plan.sessions:
            yield f"{one.day:%a %Y-%m-%d}  {stage_title(one.nth)}, about {distance(one.ceiling_km, units)} in all; that day or later."


def _race(way: "BuildUp | None", units: Units) -> Iterator[str]:
    if way:
        from warehouse.racing_words import STEPS, verdict

        yield f"Up to your race of {distance(way.race_km, units)} on {way.race_day}: {verdict(way, units)}"
        yield from (f"{one.day:%a %Y-%m-%d}  longest run {distance(one.km, units)}, {STEPS[one.step]}." for one in way.weeks)
