"""A run on the command line: its doubts in words, the runner's say, and what the other commands tell of it."""

from datetime import timedelta
from pathlib import Path

import pytest

from tests.unit.cli import Cli, today


@pytest.mark.slow
def test_a_run_is_doubted_used_ignored_and_left_to_its_data(tmp_path: Path) -> None:
    rows = [f"{today() - timedelta(days=2 + 3 * nth)},Run,10,60" for nth in range(12)]
    log = tmp_path / "log.csv"
    log.write_text("\n".join(["date,sport,distance_km,minutes", f"{today()},Run,20,45", *rows]))
    cli = Cli(tmp_path / "home")
    cli("import", log, "--timezone", "UTC")
    (aside,) = [one for one in cli.json("runs") if one["set_aside"]]
    assert "set aside" in cli("runs").stdout
    (hint,) = [one for one in cli.json("week")["hints"] if "is set aside" in one]
    assert "Counted, it would be 2.00 times your longest run" in hint
    assert "set aside" in cli("week").stdout
    told = cli.json("run", "--activity", aside["activity_id"])
    assert next(one["doubt"] for one in told["doubts"] if one["sets_aside"]) == "too_fast"
    used = cli.json("run", "--activity", aside["activity_id"], "--use")
    assert (used["counted"], used["choice"], used["spike_level"]) == (True, "use", 1)
    assert cli.json("run", "--activity", aside["activity_id"], "--ignore")["counted"] is False
    assert not [one for one in cli.json("week")["hints"] if "is set aside" in one]
    assert cli.json("run", "--activity", aside["activity_id"], "--automatic") == told
    assert "Run `plimsoll runs`" in cli("run", "--activity", "nothing", code=1).stderr
