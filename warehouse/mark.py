"""What a runner says about days: the words of a mark. No database, no clock."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

MarkKind = Literal["unrecorded", "ill", "race", "device", "knee_injury"]


@dataclass(frozen=True, slots=True)
class Mark:
    """A period, both days included. A knee injury counts by its last day, a device by its first."""

    kind: MarkKind
    first_day: date
    last_day: date
    note: str = ""
    id: str = ""
