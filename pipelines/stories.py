"""The demo athletes: one story each, told so that the rules in force show it. Days count back from today; 0 is today."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from pipelines.diary import DAYS, Diary


@dataclass(frozen=True, slots=True)
class Story:
    """A demo athlete: id, name, home time zone, how they tell it, and what else is true of their diary."""

    athlete: str
    name: str
    zone: str
    tell: Callable[[Diary], None]
    facts: Callable[[], dict[str, Any]] = dict

    def diary(self, today: date) -> Diary:
        """Return the finished diary of an athlete whose today it is; equal for equal days."""
        diary = Diary(self.athlete, today, self.zone, **self.facts())
        self.tell(diary)
        return diary


def _steady(diary: Diary) -> None:
    diary.weeks(range(DAYS, 0, -1), 40)
    for ago in range(DAYS, 0, -14):
        diary.ride(ago - ago % 7 + 2, 30)


def _spike(diary: Diary) -> None:
    """Hold 32 km a week, then add days and run nearly twice the longest run of the month."""
    diary.weeks(range(DAYS, 14, -1), 32)
    for ago, km in ((13, 11.6), (11, 8.2), (10, 10.4), (8, 9.1), (6, 13.0), (4, 10.2), (3, 9.4)):
        diary.run(ago, km)
    diary.run(1, 21.1, "Half marathon because why not")


def _return(diary: Diary) -> None:
    """Stop for four weeks and come back as if nothing had been."""
    diary.weeks(range(DAYS, 34, -1), 38)
    for ago, km in ((5, 8.0), (3, 10.1), (1, 9.0)):
        diary.run(ago, km, "Back at last" if ago == 5 else None)  # noqa: PLR2004 -- the day above


def _worn(diary: Diary) -> None:
    diary.weeks(range(DAYS, 0, -1), 38)


def _cadence(diary: Diary) -> None:
    diary.weeks(range(DAYS, 0, -1), 36)


def _travel(diary: Diary) -> None:
    """Race once, rest three times for two to three weeks, and run on in New York and Tokyo."""
    rested = {*range(420, 400, -1), *range(300, 284, -1), *range(170, 153, -1)}
    diary.weeks(range(DAYS, 0, -1), 34, without=rested)
    diary.run(215, 21.1, "City half marathon")


def _abroad(ago: int) -> str | None:
    places = {range(120, 131): "America/New_York", range(8, 22): "Asia/Tokyo", range(284, 330): "Australia/Sydney"}
    return next((zone for days, zone in places.items() if ago in days), None)


def _beginner(diary: Diary) -> None:
    for ago, km in ((16, 2.4), (12, 2.8), (9, 3.0), (5, 3.1), (1, 3.3)):
        diary.run(ago, km, "First run ever" if ago == 16 else None)  # noqa: PLR2004 -- the day above


STORIES = (
    Story("demo-steady", "Demo: Steady Sam", "Europe/Berlin", _steady),
    Story("demo-spike", "Demo: Ramping Rosa", "Europe/Madrid", _spike, lambda: {"speed_mps": 3.0}),
    Story("demo-return", "Demo: Returning Ravi", "Europe/London", _return),
    Story("demo-shoes", "Demo: Worn-out Wanda", "Europe/Warsaw", _worn, lambda: {"pairs": (37, 40)}),
    Story("demo-cadence", "Demo: Shuffling Shira", "Europe/Athens", _cadence, lambda: {"spm": lambda ago: 161.0 if ago <= 21 else 169.0}),  # noqa: PLR2004 -- three weeks
    Story("demo-travel", "Demo: Travelling Theo", "Europe/Lisbon", _travel, lambda: {"zones": _abroad}),
    Story("demo-no-heart-rate", "Demo: No-watch Nora", "Europe/Dublin", _steady, lambda: {"heart": False, "speed_mps": 2.6}),
    Story("demo-beginner", "Demo: Beginner Bela", "Europe/Budapest", _beginner, lambda: {"speed_mps": 2.2}),
)
