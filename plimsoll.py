"""The front door: the command line that wires settings, people and warehouse into pipelines and dashboard."""

import click

from commands import (
    alerts,
    athletes,
    backtest,
    checkin,
    demo,
    doctor,
    done,
    export,
    house,
    importing,
    keys,
    marks,
    plan,
    reading,
    run,
    shoes,
    strava,
    up,
    webhook,
)
from commands.context import Context
from commands.front import Front


@click.group(cls=Front, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(None, "-V", "--version", package_name="plimsoll", message="plimsoll %(version)s")
@click.option("--debug", is_flag=True, help="Show the details of an error; they may hold personal data.")
@click.pass_context
def main(ctx: click.Context, *, debug: bool) -> None:
    """Show runners this week's risk of overuse injury, why, and what to do about it."""
    ctx.obj = Context(debug=debug)


for module in (
    up,
    strava,
    importing,
    house,
    athletes,
    reading,
    run,
    alerts,
    checkin,
    done,
    marks,
    plan,
    shoes,
    export,
    demo,
    doctor,
    backtest,
    webhook,
    keys,
):
    for command in module.COMMANDS:
        main.add_command(command)

if __name__ == "__main__":
    main()
