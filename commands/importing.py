"""The import command: files of an athlete in, this week's risk out."""

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from commands.context import Context, pass_context
from commands.options import Zone, json_option
from commands.terminal import answer, local_timezone, progress_bar, say, say_waiting, show
from warehouse.errors import NotFoundError

if TYPE_CHECKING:
    from pipelines.intake import Intake

_STATUS = {"imported": "imported", "duplicate": "already here", "not_an_activity": "not activities", "failed": "could not be read"}


@click.command("import")
@click.argument("paths", metavar="PATH…", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--athlete", metavar="NAME", help="Whose files these are; made if new. Default: the only athlete.")
@click.option("--timezone", type=Zone(), metavar="TZ", help="Where they were recorded if they do not say, such as Europe/Berlin.")
@click.option("--build/--no-build", default=True, help="Compute and publish afterwards.", show_default=True)
@json_option
@pass_context
def import_(context: Context, *, paths: tuple[Path, ...], athlete: str | None, timezone: str | None, build: bool, as_json: bool) -> None:
    """Bring in a Strava export (zip or folder), FIT, GPX or TCX files, folders of these, or a training log (CSV)."""
    _know_whose(context, athlete, paths)
    intake = _take_in(context, paths, athlete, timezone)
    report = _publish(context, intake, build=build)
    if as_json:
        answer(report)
        return
    _summarise(context, report, built=build)


def _know_whose(context: Context, athlete: str | None, paths: tuple[Path, ...]) -> None:
    from pipelines.files.land_log import first_named

    everybody = context.real.everybody() if athlete is None else []
    if len(everybody) > 1 and not first_named(paths):
        names = ", ".join(who.name for who in everybody)
        raise click.UsageError(f"There are several athletes: {names}. Say whose files these are with --athlete NAME.")


def _take_in(context: Context, paths: tuple[Path, ...], athlete: str | None, timezone: str | None) -> "Intake":
    from pipelines.intake import take_in

    home = context.real
    with progress_bar("Reading") as progress:
        return take_in(
            paths,
            settings=home.settings,
            people=home.people,
            athlete=athlete,
            timezone=timezone,
            home_timezone=local_timezone(),
            now=context.now,
            progress=progress,
        )


def _publish(context: Context, intake: "Intake", *, build: bool) -> dict[str, Any]:
    from pipelines.intake import counts

    warehouse = context.real.warehouse
    if build:
        with progress_bar("Computing") as progress:
            changes = warehouse.build(context.now, progress=progress, on_wait=say_waiting, awaited=intake.result.landed)
    else:
        changes = warehouse.load(context.now, on_wait=say_waiting, awaited=intake.result.landed)
    return intake.report(changes, counts(context.marts.athletes()))


def _summarise(context: Context, report: dict[str, Any], *, built: bool) -> None:
    whose = report["athlete_name"] or "nobody"
    parts = ", ".join(f"{report[key]} {key}" for key in ("added", "updated", "unchanged", "removed"))
    statuses = Counter(file["status"] for file in report["files"])
    show(
        f"Activities of {whose}: {parts}.",
        "Files: " + (", ".join(f"{n} {_STATUS[status]}" for status, n in statuses.items()) or "none") + ".",
    )
    for file in report["files"]:
        if file["reason"]:
            records = file["recovered_records"]
            kept = f" ({records} {'record' if records == 1 else 'records'} kept)" if records else ""
            say(f"  {file['path']}: {file['reason']}{kept}")
    if built and report["athlete"]:
        _tell_level(context, report["athlete"])
    elif not built:
        show("Nothing is computed yet: run `plimsoll build`.")


def _tell_level(context: Context, athlete: Any) -> None:
    try:
        week = context.marts.week(athlete)
    except NotFoundError:
        return
    from warehouse.rules import unsure

    show(
        f"This week: {week.reason}",
        *(week.hints[:1] if unsure(week) else ()),
        "See it all with `plimsoll week`, or open it in the browser with `plimsoll up`.",
    )


COMMANDS = (import_,)
