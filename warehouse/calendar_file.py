"""A calendar file (RFC 5545) of sessions that any calendar opens: whole days, or a time of day wherever the runner is."""

from collections.abc import Iterable, Iterator
from datetime import datetime, time, timedelta

from warehouse.block import Session

LONGEST_LINE = 75
MINUTES = {"strength": 30, "stretch": 10, "cross_training": 45}
HEAD = ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Plimsoll//Block//EN", "CALSCALE:GREGORIAN", "METHOD:PUBLISH")


def calendar(sessions: Iterable[Session], owner: str, now: datetime, at: time | None = None) -> str:
    """Return the sessions as a calendar file, each with dose, how and stop rule; without `at` they are events of the whole day.

    `owner` keeps the events of two athletes apart; downloading again replaces an event instead of doubling it.
    """
    stamp = f"DTSTAMP:{now:%Y%m%dT%H%M%SZ}"
    events = [line for session in sessions for line in _event(session, owner, stamp, at)]
    return "".join(f"{_folded(line)}\r\n" for line in (*HEAD, *events, "END:VCALENDAR"))


def _event(session: Session, owner: str, stamp: str, at: time | None) -> Iterator[str]:
    advice = session.advice
    yield from ("BEGIN:VEVENT", f"UID:{session.day:%Y%m%d}-{advice.id}-{owner}@plimsoll", stamp)
    if at is None:
        yield from (f"DTSTART;VALUE=DATE:{session.day:%Y%m%d}", f"DTEND;VALUE=DATE:{session.day + timedelta(days=1):%Y%m%d}")
    else:
        yield from (f"DTSTART:{datetime.combine(session.day, at):%Y%m%dT%H%M%S}", f"DURATION:PT{MINUTES[advice.kind]}M")
    yield f"SUMMARY:{_escaped(advice.title)}"
    told = (advice.dose, advice.how, f"Stop rule: {advice.stop_rule}", f"Why: {advice.why}")
    newline = "\n"
    yield f"DESCRIPTION:{_escaped(newline.join(told))}"
    yield from ("TRANSP:TRANSPARENT", "END:VEVENT")


def _escaped(text: str) -> str:
    for letter, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\r", ""), ("\n", "\\n")):
        text = text.replace(letter, written)
    return text


def _folded(line: str) -> str:
    """Break a line after at most 75 bytes, never inside a letter."""
    pieces, size = [""], 0
    for letter in line:
        size += len(letter.encode())
        if size > LONGEST_LINE:
            pieces.append(" ")
            size = 1 + len(letter.encode())
        pieces[-1] += letter
    return "\r\n".join(pieces)
