"""What a look at the installation finds."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: in order, worth a note, or broken; then `next_step` says what to do."""

    about: str
    state: Literal["ok", "note", "broken"]
    what: str
    next_step: str = ""
