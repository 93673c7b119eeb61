"""Everything held of one athlete in one zip: what came in, what they said, what was computed."""

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile

import click

from commands.context import Context, Home, Who, pass_context
from commands.options import athlete_option, json_option
from commands.terminal import answer, show
from warehouse.errors import PlimsollError
from warehouse.model import AthleteId

if TYPE_CHECKING:
    from warehouse.people import People

_README = """Everything Plimsoll held of this athlete when this file was written.

landing/    what came in: original files in originals.zip, and their rows and samples as Parquet
people/     settings, shoes, check-ins, marks, what was done, jobs, consents and the connection with Strava (not its keys), as JSON
published/  what was computed, one CSV file a table; units are in the column names
"""


@click.command()
@athlete_option
@click.option(
    "--to", "target", required=True, type=click.Path(path_type=Path, dir_okay=False), metavar="FILE.zip", help="Where to write it."
)
@click.option("--force", is_flag=True, help="Replace the file if it exists.")
@json_option
@pass_context
def export(context: Context, *, athlete: str | None, target: Path, force: bool, as_json: bool) -> None:
    """Write everything held of an athlete to a zip file."""
    who = context.member(athlete)
    if target.exists() and not force:
        raise PlimsollError(f"{target} exists and was not touched.", "Choose another name, or add --force to replace it.")
    if not target.absolute().parent.is_dir():
        raise PlimsollError(f"There is no folder {target.parent}.", "Make it first, or choose another place.")
    files = write_export(context.home_of(who), who, target)
    told = {"athlete": who.athlete, "athlete_name": who.name, "file": str(target), "files": files}
    answer(told) if as_json else show(f"Wrote {files} files about {who.name} to {target}.")


def write_export(home: Home, who: Who, target: Path) -> int:
    """Write the zip beside its place and rename it; return how many files are in it. It is for its owner only."""
    part = target.with_name(f".{target.name}.part")
    try:
        part.unlink(missing_ok=True)
        part.touch(mode=0o600)
        with ZipFile(part, "w", ZIP_DEFLATED) as archive:
            archive.writestr("README.txt", _README)
            for path in _landed(home, who):
                archive.write(path, Path("landing", path.relative_to(home.settings.landing / who.athlete)))
            for name, text in (*_people(home, who), *_published(home, who)):
                archive.writestr(name, text)
            count = len(archive.namelist())
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    return count


def _landed(home: Home, who: Who) -> Iterator[Path]:
    from warehouse.landing import Landing

    for batch in Landing(home.settings.landing).batches(who.athlete):
        yield from sorted(path for path in batch.path.rglob("*") if path.is_file())


def _people(home: Home, who: Who) -> Iterator[tuple[str, str]]:
    people = home.people
    documents: dict[str, Any] = {
        "account": asdict(people.athletes.get(who.athlete)),
        "shoes": [asdict(shoe) for shoe in people.shoes.settings(who.athlete).values()],
        "assignments": people.shoes.assignments(who.athlete),
        "shoe_defaults": [{"since": since, "shoe": shoe} for since, shoe in people.shoes.defaults(who.athlete).items()],
        "check_ins": [asdict(said) for said in people.check_ins.of(who.athlete)],
        "marks": [asdict(mark) for mark in people.marks.of(who.athlete)],
        "alerts": [asdict(note) for note in people.alerts.of(who.athlete).values()],
        "pushed": [push._asdict() for push in people.alerts.pushes(who.athlete, datetime.min.replace(tzinfo=UTC))],
        "done": [{"day": day, "advice": advice} for day, advice in sorted(people.done.of(who.athlete, date.min))],
        "choices": people.choices.of(who.athlete),
        "jobs": [asdict(job) for job in people.jobs.about((who.athlete, who.name))],
        "consents": [asdict(consent) for consent in people.consents.of(who.athlete)],
        "strava": _strava(people, who.athlete),
    }
    for name, document in documents.items():
        yield f"people/{name}.json", json.dumps(document, indent=2, ensure_ascii=False, default=str) + "\n"


def _strava(people: "People", athlete: AthleteId) -> dict[str, Any] | None:
    """Return what is held of the connection with Strava, without its tokens; None when there is none."""
    connection = people.connections.get(athlete)
    if connection is None:
        return None
    events = [asdict(event) for event in people.inbox.waiting(connection.strava_id)]
    kept = {**asdict(connection), "scopes": sorted(connection.scopes)}
    return {"connection": kept, "sync": asdict(people.syncs.get(athlete)), "wanted": people.wanted.of(athlete), "events": events}


def _published(home: Home, who: Who) -> Iterator[tuple[str, str]]:
    from warehouse import db
    from warehouse.part import published

    current = published(home.settings.published)
    if current is None:
        return
    con = db.open_reader(current)
    try:
        for (table,) in db.rows(
            con, "select distinct table_name from information_schema.columns where column_name = 'athlete_id' order by table_name"
        ):
            rows = db.dicts(con, f'select * from "{table}" where athlete_id = ?', [who.athlete])
            yield f"published/{table}.csv", _csv(rows)
    finally:
        con.close()


def _csv(rows: list[dict[str, Any]]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, fieldnames=list(rows[0]) if rows else [])
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


COMMANDS = (export,)
