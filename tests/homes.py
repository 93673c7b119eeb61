"""Homes made for tests: rows land as a source would bring them, are built, and the published tables are read back."""

import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

import pyarrow as pa

from warehouse import db
from warehouse.landing import Batch, Landing, Manifest, Source
from warehouse.loading import Changes
from warehouse.model import AthleteId
from warehouse.part import published, snapshot_of
from warehouse.people import People
from warehouse.settings import Settings
from warehouse.store import Warehouse

NOW = datetime(2026, 6, 30, 12, tzinfo=UTC)
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class House:
    """One home with everything that writes to it."""

    settings: Settings
    people: People
    warehouse: Warehouse

    @classmethod
    def open(cls, settings: Settings) -> Self:
        """Open the home, made if it is new."""
        people = People.open(settings)
        return cls(settings, people, Warehouse(settings, people))

    def athlete(self, name: str, timezone: str = "UTC", **facts: str) -> AthleteId:
        """Make an athlete whose id is their name in lower case, and set what is said of them."""
        athlete = self.people.athletes.ensure(name, now=NOW, timezone=timezone, athlete_id=name.lower()).athlete
        for key, value in facts.items():
            self.people.athletes.set(athlete, key, value)
        return athlete

    def land(
        self, athlete: AthleteId, source: Source, rows: Iterable[Row], samples: pa.Table | None = None, *, now: datetime = NOW, **said: Any
    ) -> Batch:
        """Land one batch; `said` is what its manifest says: `full`, `as_of`, `timezone`."""
        with Landing(self.settings.landing).open(athlete, source, now) as pending:
            pending.write(rows, samples, Manifest(source, pending.batch.name, **said))
        return pending.batch

    def build(self, now: datetime = NOW) -> dict[AthleteId, Changes]:
        """Build and publish."""
        return self.warehouse.build(now)

    def ask(self, sql: str) -> list[dict[str, Any]]:
        """Ask the published tables."""
        with self._published() as con:
            return db.dicts(con, sql)

    def tables(self, athlete: str = "%") -> dict[str, list[db.Row]]:
        """Return every published table that tells of athletes, its rows sorted, to compare two homes or moments by."""
        named = "select table_name from information_schema.columns where column_name = 'athlete_id'"
        with self._published() as con:
            names = [name for (name,) in db.rows(con, named)]
            return {name: sorted(db.rows(con, f"from {name} where athlete_id like ?", [athlete]), key=repr) for name in names}

    @contextmanager
    def _published(self) -> Iterator[db.Connection]:
        place = published(self.settings.published)
        assert place is not None, "nothing is published"
        con = db.open_reader(place)
        try:
            yield con
        finally:
            con.close()


def older(home: Path) -> Path:
    """Publish in a home what another version of the models would have made; return the home."""
    folder = home / "marts"
    newest = max(folder.glob("marts-*.duckdb"), key=snapshot_of)
    place = folder / f"marts-{snapshot_of(newest) + 1}.duckdb"
    shutil.copyfile(newest, place)
    with db.closing(db.open_writer(place, "older", folder)) as con:
        db.rows(con, "update build set models = 'other'")
    (folder / "current").write_text(place.name, "utf-8")
    return home


def run(key: str, start: str, km: float, minutes: float, **more: Any) -> dict[str, Any]:
    """Return a run as a landing row; `start` is UTC, like 2026-05-01 06:30:00; `more` overrules and adds columns."""
    facts = {"source_key": key, "sport": "Run", "sport_type": "Run", "start_utc": datetime.fromisoformat(start)}
    return {**facts, "distance_m": km * 1000, "moving_s": minutes * 60, "elapsed_s": minutes * 60, **more}
