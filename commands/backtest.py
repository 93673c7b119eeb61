"""The command that puts Plimsoll to the test: on made-up worlds, on the athletes of this home, and on a file of published data."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from commands.context import Context, pass_context
from commands.options import json_option
from commands.terminal import answer, progress_bar, say, show, tell

if TYPE_CHECKING:
    from rich.table import Table

    from pipelines.backtest.running import Backtest
    from pipelines.backtest.sections import Section

RUNNERS, DAYS = 800, 548


@click.command()
@click.option("--runners", type=click.IntRange(20, 20_000), default=RUNNERS, show_default=True, help="How many made-up runners.")
@click.option("--days", type=click.IntRange(90, 3660), default=DAYS, show_default=True, help="Over how many days.")
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True, help="The same seed gives the same answer.")
@click.option("--home", "home_only", is_flag=True, help="Only the athletes of this home, no made-up worlds.")
@click.option("--lovdal", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="FILE", help="Your download of those data.")
@click.option("--to", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE.html", help="Write the report as a page, with plots.")
@json_option
@pass_context
def backtest(
    context: Context, *, runners: int, days: int, seed: int, home_only: bool, lovdal: Path | None, to: Path | None, as_json: bool
) -> None:
    """Test the rules on made-up worlds with known links, and count alerts; everything is computed on this machine."""
    from pipelines.backtest.running import backtest as run

    if to and not to.parent.is_dir():
        raise click.BadParameter(f"the folder {to.parent} is not there; make it first, or choose another.", param_hint="--to")
    with progress_bar("Backtest") as progress:
        result = run(context.settings, runners, days, seed, lovdal, worlds=not home_only, progress=progress)
    if to:
        _write(result, to)
    answer(result.document()) if as_json else show(*_text(result))
    for warning in result.warnings:
        tell("Warning:", warning)


def _write(result: "Backtest", to: Path) -> None:
    from dashboard.theme import DARK, LIGHT, SANS, SERIF, variables
    from pipelines.backtest.page import page

    to.write_text(page(result, f"{variables(LIGHT)}--serif:{SERIF};--sans:{SANS}", variables(DARK)), "utf-8")
    say(f"The report is in {to}; open it in a browser.")


def _text(result: "Backtest") -> Iterator["str | Table"]:
    from pipelines.backtest.sections import introduction, sections

    yield introduction(result)
    for section in sections(result):
        yield f"\n{section.title}\n{section.words}"
        yield _table(section)


def _table(section: "Section") -> "Table":
    from rich.table import Table

    table = Table(*section.head)
    for row in section.rows:
        table.add_row(*row)
    return table


COMMANDS = (backtest,)
