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
_WORTH_S = 0.7
_AHEAD = 4
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

    def give(self, task: Task) -> None:
        if not self.todo:
            self.since = monotonic()
        self.todo.append(task)
        self.connection.send(task)

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
    """Yield each task with its outcome as it finishes, working on all cores when the work is worth their start."""
    crew = _Crew(deque(tasks), known, cores or os.cpu_count() or 1)
    try:
        yield from crew.run()
    finally:
        for worker in crew.workers:
            worker.stop()


@dataclass(slots=True)
class _Crew:
    queue: deque[Task]
    known: frozenset[str]
    cores: int
    workers: list[_Worker] = field(default_factory=list)
    few: bool = False

    def run(self) -> Iterator[Result]:
        self.few = len(self.queue) <= FEW or self.cores == 1
        begun, done = monotonic(), 0
        while self.queue or any(worker.todo for worker in self.workers):
            if any(worker.ready for worker in self.workers):
                yield from self._collect(1.0)
                continue
            if self.queue:
                done += 1
                yield self._here()
            yield from self._collect(0.0)
            if self._worth(done, monotonic() - begun):
                self.workers = [_Worker.start(self.known) for _ in range(self.cores)]

    def _here(self) -> Result:
        task = self.queue.popleft()
        return task, examine(task, self.known)

    def _worth(self, done: int, took: float) -> bool:
        return not self.few and not self.workers and took / done * len(self.queue) > _WORTH_S

    def _collect(self, patience: float) -> Iterator[Result]:
        self._feed()
        by_connection = {worker.connection: worker for worker in self.workers}
        for connection in wait(list(by_connection), patience):
            worker = by_connection[connection]  # type: ignore[index]
            try:
                result = worker.receive()
            except (EOFError, OSError):
                yield from self._bury(worker, "Reading it crashed.")
                continue
            if result is not None:
                yield result
        for worker in [w for w in self.workers if w.late()]:
            yield from self._bury(worker, f"Reading it took longer than {LONGEST_S:.0f} seconds.")

    def _feed(self) -> None:
        for worker in self.workers:
            while worker.ready and self.queue and len(worker.todo) < _AHEAD:
                worker.give(self.queue.popleft())

    def _bury(self, worker: _Worker, reason: str) -> Iterator[Result]:
        """Give up the file a dead worker had in hand, hand its other files out again and start another in its place."""
        worker.stop()
        self.workers.remove(worker)
        self.few = self.few or not worker.ready
        if worker.todo:
            yield worker.todo.popleft(), Outcome("failed", reason)
            self.queue.extendleft(reversed(worker.todo))
            self.workers.append(_Worker.start(self.known))
