"""What a runner says about pain: the words of a check-in and the colour it has. No database, no clock."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Literal

from warehouse.rulebook import load_rules

Site = Literal["kneecap", "knee_inside", "knee_outside", "knee_below", "knee_back", "hip", "shin", "calf", "achilles", "foot", "other", ""]
Side = Literal["left", "right", "both", ""]
Moment = Literal["during", "after", "next_morning", ""]
RedFlag = Literal[
    "cannot_bear_weight",
    "locked_knee",
    "giving_way",
    "swelling",
    "deformity",
    "hot_or_fever",
    "trauma_or_pop",
    "night_or_rest_pain",
    "calf_swelling",
    "numbness",
    "pinpoint_bone_pain",
    "hip_pain_under_18",
]
Colour = Literal["green", "amber", "red"]

MOST_PAIN = 10
WARNING = "with a warning sign"
FLAG_WORDS: Mapping[RedFlag, str] = {
    "cannot_bear_weight": "you cannot put weight on the leg",
    "locked_knee": "the knee locks",
    "giving_way": "the knee gives way",
    "swelling": "a large or rapid swelling",
    "deformity": "the joint looks out of shape",
    "hot_or_fever": "a hot, red joint or a fever",
    "trauma_or_pop": "a blow, a fall or a pop",
    "night_or_rest_pain": "constant pain at night or at rest",
    "calf_swelling": "a swollen calf",
    "numbness": "numbness",
    "pinpoint_bone_pain": "pain on one point of a bone",
    "hip_pain_under_18": "hip pain or a limp under 18",
}
"""Every warning sign in words: a clinician comes before any exercise."""
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class CheckIn:
    """One answer about pain, 0 to 10. `minutes_after`: how long it lasted after the run; `local_date`: the day it is about.

    Empty words and None mean that it was not said. `id` and `at` (the moment it was said, UTC) come from the people database.
    """

    local_date: date
    pain: int
    site: Site = ""
    side: Side = ""
    moment: Moment = ""
    minutes_after: int | None = None
    worse_next_morning: bool = False
    changed_gait: bool = False
    red_flags: tuple[RedFlag, ...] = ()
    note: str = ""
    id: str = ""
    at: datetime | None = None

    @property
    def said_at(self) -> datetime:
        """The moment it was said; one that was never kept counts as said first."""
        return self.at or _LONG_AGO

    @property
    def order(self) -> tuple[date, datetime, bool, bool, str]:
        """Return a key that sorts answers as they came; of two at the same moment the worse is the later one."""
        colour = colour_of(self)
        return self.local_date, self.said_at, colour != "green", colour == "red", self.id


@dataclass(frozen=True, slots=True)
class Answer:
    """A check-in with the colour it has among the others, and why in words: "pain of 4 of 10"."""

    check_in: CheckIn
    colour: Colour
    why: str


def colour_of(check_in: CheckIn) -> Colour:
    """Return the colour of one answer by itself: the bands of the pain rule."""
    if _red_reason(check_in):
        return "red"
    return "amber" if check_in.pain > load_rules().about("pain").levels[0].above else "green"


def with_repeats(check_ins: Iterable[CheckIn]) -> list[Answer]:
    """Return the answers with their colours, oldest first: amber on the third day of amber answers in 14 days is red.

    Looks only back: an answer never changes the colour of an earlier one.
    """
    rule, amber = load_rules().about("pain").parameters, load_rules().about("pain").levels[0].above
    amber_days: set[date] = set()
    answers = []
    for one in sorted(check_ins, key=lambda one: one.order):
        colour, why = colour_of(one), f"{_pain(one)}{_red_reason(one)}"
        if colour == "amber":
            amber_days.add(one.local_date)
            recent = sum((one.local_date - day).days < rule["amber_window_days"] for day in amber_days)
            if recent >= rule["amber_repeats"]:
                colour, why = "red", f"{_pain(one)}, above {amber:g} on {recent} days within {rule['amber_window_days']:g}"
        answers.append(Answer(one, colour, why))
    return answers


def _pain(check_in: CheckIn) -> str:
    return f"pain of {check_in.pain} of {MOST_PAIN}"


def _red_reason(check_in: CheckIn) -> str:
    """Return what makes an answer red, to be said after its pain; empty when it is not."""
    rule = load_rules().about("pain")
    settle = rule.parameters["settle_minutes"]
    reasons = {
        f" {WARNING} ({', '.join(FLAG_WORDS[flag] for flag in check_in.red_flags)})": bool(check_in.red_flags),
        f", which is above {rule.levels[-1].above:g}": check_in.pain > rule.levels[-1].above,
        " that changed the way you run": check_in.changed_gait,
        " that was worse the next morning": check_in.worse_next_morning,
        f" that lasted {check_in.minutes_after} minutes, longer than {settle:g}": (check_in.minutes_after or 0) > settle,
    }
    return next((reason for reason, true in reasons.items() if true), "")
