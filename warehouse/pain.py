"""What pain does to the answer of the day: the newest check-ins against the published week, the worse of the two. No database, no clock."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from warehouse.advice import RED_POINTS, advise
from warehouse.check_in import Answer, CheckIn, colour_of, with_repeats
from warehouse.model import Check, Level, Week
from warehouse.referral import since_told
from warehouse.rules import PAIN, Pain, check, eased, load_rules, reason

__all__ = ["CheckIn", "colour_of", "counting", "standing", "with_repeats", "worse"]

SEVERITY = tuple(Level)
POINTS = {"green": 0, "amber": 2, "red": RED_POINTS}
LEVELS = {"amber": Level.HIGH, "red": Level.STOP}
NO_RUN = "No run until a green check-in: walk or cross-train without pain, and see a clinician if it is not better in 2 weeks."


def counting(check_ins: Iterable[CheckIn], today: date) -> Answer | None:
    """Return the answer that counts on a day, None when none does; answers about later days are not looked at.

    The newest one counts, but amber does not end red: red holds until a green answer, amber and green for 7 days.
    """
    answers = with_repeats(one for one in check_ins if one.local_date <= today)
    counts: Answer | None = None
    for answer in answers:
        if counts is None or counts.colour != "red" or answer.colour != "amber":
            counts = answer
    return None if counts is None or (counts.colour != "red" and _until(counts) < today) else counts


def standing(check_ins: Iterable[CheckIn], today: date) -> Pain:
    """Return the colour of pain on a day: "none" when nothing was said, or nothing that still holds."""
    counts = counting(check_ins, today)
    return counts.colour if counts else "none"


def worse(week: Week, check_ins: Sequence[CheckIn], today: date) -> Week:
    """Return the week with what the runner said since it was computed: amber is high, red is stop, and nothing gets better by it.

    `today` is the day the week is about. Red leaves no ceiling and only care, amber asks for less than the ceiling. A better answer shows
    in the pain row and, after the next build, in the level.
    """
    counts = counting(check_ins, today)
    if counts is None:
        return week
    checks = _with_row(week.checks, _row(counts))
    level = max(week.level, LEVELS.get(counts.colour, week.level), key=SEVERITY.index)
    if level is week.level and counts.colour == "green":
        return replace(week, checks=checks)
    said = reason(checks, level, incomplete=week.incomplete, checks_ran=week.checks_ran, checks_total=week.checks_total)
    lasting = since_told(week.lasting, with_repeats(check_ins), counts, today)
    advice = advise(checks, level, pain=counts.colour, lasting=lasting)
    found = replace(week, level=level, checks=checks, reason=said, advice=advice, lasting=lasting)
    if level is Level.STOP:
        return replace(found, ceiling_km=None, ceiling_reason=NO_RUN)
    return replace(found, ceiling_reason=eased(week.ceiling_reason)) if counts.colour == "amber" else found


def _until(answer: Answer) -> date:
    return answer.check_in.local_date + timedelta(days=load_rules().about(PAIN).active_days - 1)


def _row(answer: Answer) -> Check:
    rule, colour = load_rules().about(PAIN), answer.colour
    return check(
        rule,
        points=POINTS[colour],
        value=float(answer.check_in.pain),
        active_until=_until(answer) if colour == "amber" else None,
        facts={"why": answer.why},
    )


def _with_row(checks: tuple[Check, ...], row: Check) -> tuple[Check, ...]:
    """Return the checks with this pain row in place of theirs, unless that one has more points."""
    mine = next((one for one in checks if one.rule == PAIN), None)
    if mine is None:
        return (*checks, row)
    return tuple(row if one is mine and (one.level or 0) <= (row.level or 0) else one for one in checks)
