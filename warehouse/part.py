"""One build of the marts: a new file beside the published ones, filled from a snapshot, audited, then published by renaming.

Once the snapshot is taken a build needs no lock: everything it reads is in its own file. The snapshot's number decides which of two
builds is newer, so a slow build never replaces a newer one, and none outlives a deletion that came after its snapshot.
"""

import os
import secrets
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Self
from zoneinfo import ZoneInfo

from warehouse import db, plan, telling
from warehouse.durable import sync
from warehouse.errors import AuditError, StaleBuildError
from warehouse.locks import is_running
from warehouse.quality import load_quality
from warehouse.rulebook import Rules

INPUTS = (
    "merged_activity",
    "run_histogram",
    "run_cadence",
    "shoe_alias",
    "gear",
    "athlete",
    "shoe_told",
    "shoe_assignment",
    "unrecorded",
    "mark",
    "check_in",
    "run_choice",
)
RULE_TABLES = {
    "rule": "rule varchar, group_name varchar, sort integer, in_force boolean, active_days integer, grade varchar, title varchar,"
    " unit varchar, source varchar",
    "rule_level": "rule varchar, above double, points integer",
    "rule_parameter": "rule varchar, name varchar, value double",
    "doubt": "doubt varchar, sort integer, sets_aside boolean, can_be_used boolean, keeps_load boolean, keeps_shoe boolean, reason varchar",
    "doubt_parameter": "doubt varchar, name varchar, value double",
    "fastest": "from_m double, mps double, reason varchar",
}


@dataclass(frozen=True, slots=True)
class Part:
    """A mart file being built. `snapshot` is its number, `path` its place; it holds every input and, in time, every mart."""

    path: Path
    snapshot: int
    spill: Path

    @classmethod
    def start(cls, con: db.Connection, folder: Path, spill: Path, rules: Rules, now: datetime) -> Self:
        """Copy the inputs of a build out of the writer's open database `con`; call while holding the writer's lock."""
        folder.mkdir(parents=True, exist_ok=True)
        source = db.rows(con, "select current_database()")[0][0]
        newest = max(map(snapshot_of, folder.glob("marts-*.duckdb")), default=0)
        ((snapshot,),) = db.rows(con, "update counter set snapshot = greatest(snapshot, ?) + 1 returning snapshot", [newest])
        part = cls(folder / f".marts-{snapshot}-{os.getpid()}-{secrets.token_hex(3)}.part", snapshot, spill)
        db.attach(con, part.path, "part")
        for table in INPUTS:
            db.rows(con, f'create table {table} as from "{source}".{table}')
        _put_rules(con, rules)
        db.rows(con, "alter table athlete add column today date")
        zones = {zone for (zone,) in db.rows(con, "select distinct timezone from athlete")}
        for zone in zones:
            today = now.astimezone(ZoneInfo(zone)).date()
            db.rows(con, "update athlete set today = ? where timezone = ?", [today, zone])
        db.rows(con, "create table build (snapshot bigint, built_at timestamp, models varchar)")
        db.insert(con, "build", [(snapshot, now.astimezone(UTC).replace(tzinfo=None), plan.fingerprint())])
        db.rows(con, f'use "{source}"')
        db.rows(con, "detach part")
        return part

    @classmethod
    def open(cls, path: Path, spill: Path) -> Self:
        """Return the part that another step started at `path`."""
        return cls(path, int(path.name.split("-")[1]), spill)

    def connect(self) -> db.Connection:
        """Open the file for the next model; raise StaleBuildError when a deletion has taken it away."""
        if not self.path.exists():
            raise stale()
        con = db.open_writer(self.path, "part", self.spill)
        db.rows(con, (plan.SQL / "functions.sql").read_text("utf-8"))
        return con

    def run(self, con: db.Connection, model: plan.Model) -> None:
        """Build one model."""
        db.rows(con, f"create {model.kind} {model.name} as {model.sql}")

    def tell(self, con: db.Connection) -> None:
        """Put alerts and today's advice into words, once every model is built."""
        telling.tell(con)

    def audit(self, con: db.Connection, check: plan.Model) -> None:
        """Run one check; raise AuditError naming it and its first offending row."""
        found = db.dicts(con, f"select * from ({check.sql}) as offending limit 1")
        if found:
            raise AuditError(
                f"The check '{check.name}' failed after a build, so the last good data stays. {check.description} Found: {found[0]}.",
                "Run `plimsoll build` again; if it fails again, report it with this message.",
            )

    def discard(self) -> None:
        """Delete the file."""
        for path in (self.path, self.path.with_name(self.path.name + ".wal")):
            path.unlink(missing_ok=True)


def publish(part: Part, folder: Path) -> Path:
    """Give the finished file its name and turn the pointer `current` to it, each in one atomic step; return the file."""
    place = folder / f"marts-{part.snapshot}.duckdb"
    sync(part.path)
    part.path.rename(place)
    pointer = folder / f".current-{part.snapshot}"
    pointer.write_text(place.name, "utf-8")
    sync(pointer)
    pointer.rename(folder / "current")
    sync(folder)
    return place


def sweep(folder: Path, spill: Path) -> None:
    """Remove what killed builds left; call while holding the writer's lock."""
    for path in folder.glob(".marts-*"):
        if not is_running(int(path.name.split("-")[2])):
            path.unlink()
    for path in folder.glob(".current-*"):
        path.unlink()
    for path in spill.glob("*-*"):
        if not is_running(int(path.name.partition("-")[0])):
            shutil.rmtree(path, ignore_errors=True)


def discard_until(folder: Path, snapshot: int) -> None:
    """Remove what builds under way have written, those up to this snapshot: a deletion has overtaken them."""
    for path in folder.glob(".marts-*"):
        if int(path.name.split("-")[1]) <= snapshot:
            path.unlink(missing_ok=True)


def stale() -> StaleBuildError:
    """Word the error of a build that a deletion overtook."""
    return StaleBuildError("A deletion came in while the tables were built, so they were thrown away.", "Run `plimsoll build` again.")


def published(folder: Path) -> Path | None:
    """Return the file `current` points to, or None before the first build."""
    try:
        place = folder / (folder / "current").read_text("utf-8").strip()
    except FileNotFoundError:
        return None
    return place if place.is_file() else None


def snapshot_of(place: Path) -> int:
    """Return the snapshot number in the name of a published file."""
    return int(place.stem.removeprefix("marts-"))


def _put_rules(con: db.Connection, rules: Rules) -> None:
    for table, columns in RULE_TABLES.items():
        db.rows(con, f"create table {table} ({columns})")
    db.insert(con, "rule", rules.rows())
    db.insert(con, "rule_level", rules.level_rows())
    db.insert(con, "rule_parameter", rules.parameters())
    quality = load_quality()
    db.insert(con, "doubt", quality.rows())
    db.insert(con, "doubt_parameter", quality.parameters())
    db.insert(con, "fastest", quality.fastest_rows())
