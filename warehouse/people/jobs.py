"""Work the page hands to the worker: a row a job. Claiming is atomic; a claim runs out unless progress renews it, or is let go."""

import json
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import ColumnElement, Row, Update, and_, delete, insert, or_, select, update

from warehouse.people import tables
from warehouse.people.database import Database

LEASE = timedelta(seconds=60)
_MOST_ATTEMPTS = 3

JobKind = Literal["import", "demo", "build", "sync", "disconnect", "forget"]
JobState = Literal["waiting", "running", "done", "failed"]
_job = tables.job


@dataclass(frozen=True, slots=True)
class Job:
    """One piece of work and how far it is. `athlete` is an id or a name, None when the worker has to find out."""

    id: str
    kind: JobKind
    state: JobState
    path: str
    name: str
    athlete: str | None
    timezone: str | None
    done: int
    total: int
    what: str
    report: dict[str, Any] | None
    message: str | None
    next_step: str | None
    created_at: datetime


class Jobs:
    """The jobs of one installation."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @staticmethod
    def new_id() -> str:
        """Make the id of a job to come, for the folder its upload goes to first."""
        return secrets.token_hex(8)

    def add(  # noqa: PLR0913 -- a job has that many facts, all named
        self,
        kind: JobKind,
        *,
        path: Path | str,
        name: str,
        now: datetime,
        athlete: str | None = None,
        timezone: str | None = None,
        job_id: str | None = None,
    ) -> str:
        """Queue a job; return its id. `path` is what to import, `name` what the user calls it."""
        job = job_id or self.new_id()
        row = {"job_id": job, "kind": kind, "path": str(path), "name": name, "athlete": athlete, "timezone": timezone, "created_at": now}
        with self._database.write() as connection:
            connection.execute(insert(_job).values(row))
        return job

    def claim(self, now: datetime, holder: str = "") -> Job | None:
        """Take the oldest job that waits or whose worker died; None when there is none. No two workers get the same one.

        `holder` is the worker's name, under which it can let the job go.
        """
        free = or_(_job.c.state == "waiting", and_(_job.c.state == "running", _job.c.lease_until <= now))
        oldest = select(_job.c.job_id).where(free).order_by(_job.c.created_at, _job.c.job_id).limit(1).scalar_subquery()
        taken = {"state": "running", "lease_until": now + LEASE, "holder": holder, "attempts": _job.c.attempts + 1}
        with self._database.write() as connection:
            connection.execute(_give_up(now))
            row = connection.execute(update(_job).where(free, _job.c.job_id == oldest).values(taken).returning(_job)).first()
        return None if row is None else _read(row)

    def let_go(self, holder: str, now: datetime) -> None:
        """Offer again what is still running under this worker's name: whoever did it is no longer there."""
        held = and_(_job.c.state == "running", _job.c.holder == holder)
        with self._database.write() as connection:
            connection.execute(update(_job).where(held).values(lease_until=now))

    def progress(self, job: str, done: int, total: int, what: str, now: datetime) -> None:
        """Note how far a running job is and renew its lease; a job that ended or was forgotten stays as it is."""
        self._change(job, done=done, total=total, what=what, lease_until=now + LEASE)

    def finish(self, job: str, report: dict[str, Any], now: datetime) -> None:
        """Close a running job with what came of it, a dictionary that JSON can hold; one that forgot an athlete forgets their id too."""
        mine = update(_job).where(_job.c.job_id == job)
        done = {"state": "done", "report": json.dumps(report), "lease_until": now}
        with self._database.write() as connection:
            kind = connection.execute(mine.where(_job.c.state == "running").values(done).returning(_job.c.kind)).scalar()
            if kind == "forget":
                connection.execute(mine.values(athlete=None, name="", path=""))
        if kind == "forget":
            self._database.scrub()

    def fail(self, job: str, message: str, next_step: str, now: datetime) -> None:
        """Close a running job with the reason it failed, in two sentences for the user."""
        self._change(job, state="failed", message=message, next_step=next_step, lease_until=now)

    def get(self, job: str) -> Job | None:
        """Return the job, None when there is none of this id."""
        with self._database.read() as connection:
            row = connection.execute(select(_job).where(_job.c.job_id == job)).first()
        return None if row is None else _read(row)

    def recent(self, n: int) -> list[Job]:
        """List the newest `n` jobs, newest first."""
        with self._database.read() as connection:
            rows = connection.execute(select(_job).order_by(_job.c.created_at.desc(), _job.c.job_id).limit(n)).all()
        return [_read(row) for row in rows]

    def about(self, words: Collection[str]) -> list[Job]:
        """List the jobs of an athlete known by these `words` (id and name), oldest first."""
        with self._database.read() as connection:
            rows = connection.execute(select(_job).where(_about(words)).order_by(_job.c.created_at, _job.c.job_id)).all()
        return [_read(row) for row in rows]

    def forget(self, words: Collection[str]) -> list[str]:
        """Delete the jobs about an athlete and ended ones of nobody, which may have been theirs; return their ids.

        A job that forgets an athlete stays, for it is what tells the page of the end; until then it keeps their id, without the name, so
        that it can be taken up again.
        """
        ended = and_(_job.c.athlete.is_(None), _job.c.state.in_(("done", "failed")))
        with self._database.write() as connection:
            connection.execute(update(_job).where(_job.c.kind == "forget", _about(words)).values(name="", path=""))
            others = delete(_job).where(_job.c.kind != "forget", or_(_about(words), ended))
            return list(connection.execute(others.returning(_job.c.job_id)).scalars())

    def _change(self, job: str, **values: Any) -> None:
        with self._database.write() as connection:
            connection.execute(update(_job).where(_job.c.job_id == job, _job.c.state == "running").values(values))


def _about(words: Collection[str]) -> ColumnElement[bool]:
    told = (_job.c.report.contains(json.dumps(word), autoescape=True) for word in words)
    return or_(_job.c.athlete.in_(words), *told)


def _give_up(now: datetime) -> Update:
    """Return the statement that fails jobs whose worker died too often."""
    hopeless = and_(_job.c.state == "running", _job.c.lease_until <= now, _job.c.attempts >= _MOST_ATTEMPTS)
    words = {"message": "The work was cut off several times.", "next_step": "Try `plimsoll import` on the command line; it says more."}
    return update(_job).where(hopeless).values(state="failed", **words)


def _read(row: Row[Any]) -> Job:
    columns = row._mapping  # noqa: SLF001 -- SQLAlchemy's public name for it
    report = columns["report"]
    told = {key: value for key, value in columns.items() if key not in {"job_id", "report", "lease_until", "holder", "attempts"}}
    return Job(id=columns["job_id"], report=None if report is None else json.loads(report), **told)
