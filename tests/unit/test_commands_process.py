"""The command line as a process of its own: exit codes, interruption, what it loads."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.unit.cli import Cli, write_log
from warehouse.locks import writer_lock
from warehouse.settings import Settings

HEAVY = {"dagster", "dash", "flask", "plotly", "sqlalchemy", "sqlglot", "pyarrow", "numpy", "rich", "gunicorn"}
LOADED = """
import sys, plimsoll
try:
    plimsoll.main(sys.argv[1:])
finally:
    print(*{name.split(".")[0] for name in sys.modules}, file=sys.stderr)
"""
COMMANDS = "up connect sync webhook keys import build athletes athlete week runs shoes assign-shoe shoe export forget demo where doctor"


def run(*arguments: str | Path, home: Path, start: tuple[str, ...] = ("-m", "plimsoll")) -> "subprocess.CompletedProcess[str]":
    environment = {**os.environ, "PLIMSOLL_HOME": str(home)}
    return subprocess.run([sys.executable, *start, *arguments], capture_output=True, text=True, env=environment, check=False, timeout=60)


def test_exit_codes(tmp_path: Path) -> None:
    assert run("where", home=tmp_path).returncode == 0
    assert run("week", home=tmp_path).returncode == 1
    assert run("week", "--nonsense", home=tmp_path).returncode == 2


@pytest.mark.parametrize("flag", ["-V", "--version"])
def test_version(tmp_path: Path, flag: str) -> None:
    assert run(flag, home=tmp_path).stdout.startswith("plimsoll 0.")


@pytest.mark.parametrize("command", COMMANDS.split())
def test_every_command_explains_itself_and_creates_nothing(tmp_path: Path, command: str) -> None:
    help_text = Cli(tmp_path / "home")(command, "--help").stdout
    assert len(help_text.splitlines()) > 4
    assert not (tmp_path / "home").exists()


def test_a_warm_answer_loads_nothing_heavy(imported: Cli) -> None:
    for arguments in (["--help"], ["week", "--json"]):
        result = run(*arguments, home=imported.home, start=("-c", LOADED))
        assert result.stdout
        assert HEAVY.isdisjoint(result.stderr.splitlines()[-1].split())


@pytest.mark.slow
def test_a_second_writer_waits_and_says_so_and_can_be_interrupted(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "home")
    environment = {**os.environ, "PLIMSOLL_HOME": str(settings.home)}
    log = str(write_log(tmp_path / "log.csv"))
    command = [sys.executable, "-m", "plimsoll", "import", log, "--json"]
    with (
        writer_lock(settings.locks / "warehouse.lock", purpose="build"),
        subprocess.Popen(command, stdout=-1, stderr=-1, text=True, env=environment) as importing,
    ):
        assert importing.stderr is not None
        assert f"Waiting for another Plimsoll process to finish (pid {os.getpid()}, build)" in importing.stderr.readline()
        importing.send_signal(signal.SIGINT)
        _, said = importing.communicate(timeout=20)
    assert importing.returncode == 1
    assert said.strip() == "Stopped; nothing half-written is kept."
    assert json.loads(run("import", log, "--json", home=settings.home).stdout)["files"][0]["status"] == "duplicate"
