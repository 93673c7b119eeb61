"""The published tables as the screen and the command line read them: typed answers, one cursor a question, never a lock.

Follows `current`: a new publish is seen by the next question, while questions already asked finish on the file they began with.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from threading import Lock
from typing import Any
from zoneinfo import ZoneInfo

from warehouse import db, plan
from warehouse.cadence import CadenceDay, CadenceRun
from warehouse.doubt import RunDoubt, SetAside
from warehouse.errors import NotFoundError
from warehouse.model import ActivityId, Alert, AthleteId, AthleteRow, Level, Run, Shoe, Week, WeekBar
from warehouse.part import published
from warehouse.pattern import Outing
from warehouse.query import of_day, text
from warehouse.record import make
from warehouse.settings import Settings
from warehouse.shoe_notes import ShoeNote, say
from warehouse.threshold import Threshold
from warehouse.week import QUERIES_OF_CHECKS, assemble

DEMO = "demo-"
END_OF_TIME = date(9999, 12, 31)
KEPT_ROWS = 200
KEPT_ANSWERS = 2000

Answers = dict[tuple[object, ...], list[dict[str, Any]]]


class Marts:
    """Reads of what is published now, for the athletes of the home and for the demo athletes beside it."""

    def __init__(self, settings: Settings) -> None:
        self._real = _Published(settings.published)
        self._demo = _Published(settings.demo.published)

    def built_at(self) -> datetime | None:
        """Return when the published tables of the home were built (naive UTC), or None before the first build."""
        return self._real.built_at()

    def out_of_date(self, now: datetime) -> bool:
        """Tell whether nothing is published, or the day has turned for any athlete since the home's tables were built."""
        rows = self._real.ask("athletes")
        return self.built_at() is None or any(row["today"] != now.astimezone(ZoneInfo(row["timezone"])).date() for row in rows)

    def athletes(self) -> tuple[AthleteRow, ...]:
        """List all athletes by name, demo athletes last."""
        real = [{**row, "demo": False} for row in self._real.ask("athletes")]
        demo = [{**row, "demo": True} for row in self._demo.ask("athletes")]
        return tuple(make(AthleteRow, {**row, "level": Level(row["level"]) if row["level"] else None}) for row in real + demo)

    def week(self, athlete: AthleteId, as_of: date | None = None) -> Week:
        """Answer "am I at risk" for a day, by default the newest judged one; raise NotFoundError for an unknown athlete."""
        with self._of(athlete).cursor() as ask:
            who = _one(ask("athlete", athlete=athlete, as_of=as_of), athlete)
            day = _judged(as_of, who["today"])
            found = {"athlete": athlete, "as_of": day}
            answers = {name: _first(ask(name, **found)) for name in (*QUERIES_OF_CHECKS, "referral", "totals", "built")}
            shoes = self._shoes(ask, who, day)
        return assemble(who, day, answers, shoes)

    def bars(self, athlete: AthleteId, as_of: date | None = None, weeks: int = 12) -> tuple[WeekBar, ...]:
        """Return the last calendar weeks up to a day, oldest first."""
        with self._of(athlete).cursor() as ask:
            day = as_of or _one(ask("athlete", athlete=athlete, as_of=None), athlete)["today"]
            rows = ask("bars", athlete=athlete, as_of=day, weeks=weeks)
        return tuple(make(WeekBar, row) for row in reversed(rows))

    def alerts(self, athlete: AthleteId, as_of: date | None = None) -> tuple[Alert, ...]:
        """List every alert that opened up to a day, newest first."""
        rows = self._of(athlete).ask("alerts", athlete=athlete, as_of=as_of or END_OF_TIME)
        return tuple(make(Alert, row) for row in rows)

    def cadence(self, athlete: AthleteId, as_of: date) -> tuple[tuple[CadenceDay, ...], tuple[CadenceRun, ...]]:
        """List the days on which cadence was judged up to a day, and the runs of its last 112 days, oldest first."""
        with self._of(athlete).cursor() as ask:
            days, runs = (ask(f"cadence_{what}", athlete=athlete, as_of=as_of) for what in ("trend", "runs"))
        return tuple(make(CadenceDay, row) for row in days), tuple(make(CadenceRun, row) for row in runs)

    def runs(self, athlete: AthleteId, as_of: date | None = None, since: date = date.min) -> tuple[Run, ...]:
        """List every activity up to a day, both days included, newest first."""
        rows = self._of(athlete).ask("runs", athlete=athlete, since=since, as_of=as_of or END_OF_TIME, activity=None)
        return tuple(make(Run, row) for row in rows)

    def outings(self, athlete: AthleteId, until: date) -> tuple[Outing, ...]:
        """List the days with counted runs up to a day, oldest first."""
        return tuple(make(Outing, row) for row in self._of(athlete).ask("outings", athlete=athlete, as_of=until))

    def run(self, athlete: AthleteId, activity: ActivityId) -> Run | None:
        """Return one activity, or None when there is none by this id."""
        row = _first(self._of(athlete).ask("runs", athlete=athlete, since=date.min, as_of=END_OF_TIME, activity=activity))
        return make(Run, row) if row else None

    def doubts(self, athlete: AthleteId, activity: ActivityId) -> tuple[RunDoubt, ...]:
        """List what is doubted of one run, the doubt that decides first."""
        return tuple(make(RunDoubt, row) for row in self._of(athlete).ask("doubts", athlete=athlete, activity=activity))

    def set_aside(self, athlete: AthleteId, as_of: date) -> tuple[SetAside, ...]:
        """List the runs of the 35 days up to a day that doubts keep out of the checks, newest first."""
        return tuple(make(SetAside, row) for row in self._of(athlete).ask("set_aside", athlete=athlete, as_of=as_of))

    def thresholds(self, athlete: AthleteId) -> tuple[Threshold, ...]:
        """List the thresholds that hold on the newest judged day: the runner's own, and those estimated from runs."""
        return tuple(make(Threshold, row) for row in self._of(athlete).ask("thresholds", athlete=athlete))

    def shoes(self, athlete: AthleteId, as_of: date | None = None) -> tuple[Shoe, ...]:
        """List every pair as of a day, those used last first."""
        with self._of(athlete).cursor() as ask:
            who = _one(ask("athlete", athlete=athlete, as_of=None), athlete)
            return self._shoes(ask, who, as_of or who["today"])

    def shoe_notes(self, athlete: AthleteId, as_of: date | None = None) -> tuple[ShoeNote, ...]:
        """List what is worth saying of the athlete's pairs as of a day, the most pressing first."""
        with self._of(athlete).cursor() as ask:
            who = _one(ask("athlete", athlete=athlete, as_of=None), athlete)
            day = as_of or who["today"]
            return say(ask(of_day("shoe_notes", day, who["today"]), athlete=athlete, as_of=day), who["units"])

    def members(self, athlete: AthleteId) -> dict[ActivityId, set[ActivityId]]:
        """Return every id of the activities that several sources tell of, by activity."""
        found: dict[ActivityId, set[ActivityId]] = {}
        for row in self._of(athlete).ask("members", athlete=athlete):
            found.setdefault(row["activity_id"], set()).add(row["member"])
        return found

    @staticmethod
    def _shoes(ask: "_Ask", who: Mapping[str, Any], day: date) -> tuple[Shoe, ...]:
        return tuple(make(Shoe, row) for row in ask(of_day("shoes", day, who["today"]), athlete=who["athlete_id"], as_of=day))

    def _of(self, athlete: AthleteId) -> "_Published":
        return self._demo if athlete.startswith(DEMO) else self._real


