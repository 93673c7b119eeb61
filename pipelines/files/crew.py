"""Many files at once: worker processes that start only when there is work for them, and may die without losing more than one file.

Workers are plain interpreters rather than `multiprocessing` processes: those import the caller's main module again, which takes
seconds where that is an orchestrator, and forked ones inherit threads. Results come back in no particular order.
"""

import os
import subprocess
import sys
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from multiprocessing import Pipe
from multiprocessing.connection import Connection, wait
from time import monotonic

from pipelines.files.worker import Outcome, Task, examine

FEW = 8
"""Up to so many files are read in this process."""
LONGEST_S = 120.0
"""A file that takes longer is given up."""
_WORTH_S = 1.0
_COLD = 3
_AHEAD = 8
_LARGE = 16 << 20
_BOOT = "import sys; sys.path[:] = {path!r}; from pipelines.files.worker import serve; serve({handle})"

Result = tuple[Task, Outcome]


@dataclass(slots=True)
class _Worker:
    process: subprocess.Popen[bytes]
    connection: Connection
    ready: bool = False
    todo: deque[Task] = field(default_factory=deque)
    since: float = 0.0

    @classmethod
    def start(cls, known: frozenset[str]) -> "_Worker":
        ours, theirs = Pipe()
        boot = _BOOT.format(path=sys.path, handle=theirs.fileno())
        process = subprocess.Popen(  # noqa: S603 -- our own interpreter and module
            [sys.executable, "-c", boot], pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        theirs.close()
        ours.send(known)
        return cls(process, ours, since=monotonic())

    def give(self, task: Task) -> bool:
        """Hand over a task; False: it died, which is told when it is listened to."""
        if not self.todo:
            self.since = monotonic()
        try:
            self.connection.send(task)
        except OSError:
            return False
        self.todo.append(task)
        return True

    def receive(self) -> Result | None:
        """Return a finished task, or None for the word that it is ready; raises EOFError when it died."""
        outcome = self.connection.recv()
        self.since = monotonic()
        if outcome is None:
            self.ready = True
            return None
        return self.todo.popleft(), outcome

    def late(self) -> bool:
        return bool(self.todo or not self.ready) and monotonic() - self.since > LONGEST_S

    def stop(self) -> None:
        self.connection.close()
        self.process.kill()
        self.process.wait()


def examine_all(tasks: Sequence[Task], known: frozenset[str] = frozenset(), cores: int | None = None) -> Iterator[Result]:
    """Yield each task with its outcome as it finishes, working on all cores when the work is worth the start of helpers."""
    crew = _Crew(deque(tasks), known, (cores or os.cpu_count() or 1) - 1)
    try:
        yield from crew.run()
    finally:
        for worker in crew.workers:
            worker.stop()


@dataclass(slots=True)
class _Pace:
    """Seconds a file takes; the first ones do not count, they pay for what is imported on first use."""

    done: int = 0
    spent: float = 0.0
    begun: float = 0.0

    def __enter__(self) -> None:
        self.begun = monotonic()

    def __exit__(self, *_: object) -> None:
        self.done += 1
        self.spent += monotonic() - self.begun if self.done > _COLD else 0.0

    @property
    def seconds(self) -> float:
        return self.spent / max(1, self.done - _COLD)


@dataclass(slots=True)
class _Crew:
    """One queue, this process and its helpers around it. Large files are left to helpers, which can be given up when they hang."""

    queue: deque[Task]
    known: frozenset[str]
    helpers: int
    workers: list[_Worker] = field(default_factory=list)
    alone: bool = False

    def run(self) -> Iterator[Result]:
        self.alone = len(self.queue) <= FEW or self.helpers == 0
        pace = _Pace()
        while self.queue or any(worker.todo for worker in self.workers):
            self._feed()
            results = list(self._collect(0.0))
            yield from results
            if results:
                continue
            if task := self._take():
                with pace:
                    outcome = examine(task, self.known)
                yield task, outcome
                self._call_for_help(pace.seconds)
            else:
                yield from self._collect(1.0)

    def _take(self) -> Task | None:
        """Take a task for this process: the next one, or the last when the next one is large; None to wait for the helpers."""
        for take, place in ((self.queue.popleft, 0), (self.queue.pop, -1)):
            if self.queue and (not self.workers or self.queue[place].member.size <= _LARGE):
                return take()
        return None

    def _call_for_help(self, pace: float) -> None:
        if not self.alone and not self.workers and pace * len(self.queue) > _WORTH_S:
            self.workers = [_Worker.start(self.known) for _ in range(self.helpers)]

    def _feed(self) -> None:
        share = min(_AHEAD, len(self.queue) // (2 * len(self.workers) + 2) + 1)
        for worker in self.workers:
            while worker.ready and self.queue and len(worker.todo) < share and worker.give(self.queue[0]):
                self.queue.popleft()

    def _collect(self, patience: float) -> Iterator[Result]:
        for worker in self._speaking(patience):
            try:
                result = worker.receive()
            except (EOFError, OSError):
                yield from self._bury(worker, "Reading it crashed.")
                continue
            if result is not None:
                yield result
        for worker in [worker for worker in self.workers if worker.late()]:
            yield from self._bury(worker, f"Reading it took longer than {LONGEST_S:.0f} seconds.")

    def _speaking(self, patience: float) -> list[_Worker]:
        if not self.workers:
            return []
        heard = wait([worker.connection for worker in self.workers], patience)
        return [worker for worker in self.workers if worker.connection in heard]

    def _bury(self, worker: _Worker, reason: str) -> Iterator[Result]:
        """Give up the file a dead worker had in hand, hand its other files out again and start another in its place."""
        worker.stop()
        self.workers.remove(worker)
        self.alone = self.alone or not worker.ready
        if worker.todo:
            yield worker.todo.popleft(), Outcome("failed", reason)
            self.queue.extendleft(reversed(worker.todo))
            self.workers.append(_Worker.start(self.known))
