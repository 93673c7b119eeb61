"""What to do about it: advice chosen by cause, pain and level, and why. No clock, no database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import Literal

from warehouse.model import Advice, AdviceKind, Check, Grade, Lasting, Level
from warehouse.referral import RETURNS, STAYS, causes
from warehouse.rules import BREAK, Pain, crossed, load_rules, lower
from warehouse.tables import broken, read

FILE = "advice.toml"
MOST = 8
KINDS: tuple[AdviceKind, ...] = ("load", "footwear", "form", "strength", "cross_training", "stretch", "comfort", "care")
AT_MOST: Mapping[AdviceKind, int] = {"form": 1, "strength": 2, "stretch": 2}
LASTING_CAUSES = (STAYS, RETURNS)
LONG_BREAK = "long_break"
"""A long break is a return from one with as many days off as the rule's walk-run stages are for."""
LEVEL_CAUSES = ("no_flag", "not_enough_history", "elevated", "high", "stop")
RED_POINTS = 4


@dataclass(frozen=True, slots=True)
class AdviceText:
    """One entry of the catalogue: what to do, its evidence, what it is for and with which pain it is not offered."""

    id: str
    kind: AdviceKind
    order: int
    title: str
    dose: str
    how: str
    stop_rule: str
    grade: Grade
    source: str
    causes: tuple[str, ...]
    contra: tuple[Literal["amber", "red"], ...]

    def advice(self, why: str) -> Advice:
        """Return it as advice for this reason."""
        return Advice(self.id, self.kind, self.title, self.dose, self.how, self.stop_rule, why, self.grade, self.source)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All advice, and the reasons that are not a check."""

    why: Mapping[str, str]
    advice: tuple[AdviceText, ...]


@cache
def load_advice() -> Catalogue:
    """Return the catalogue that came with this version, in the order of offering; raise SettingsError when it was damaged."""
    return parse_advice()


def parse_advice(content: str | None = None) -> Catalogue:
    """Read advice from TOML text, the package's own by default; raise SettingsError naming what is wrong."""
    catalogue = read(FILE, Catalogue, content)
    known = {rule.id for rule in load_rules().rule} | {*LEVEL_CAUSES, *LASTING_CAUSES, LONG_BREAK}
    if len({text.id for text in catalogue.advice}) < len(catalogue.advice):
        raise broken(FILE, "an id is used twice")
    if missing := {*LEVEL_CAUSES, *LASTING_CAUSES, "pain"} - catalogue.why.keys():
        raise broken(FILE, f"why lacks {', '.join(sorted(missing))}")
    for text in catalogue.advice:
        if unknown := set(text.causes) - known:
            raise broken(f"{FILE}: {text.id}", f"unknown cause {', '.join(sorted(unknown))}")
        if text.kind != "care" and "red" not in text.contra:
            raise broken(f"{FILE}: {text.id}", "only care may be offered with red pain")
    return Catalogue(catalogue.why, tuple(sorted(catalogue.advice, key=lambda text: (KINDS.index(text.kind), text.order))))


def advise(checks: Sequence[Check], level: Level, *, pain: Pain | None = None, lasting: Lasting = Lasting()) -> tuple[Advice, ...]:  # noqa: B008 -- frozen
    """Return at most eight pieces of advice for the checks over their line, load first, each with its reason.

    Every check over its line gets its own action before anything is added. Red pain or `stop` leaves only care; amber leaves out
    what bends or loads the knee deeply. Without a flag it is a short upkeep. What is `lasting` sends to a professional, and its days
    off tell whether a return is one for walk-run stages.
    """
    over = crossed(checks)
    colour = _colour(over, level, pain)
    reasons = _reasons(over, level, colour, lasting)
    offered = [text for text in load_advice().advice if colour not in text.contra and reasons.keys() & set(text.causes)]
    chosen = _choose(offered, reasons)
    return tuple(text.advice(next(why for cause, why in reasons.items() if cause in text.causes)) for text in offered if text.id in chosen)


def _colour(over: Sequence[Check], level: Level, pain: Pain | None) -> Pain:
    points = max((check.level or 0 for check in over if check.rule == "pain"), default=0)
    if level is Level.STOP or pain == "red" or points >= RED_POINTS:
        return "red"
    return "amber" if pain == "amber" or points else pain or "none"


def _reasons(over: Sequence[Check], level: Level, colour: Pain, lasting: Lasting) -> dict[str, str]:
    """Return each cause that is true today with its sentence, the strongest first."""
    said = load_advice().why
    asking = causes(lasting, said)
    if colour == "red":
        return {"stop": said["stop"], **asking}
    reasons = ({"pain": said["pain"]} if colour == "amber" else {}) | asking
    reasons |= {check.rule: because(check) for check in over if check.rule not in reasons}
    if BREAK in reasons and lasting.days_off >= load_rules().about(BREAK).parameters["walk_run_days"]:
        reasons[LONG_BREAK] = reasons[BREAK]
    if level.value in said and (level is not Level.NO_FLAG or not reasons):
        reasons[level.value] = said[level.value]
    return reasons


def because(check: Check) -> str:
    """Turn a check's message into a reason: "Because your run of 13.5 km was 1.35 times …"."""
    return f"Because {lower(check.message.split('; the line')[0].rstrip('.'))}."


def _choose(offered: Sequence[AdviceText], reasons: Mapping[str, str]) -> set[str]:
    """Return the ids of what is kept: the first action of each cause, then the first of every kind, the second of every kind and so on."""
    leaders: list[AdviceText] = []
    for cause in reasons:
        if not any(cause in text.causes for text in leaders):
            leaders += [text for text in offered if cause in text.causes][:1]
    rest = [
        (nth, text)
        for kind, texts in groupby(offered, lambda text: text.kind)
        for nth, text in enumerate(list(texts)[: AT_MOST.get(kind, MOST)])
    ]
    broad = [text for _, text in sorted(rest, key=lambda ranked: ranked[0])]
    return {text.id for text in list(dict.fromkeys((*leaders, *broad)))[:MOST]}