class _Published:
    """One folder of published files: keeps a connection to the current one, hands out cursors."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = Lock()
        self._place: Path | None = None
        self._con: db.Connection | None = None
        self._answers: Answers = {}

    def built_at(self) -> datetime | None:
        row = _first(self.ask("built"))
        return row["built_at"] if row else None

    def ask(self, query: str, **parameters: object) -> list[dict[str, Any]]:
        with self.cursor() as ask:
            return ask(query, **parameters)

    @contextmanager
    def cursor(self) -> Iterator["_Ask"]:
        con = self._current()
        if con is None:
            yield _Ask(None, {})
            return
        cursor = con.cursor()
        try:
            yield _Ask(cursor, self._answers)
        finally:
            cursor.close()

    def _current(self) -> db.Connection | None:
        with self._lock:
            place = published(self._folder)
            if place != self._place:
                self._con = self._open(place)
                self._place = place
                self._answers = {}
            return self._con

    def _open(self, place: Path | None) -> db.Connection | None:
        try:
            return _open(place) if place else None
        except db.UnreadableFileError:
            # Pruned between reading the pointer and opening: the pointer names a newer file by now.
            newer = published(self._folder)
            if newer == place:
                raise
            return self._open(newer)


def _open(place: Path) -> db.Connection | None:
    """Open a published file; one that another version of the models made counts as not published, so that it is built again."""
    con = db.open_reader(place)
    columns = {name for (name,) in db.rows(con, "select column_name from information_schema.columns where table_name = 'build'")}
    if "models" in columns and db.rows(con, "select models from build") == [(plan.fingerprint(),)]:
        return con
    con.close()
    return None


class _Ask:
    """Asks named queries on one cursor; nothing is published yet when there is none.

    A published file never changes, so small answers are kept while it is the current one.
    """

    def __init__(self, cursor: db.Connection | None, answers: Answers) -> None:
        self._cursor = cursor
        self._answers = answers

    def __call__(self, name: str, **parameters: object) -> list[dict[str, Any]]:
        if self._cursor is None:
            return []
        sql = text(name)
        used = {key: value for key, value in parameters.items() if f"${key}" in sql}
        key = (name, *used.values())
        if key in self._answers:
            return self._answers[key]
        rows = db.dicts(self._cursor, sql, used or None)
        if len(rows) <= KEPT_ROWS and len(self._answers) < KEPT_ANSWERS:
            self._answers[key] = rows
        return rows


def _judged(as_of: date | None, today: date) -> date:
    if as_of is not None and as_of > today:
        raise NotFoundError(f"{as_of} has not been judged yet.", f"The newest day is {today}; choose one up to it.")
    return as_of or today


def _first(rows: list[dict[str, Any]]) -> dict[str, Any]:
    return rows[0] if rows else {}


def _one(rows: list[dict[str, Any]], athlete: AthleteId) -> dict[str, Any]:
    if not rows:
        raise NotFoundError(
            f"There is no published data for the athlete {athlete}.", "Run `plimsoll athletes` to see who is here, or `plimsoll build`."
        )
    return rows[0]
