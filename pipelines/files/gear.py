"""Names of shoes: from the rows that wear them, and from shoes.csv and bikes.csv, which know names but no ids."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

from pipelines.files.archive import Member
from pipelines.files.export import Row, decode
from warehouse.errors import UnreadableError

SHOES, BIKES = "shoes.csv", "bikes.csv"


def shoe_names(rows: Sequence[Row], beside: Mapping[str, Member]) -> dict[str, str]:
    """Return the name of each pair of shoes by gear id; pairs no row wears yet stand under `strava:<name>`."""
    bikes = {_same(name) for name in _listed(beside.get(BIKES))}
    worn = {row["gear_id"]: row["gear_name"].strip() for row in rows if row["gear_id"] and row["gear_name"]}
    shoes = {gear: name for gear, name in worn.items() if not gear.startswith("strava:b") and _same(name) not in bikes}
    known = {_same(name) for name in shoes.values()}
    return shoes | {f"strava:{name}": name for name in _listed(beside.get(SHOES)) if _same(name) not in known}


def _same(name: str) -> str:
    return name.strip().casefold()


def _listed(member: Member | None) -> list[str]:
    """Return the names a gear table lists: the athlete's own name for it, else brand and model as Strava shows it."""
    if member is None:
        return []
    try:
        text = decode(member.read().data)
    except UnreadableError:
        return []
    rows: Iterable[list[str]] = list(csv.reader(io.StringIO(text, newline="")))[1:]
    names = (row[0].strip() or " ".join(cell.strip() for cell in row[1:3]) for row in rows if row)
    return [name.strip() for name in names if name.strip()]
