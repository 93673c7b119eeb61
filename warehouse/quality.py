"""Doubts about the data of runs: `quality.toml` read strictly, as rows for the SQL and as sentences. No clock, no database."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from warehouse.doubt import RunDoubt, SetAside
from warehouse.errors import NotFoundError
from warehouse.model import RUN_SPORTS, Run
from warehouse.rules import load_rules
from warehouse.tables import broken, read
from warehouse.wording import KM_PER_MILE, Units, apart, beside, day, distance, fields, hours, number
from warehouse.wording import words as worded

FILE = "quality.toml"
SPIKE = "longest_run_spike"

DoubtUnit = Literal["h", "km", "m/s", "spm"]


@dataclass(frozen=True, slots=True)
class Doubt:
    """One doubt: whether it sets a run aside, what such a run still counts for, and its words."""

    id: str
    sets_aside: bool
    can_be_used: bool
    keeps_load: bool
    keeps_shoe: bool
    unit: DoubtUnit
    title: str
    when: str
    reason: str
    message: str
    effect: str
    parameters: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Fastest:
    """No one runs at least `from_m` metres at a mean speed above `mps` (m/s)."""

    from_m: float
    mps: float


@dataclass(frozen=True, slots=True)
class QualityWords:
    """Sentences beside the doubts: what the runner chose, and what counting a run would change."""

    used: str
    ignored: str
    automatic: str
    over: str
    under: str
    small: str
    unknown: str
    spares_one: str
    spares: str
    hint: str


@dataclass(frozen=True, slots=True)
class Quality:
    """All doubts, the one that decides first; the fastest mean speeds there are; the sentences."""

    doubt: tuple[Doubt, ...]
    fastest: tuple[Fastest, ...]
    words: QualityWords

    def about(self, doubt: str) -> Doubt:
        """Return the doubt with this id; raise NotFoundError for another word."""
        for found in self.doubt:
            if found.id == doubt:
                return found
        raise NotFoundError(f"There is no doubt {doubt!r}.", f"Choose one of: {', '.join(one.id for one in self.doubt)}.")

    def rows(self) -> tuple[tuple[str, int, bool, bool, bool, bool, str], ...]:
        """Return rows of table `doubt(doubt, sort, sets_aside, can_be_used, keeps_load, keeps_shoe, reason)`."""
        return tuple(
            (one.id, nth, one.sets_aside, one.can_be_used, one.keeps_load, one.keeps_shoe, _filled(one.reason, one.parameters))
            for nth, one in enumerate(self.doubt)
        )

    def parameters(self) -> tuple[tuple[str, str, float], ...]:
        """Return rows of table `doubt_parameter(doubt, name, value)`; the unit is in the name."""
        return tuple((one.id, name, value) for one in self.doubt for name, value in one.parameters.items())

    def fastest_rows(self) -> tuple[tuple[float, float, str], ...]:
        """Return rows of table `fastest(from_m, mps, reason)`: metres, metres a second, and how a faster run is called."""
        reason = self.about("too_fast").reason
        return tuple((one.from_m, one.mps, reason.format(mps=number(one.mps))) for one in self.fastest)


@cache
def load_quality() -> Quality:
    """Return the doubts that came with this version; raise SettingsError when the file was damaged."""
    return parse_quality()


def parse_quality(content: str | None = None) -> Quality:
    """Read doubts from TOML text, the package's own by default; raise SettingsError naming what is wrong."""
    found = read(FILE, Quality, content)
    known = {"value", "line"}
    for one in found.doubt:
        if unknown := fields(one.message) - known:
            raise broken(f"{FILE}: {one.id}", f"{', '.join(sorted(unknown))} is used in the message but is neither value nor line")
    if [one.from_m for one in found.fastest] != sorted({one.from_m for one in found.fastest}):
        raise broken(FILE, "fastest does not ascend in from_m")
    return found


def message(doubt: str, value: float | None, line: float | None, units: Units = "km") -> str:
    """Say what makes a run doubtful, with its two numbers in the doubt's unit."""
    found = load_quality().about(doubt)
    first, second = _quantities(value, line, found.unit, units)
    return found.message.format(value=first, line=second)


def explain(one: RunDoubt, units: Units = "km") -> str:
    """Say what makes a run doubtful and what follows from that."""
    return f"{message(one.doubt, one.value, one.line, units)} {load_quality().about(one.doubt).effect}"


def usable(run: Run, doubts: Iterable[RunDoubt]) -> bool:
    """Tell whether a runner may have a run counted all the same: not without a distance, nor without a believable duration."""
    timed = bool(run.distance_km and (run.moving_s or run.elapsed_s))
    return run.sport_type in RUN_SPORTS and timed and all(load_quality().about(one.doubt).can_be_used for one in doubts)


def if_counted(one: SetAside, units: Units = "km") -> str:
    """Say what counting a run that was set aside would change: its own jump, and the jumps of later runs that it would lessen."""
    words, rule = load_quality().words, load_rules().about(SPIKE)
    if one.ratio is None or one.longest_km is None:
        own = words.unknown
    else:
        above = rule.levels[0].above
        told = words.over if one.points else words.small if one.ratio > above else words.under
        ratio, line = beside(one.ratio, above, "ratio")
        numbers = worded(rule.parameters, units, exact=True)
        own = told.format(ratio=ratio, line=line, longest=distance(one.longest_km, units), **numbers)
    if not one.spares or one.spares_on is None:
        return own
    also = words.spares_one if one.spares == 1 else words.spares
    return f"{own} {also.format(day=day(one.spares_on), count=one.spares)}"


def aside_hint(one: SetAside, units: Units = "km") -> str:
    """Say in one go which run was set aside, why, what counting it would change, and what to do."""
    said = {"message": message(one.doubt, one.value, one.line, units), "change": if_counted(one, units)}
    return load_quality().words.hint.format(day=day(one.local_date), distance=distance(one.distance_km, units), **said)


def _filled(template: str, parameters: Mapping[str, float]) -> str:
    """Fill a short reason with its own parameters; one that depends on the run is filled by `fastest_rows`."""
    known = {name: number(value) for name, value in parameters.items()}
    return template.format_map(known) if fields(template) <= known.keys() else ""


def _quantities(value: float | None, line: float | None, unit: DoubtUnit, units: Units) -> tuple[str, str]:
    """Word both numbers, told apart where they are of one kind."""
    if unit == "h" or value is None or line is None:
        first, second = ("unknown" if amount is None else hours(amount) for amount in (value, line))
        return first, second
    mile = 1 if units == "km" else KM_PER_MILE
    scale, digits, name = {
        "km": (1 / mile, 1, units),
        "m/s": (3.6 / mile, 1, "km/h" if units == "km" else "mph"),
        "spm": (1.0, 0, "steps/min"),
    }[unit]
    first, second = apart(value * scale, line * scale, digits)
    return f"{first} {name}", f"{second} {name}"
