"""How many requests Strava still grants this installation: windows end at the quarter hours and at midnight UTC."""

from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from math import ceil

from sqlalchemy import Connection, insert, select, update

from warehouse.people import tables
from warehouse.people.database import Database

_QUARTER = timedelta(minutes=15)
_DAY = timedelta(days=1)
_ONLY = 1


@dataclass(frozen=True, slots=True)
class Quota:
    """What Strava said about its limits at `seen_at`: requests per quarter hour (short) and per UTC day. A limit of 0 is unknown.

    `blocked_until` is a moment before which Strava wants no request; `problem` names a reason that is not the limits.
    """

    short_limit: int
    short_used: int
    day_limit: int
    day_used: int
    seen_at: datetime
    blocked_until: datetime | None = None
    problem: str = ""

    def resume_at(self, now: datetime) -> datetime | None:
        """Return the moment from which requests may be made again, None when they may be made now."""
        if self._from_a_wrong_clock(now):
            return None
        spent = [end for limit, used, end in self._windows(now) if 0 < limit <= used]
        return max((moment for moment in (*spent, self.blocked_until) if moment and moment > now), default=None)

    def left(self, now: datetime) -> int:
        """Count the requests that may still be made, by the stricter of both windows; 0 when nothing is known."""
        return self.spare(now, 0)

    def spare(self, now: datetime, reserve: float) -> int:
        """Count the requests left beyond a reserve, a share (0 to 1) of each window's limit."""
        if self.resume_at(now):
            return 0
        left = (limit - used - ceil(limit * reserve) for limit, used, _ in self._windows(now) if limit > 0)
        return max(0, min(left, default=0))

    def after(self, known: "Quota") -> "Quota":
        """Return what is known after this reading: the later of both, in which nothing used in its window comes back."""
        if known._from_a_wrong_clock(self.seen_at):  # noqa: SLF001 -- another of its own kind
            return self
        late, early = (self, known) if self.seen_at >= known.seen_at else (known, self)
        (_, short_used, _), (_, day_used, _) = early._windows(late.seen_at)  # noqa: SLF001 -- another of its own kind
        return replace(late, short_used=max(late.short_used, short_used), day_used=max(late.day_used, day_used))

    def _windows(self, now: datetime) -> tuple[tuple[int, int, datetime], tuple[int, int, datetime]]:
        """Return limit, use and end of both windows as they are `now`: what was used before a window began no longer counts."""
        quarter, day = (_end(self.seen_at, length) for length in (_QUARTER, _DAY))
        return (self.short_limit, self.short_used * (now < quarter), quarter), (self.day_limit, self.day_used * (now < day), day)

    def _from_a_wrong_clock(self, now: datetime) -> bool:
        # A machine whose clock was ahead for a moment must not wait until then.
        return self.seen_at - now > _DAY


class QuotaStore:
    """The one quota that all processes of an installation share."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def read(self) -> Quota | None:
        """Return what is known, None before the first answer of Strava."""
        with self._database.read() as connection:
            return _read(connection)

    def note(self, quota: Quota) -> None:
        """Keep a reading; an older one never overwrites a newer one."""
        with self._database.write() as connection:
            known = _read(connection)
            values = asdict(quota.after(known) if known else quota)
            statement = update(tables.quota) if known else insert(tables.quota).values(quota_id=_ONLY)
            connection.execute(statement.values(values))


def _read(connection: Connection) -> Quota | None:
    columns = [column for column in tables.quota.columns if column.name != "quota_id"]
    row = connection.execute(select(*columns).with_for_update()).first()
    return None if row is None else Quota(*row)


def _end(moment: datetime, length: timedelta) -> datetime:
    midnight = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight + ((moment - midnight) // length + 1) * length
