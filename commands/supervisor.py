"""Child processes kept alive together: started, restarted when they crash, stopped with everything they started."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from threading import Event

from warehouse.errors import PlimsollError

REFUSED = 3
"""Exit code of a child that told the user why it cannot start; starting it again would not help."""
GRACE_S = 8.0
_FIRST_PAUSE_S = 0.2
_LONGEST_PAUSE_S = 30.0
_STABLE_S = 60.0
_LOOK_EVERY_S = 0.2

Log = Callable[[str], None]


@dataclass(slots=True)
class Child:
    """One process of ours, the leader of its own group. Its standard input closes when we die, which tells it to end.

    It has `grace_s` to end when asked to. One that `leans` on others is asked, and waited for, before they are.
    """

    name: str
    command: Sequence[str]
    grace_s: float = GRACE_S
    leans: bool = False
    process: "subprocess.Popen[bytes] | None" = None
    started: float = 0.0
    pause: float = _FIRST_PAUSE_S / 2
    restart_at: float = 0.0

    def start(self, now: float) -> None:
        """Start it; a Ctrl-C on the terminal reaches only us."""
        self.process = subprocess.Popen(self.command, stdin=subprocess.PIPE, start_new_session=True)  # noqa: S603 -- our own words
        self.started = now

    def ended(self) -> int | None:
        """Return its exit code once it has ended."""
        return None if self.process is None else self.process.poll()

    def end_group(self, number: int) -> None:
        """Send a signal to it and to everything it started."""
        if self.process is not None:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, number)

    def still_ending(self, seconds: float) -> bool:
        """Tell whether it still has not ended these seconds after it was asked to; when its time is over it is killed."""
        if self.process is None or self.ended() is not None:
            return False
        if seconds > self.grace_s:
            self.end_group(signal.SIGKILL)
        return True

    def close(self) -> None:
        """Let go of a process that has ended."""
        if self.process is not None:
            if self.process.stdin is not None:
                self.process.stdin.close()
            self.process.wait()
            self.process = None


@dataclass(slots=True)
class Supervisor:
    """Keeps children alive until told to stop."""

    children: list[Child]
    log: Log
    stopping: Event = field(default_factory=Event)

    def start(self, *more: Child) -> None:
        """Start every child that was not started yet, and take care of some `more` from now on."""
        self.children.extend(more)
        for child in self.children:
            if not child.started:
                child.start(time.monotonic())

    def watch(self, until: Callable[[], bool]) -> None:
        """Restart what crashes until `until()` holds or a stop was asked for; raise PlimsollError when a child refuses to start."""
        while not self.stopping.is_set() and not until():
            for child in self.children:
                self._look_after(child, time.monotonic())
            self.stopping.wait(_LOOK_EVERY_S)

    def stop(self) -> None:
        """End all children politely, and those that do not end in their time for good."""
        for leaning in (True, False):
            _stop([child for child in self.children if child.leans is leaning])

    def _look_after(self, child: Child, now: float) -> None:
        code = child.ended()
        if child.process is None and now >= child.restart_at:
            child.start(now)
        elif code is not None:
            child.end_group(signal.SIGKILL)
            child.close()
            if code == REFUSED:
                raise PlimsollError(f"The {child.name} did not start; the reason is above.")
            child.pause = _FIRST_PAUSE_S if now - child.started > _STABLE_S else min(child.pause * 2, _LONGEST_PAUSE_S)
            child.restart_at = now + child.pause
            self.log(f"The {child.name} stopped with code {code}; it starts again in {child.pause:g} s.")


def _stop(children: Sequence[Child]) -> None:
    asked = time.monotonic()
    for child in children:
        if child.process is not None and child.ended() is None:
            child.process.terminate()
    while any(child.still_ending(time.monotonic() - asked) for child in children):
        time.sleep(_LOOK_EVERY_S / 4)
    for child in children:
        child.end_group(signal.SIGKILL)
        child.close()
