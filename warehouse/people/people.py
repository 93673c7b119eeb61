"""The people database as the rest of the house sees it."""

import shutil
from contextlib import suppress
from pathlib import Path
from typing import Self

from warehouse.errors import NotFoundError
from warehouse.locks import writer_lock
from warehouse.model import AthleteId
from warehouse.people.alert_notes import AlertNotes
from warehouse.people.athletes import Athletes
from warehouse.people.check_ins import CheckIns
from warehouse.people.choices import Choices
from warehouse.people.connections import Connections
from warehouse.people.consents import Consents
from warehouse.people.database import Database
from warehouse.people.done import Done
from warehouse.people.facts import PeopleFacts, read_facts
from warehouse.people.inbox import Inbox
from warehouse.people.jobs import Jobs
from warehouse.people.keys import Keys
from warehouse.people.marks import Marks
from warehouse.people.migrations import migrate
from warehouse.people.quota import QuotaStore
from warehouse.people.shoes import Shoes
from warehouse.people.syncs import Syncs
from warehouse.people.values import Values
from warehouse.people.wanted import Wanted
from warehouse.settings import Settings


class People:
    """Athletes, what they say, shoes, connections, the jobs of the page. Threads and processes may use the same database at once."""

    def __init__(self, database: Database, uploads: Path, keys: Keys) -> None:
        self._database = database
        self._uploads = uploads
        self.athletes = Athletes(database)
        self.shoes = Shoes(database)
        self.jobs = Jobs(database)
        self.connections = Connections(database, keys)
        self.consents = Consents(database)
        self.inbox = Inbox(database)
        self.quota = QuotaStore(database)
        self.syncs = Syncs(database)
        self.wanted = Wanted(database)
        self.values = Values(database)
        self.check_ins = CheckIns(database)
        self.marks = Marks(database)
        self.alerts = AlertNotes(database)
        self.done = Done(database)
        self.choices = Choices(database)

    @classmethod
    def open(cls, settings: Settings) -> Self:
        """Open the database, created or brought up to date if need be; the home and an SQLite file are for their owner only."""
        private_folder(settings.home)
        database = Database(settings.people)
        with writer_lock(settings.locks / "people.lock", purpose="opening the people database"):
            database.prepare()
            migrate(database)
        return cls(database, settings.uploads, Keys.of(settings))

    def facts(self) -> PeopleFacts:
        """Return the plain rows a build copies into the warehouse."""
        return read_facts(self._database)

    def forget(self, athlete: AthleteId) -> int:
        """Delete every row of the athlete, jobs and their uploads included; return how many rows; harmless when repeated."""
        words = [str(athlete)]
        with suppress(NotFoundError):
            words.append(self.athletes.get(athlete).name)
        jobs = self.jobs.forget(words)
        for job in jobs:
            shutil.rmtree(self._uploads / job, ignore_errors=True)
        rows = self.connections.remove(athlete) + self.consents.forget(athlete) + self.athletes.remove(athlete)
        self._database.scrub()
        return rows + len(jobs)

    def close(self) -> None:
        """Close what is open."""
        self._database.close()


def private_folder(folder: Path) -> None:
    """Create a folder for its owner only; tighten an existing one unless it is shared on purpose (sticky, like /tmp)."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    mode = folder.stat().st_mode
    if mode & 0o077 and not mode & 0o1000:
        with suppress(PermissionError):
            folder.chmod(0o700)
