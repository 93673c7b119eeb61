"""The published tables as the screen and the command line read them: typed answers, one cursor a question, never a lock.

Follows `current`: a new publish is seen by the next question, while questions already asked finish on the file they began with.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from warehouse.asking import Ask, Published
from warehouse.cadence import CadenceDay, CadenceRun
from warehouse.doubt import RunDoubt, SetAside
from warehouse.errors import NotFoundError
from warehouse.model import ActivityId, Alert, AthleteId, AthleteRow, Level, Run, Shoe, Week, WeekBar
from warehouse.pattern import Outing
from warehouse.query import of_day
from warehouse.record import make
from warehouse.settings import Settings
from warehouse.shoe_notes import ShoeNote, say
from warehouse.threshold import Threshold
from warehouse.week import QUERIES_OF_CHECKS, assemble

DEMO = "demo-"
END_OF_TIME = date(9999, 12, 31)


class Marts:
    """Reads of what is published now, for the athletes of the home and for the demo athletes beside it."""

    def __init__(self, settings: Settings) -> None:
        self._real = Published(settings.published)
        self._demo = Published(settings.demo.published)

    def built_at(self) -> datetime | None:
        """Return when the published tables of the home were built (naive UTC), or None before the first build."""
        return self._real.built_at()

    def out_of_date(self, now: datetime) -> bool:
        """Tell whether nothing is published, or the day has turned for any athlete since the home's tables were built."""
        rows = self._real.ask("athletes")
        return self.built_at() is None or any(row["today"] != now.astimezone(ZoneInfo(row["timezone"])).date() for row in rows)

    def outdated(self) -> bool:
        """Tell whether what would be seen first, athletes of the home or else demo athletes, has to be built again by this version."""
        return self._real.outdated() or (self._demo.outdated() and not self._real.ask("athletes"))

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
            return ask.once(("week", athlete, day), lambda: self._week(ask, who, day))

    def bars(self, athlete: AthleteId, as_of: date | None = None, weeks: int = 12) -> tuple[WeekBar, ...]:
        """Return the last calendar weeks up to a day, oldest first."""
        with self._of(athlete).cursor() as ask:
            day = as_of or _one(ask("athlete", athlete=athlete, as_of=None), athlete)["today"]
            return ask.records(WeekBar, "bars", athlete=athlete, as_of=day, weeks=weeks)[::-1]

    def alerts(self, athlete: AthleteId, as_of: date | None = None) -> tuple[Alert, ...]:
        """List every alert that opened up to a day, newest first."""
        return self._of(athlete).records(Alert, "alerts", athlete=athlete, as_of=as_of or END_OF_TIME)

    def cadence(self, athlete: AthleteId, as_of: date) -> tuple[tuple[CadenceDay, ...], tuple[CadenceRun, ...]]:
        """List the days on which cadence was judged up to a day, and the runs of its last 112 days, oldest first."""
        with self._of(athlete).cursor() as ask:
            found = {"athlete": athlete, "as_of": as_of}
            return ask.records(CadenceDay, "cadence_trend", **found), ask.records(CadenceRun, "cadence_runs", **found)

    def runs(self, athlete: AthleteId, as_of: date | None = None, since: date = date.min) -> tuple[Run, ...]:
        """List every activity up to a day, both days included, newest first."""
        return self._of(athlete).records(Run, "runs", athlete=athlete, since=since, as_of=as_of or END_OF_TIME, activity=None)

    def outings(self, athlete: AthleteId, until: date) -> tuple[Outing, ...]:
        """List the days with counted runs up to a day, oldest first."""
        return self._of(athlete).records(Outing, "outings", athlete=athlete, as_of=until)

    def run(self, athlete: AthleteId, activity: ActivityId) -> Run | None:
        """Return one activity, or None when there is none by this id."""
        found = self._of(athlete).records(Run, "runs", athlete=athlete, since=date.min, as_of=END_OF_TIME, activity=activity)
        return found[0] if found else None

    def doubts(self, athlete: AthleteId, activity: ActivityId) -> tuple[RunDoubt, ...]:
        """List what is doubted of one run, the doubt that decides first."""
        return self._of(athlete).records(RunDoubt, "doubts", athlete=athlete, activity=activity)

    def set_aside(self, athlete: AthleteId, as_of: date) -> tuple[SetAside, ...]:
        """List the runs of the 35 days up to a day that doubts keep out of the checks, newest first."""
        return self._of(athlete).records(SetAside, "set_aside", athlete=athlete, as_of=as_of)

    def thresholds(self, athlete: AthleteId) -> tuple[Threshold, ...]:
        """List the thresholds that hold on the newest judged day: the runner's own, and those estimated from runs."""
        return self._of(athlete).records(Threshold, "thresholds", athlete=athlete)

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

    def _week(self, ask: Ask, who: Mapping[str, Any], day: date) -> Week:
        found = {"athlete": who["athlete_id"], "as_of": day}
        answers = {name: _first(ask(name, **found)) for name in (*QUERIES_OF_CHECKS, "referral", "totals", "built")}
        return assemble(who, day, answers, self._shoes(ask, who, day))

    @staticmethod
    def _shoes(ask: Ask, who: Mapping[str, Any], day: date) -> tuple[Shoe, ...]:
        return ask.records(Shoe, of_day("shoes", day, who["today"]), athlete=who["athlete_id"], as_of=day)

    def _of(self, athlete: AthleteId) -> Published:
        return self._demo if athlete.startswith(DEMO) else self._real


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
