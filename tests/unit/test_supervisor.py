"""Child processes kept alive, told to stop, and never left behind."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from commands.supervisor import REFUSED, Child, Supervisor
from warehouse.errors import PlimsollError

pytestmark = pytest.mark.slow

SLEEPER = [sys.executable, "-c", "import time; time.sleep(600)"]
STUBBORN = """
import signal, subprocess, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
open(sys.argv[1], "w").write(str(child.pid))
time.sleep(600)
"""


def wait(until: Callable[[], bool], seconds: float = 60) -> bool:
    deadline = time.monotonic() + seconds
    while not until() and time.monotonic() < deadline:
        time.sleep(0.02)
    return until()


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return b"\nState:\tZ" not in Path(f"/proc/{pid}/status").read_bytes()


def test_a_crashed_child_is_started_again_and_said_so() -> None:
    said: list[str] = []
    child = Child("dashboard", SLEEPER)
    supervisor = Supervisor([child], said.append)
    supervisor.start()
    first = child.process
    assert first is not None
    first.kill()
    try:
        supervisor.watch(until=lambda: child.process is not None and child.process is not first)
        assert said == ["The dashboard stopped with code -9; it starts again in 0.2 s."]
    finally:
        supervisor.stop()
    assert child.process is None


def test_a_child_may_join_later() -> None:
    first, second = Child("dashboard", SLEEPER), Child("daemon", SLEEPER)
    supervisor = Supervisor([first], print)
    supervisor.start()
    before = first.process
    supervisor.start(second)
    try:
        assert first.process is before
        assert second.process is not None
    finally:
        supervisor.stop()
    assert second.process is None


def test_a_child_that_refuses_is_not_started_again() -> None:
    supervisor = Supervisor([Child("dashboard", [sys.executable, "-c", f"raise SystemExit({REFUSED})"])], print)
    supervisor.start()
    with pytest.raises(PlimsollError, match="dashboard did not start"):
        supervisor.watch(until=lambda: False)
    supervisor.stop()


def test_stopping_ends_the_grandchildren_too(tmp_path: Path) -> None:
    grandchild = tmp_path / "pid"
    supervisor = Supervisor([Child("worker", [sys.executable, "-c", STUBBORN, str(grandchild)], grace_s=0.3)], print)
    supervisor.start()
    assert wait(lambda: grandchild.exists() and bool(grandchild.read_text()))
    supervisor.stop()
    assert wait(lambda: not alive(int(grandchild.read_text())))


def test_who_leans_on_another_ends_before_it(tmp_path: Path) -> None:
    place = tmp_path / "ends"
    polite = (
        "import signal, sys, time\n"
        "def end(*_): time.sleep(float(sys.argv[2])); open(sys.argv[1], 'a').write(sys.argv[3]); sys.exit()\n"
        "signal.signal(signal.SIGTERM, end); open(sys.argv[1] + sys.argv[3], 'w'); time.sleep(600)"
    )
    kinds = (("server", "0", False), ("daemon", "0.3", True))
    children = [Child(name, [sys.executable, "-c", polite, str(place), pause, name], leans=leans) for name, pause, leans in kinds]
    supervisor = Supervisor(children, print)
    supervisor.start()
    assert wait(lambda: all(Path(f"{place}{name}").exists() for name, _, _ in kinds))
    supervisor.stop()
    assert place.read_text() == "daemonserver"


def test_a_child_ends_when_its_parent_is_killed(tmp_path: Path) -> None:
    script = (
        "import sys, time; from pathlib import Path; from commands.supervisor import Child\n"
        "child = Child('worker', [sys.executable, '-m', 'commands.child', 'worker']); child.start(0)\n"
        "print(child.process.pid, flush=True); time.sleep(600)"
    )
    environment = {"PATH": os.defpath, "PLIMSOLL_HOME": str(tmp_path / "home"), "HOME": str(tmp_path)}
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True, env=environment) as parent:
        assert parent.stdout is not None
        worker = int(parent.stdout.readline())
        assert wait((tmp_path / "home" / "people.sqlite").exists)
        parent.send_signal(signal.SIGKILL)
    assert wait(lambda: not alive(worker))
