"""Ticking off advice on the command line."""

from pathlib import Path

import pytest

from tests.unit.cli import Cli, today, write_log


@pytest.mark.slow
def test_advice_is_ticked_and_unticked(tmp_path: Path) -> None:
    cli = Cli(tmp_path / "home")
    cli("import", write_log(tmp_path / "log.csv"), "--timezone", "UTC", "--no-build")
    told = cli.json("done", "stretch_calf")
    assert (told["advice_id"], told["date"], told["done"]) == ("stretch_calf", str(today()), True)
    assert cli("done", "stretch_calf", "--undo").stdout == f"Calf stretch, straight and bent knee: not done on {today()}.\n"
    assert "Choose one of: " in cli("done", "nap", code=1).stderr
    assert "day" in cli("done", "stretch_calf", "--date", "2099-01-01", code=1).stderr
    cli("done", "stretch_calf", "--date", "yesterday", code=2)
