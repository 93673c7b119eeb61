"""Put the oracle beside the published tables: land seasons, build, and list every number on which the two differ."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from math import isclose
from pathlib import Path
from typing import Any

import duckdb

from tests.oracle import Activity, Athlete, Day, History, judge
from tests.samples import samples
from tests.season import injuries, pains, to_landing_rows
from warehouse.landing import Landing, Manifest
from warehouse.model import AthleteId, ShoeId
from warehouse.part import published
from warehouse.people import Mark, People
from warehouse.settings import Settings
from warehouse.store import Warehouse

Seasons = dict[str, list[Activity]]
"""Activities by the id of their athlete."""

Difference = tuple[str, str, object, object]
"""Where, what, the oracle's value, the table's value."""

_LOAD = ("runs", "run_km", "load", "atl", "ctl", "tsb", "acwr_uncoupled", "monotony", "strain")
_RISK = ("level", "score", "incomplete", "ceiling_km")


def disagreements(home: Path, seasons: Seasons, *, told: Athlete | None = None, later: int = 0) -> list[Difference]:
    """Build the seasons of athletes who also say what hurts, each something else; `told` is what all of them say besides."""
    athletes = {name: replace(told or Athlete(), **said(nth)) for nth, name in enumerate(seasons)}
    now = end_of([act for activities in seasons.values() for act in activities], later)
    return differences(Settings(home=home), seasons, athletes, now)[:20]


def said(seed: int) -> dict[str, Any]:
    """Return what an athlete says of pain in a season of 100 days and of injuries then and before; every fourth one says nothing."""
    return {"check_ins": pains(seed, 100), "injuries": injuries(seed)} if seed % 4 else {}


def differences(
    settings: Settings, seasons: Mapping[str, Sequence[Activity]], athletes: Mapping[str, Athlete], now: datetime
) -> list[Difference]:
    """Land and build all seasons (by athlete id, UTC) in one empty home and return where tables and oracle differ."""
    people = People.open(settings)
    for name, activities in seasons.items():
        _tell(people, name, athletes.get(name, Athlete()), now)
        _land(settings, name, activities, now)
    Warehouse(settings, people).build(now)
    people.close()
    file = published(settings.published)
    assert file is not None
    with duckdb.connect(str(file), read_only=True) as con:
        tables = _Tables(con)
        return [
            found
            for name, activities in seasons.items()
            for found in tables.against(name, judge(activities, now.date(), athletes.get(name, Athlete())))
        ]


def end_of(activities: Sequence[Activity], days: int = 0) -> datetime:
    """Return noon UTC of the day `days` after the newest activity."""
    newest = max(act.local_date for act in activities)
    return _noon(newest) + timedelta(days=days)


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)


def _tell(people: People, name: str, athlete: Athlete, now: datetime) -> None:
    mine = people.athletes.ensure(name, now=now, athlete_id=name).athlete
    for key in ("sex", "hr_max", "hr_rest", "threshold_hr", "threshold_pace"):
        value = getattr(athlete, key)
        if value is not None:
            people.athletes.set(mine, key, f"{value:.0f}" if isinstance(value, float) else str(value))
    for day in athlete.unrecorded:
        people.marks.add(mine, Mark("unrecorded", day, day), max(now, _noon(day)))
    for one in athlete.check_ins:
        assert one.at
        people.check_ins.add(mine, one, one.at)
    for first, last in athlete.injuries:
        people.marks.add(mine, Mark("knee_injury", first, last), max(now, _noon(first)))
    for shoe, km in athlete.shoe_start_km.items():
        people.shoes.set(mine, ShoeId(shoe), start_km=km)
    for shoe, km in athlete.shoe_limit_km.items():
        people.shoes.set(mine, ShoeId(shoe), limit_km=km)


def _land(settings: Settings, name: str, activities: Sequence[Activity], now: datetime) -> None:
    sampled = {act.activity_id: (act.beats, act.speeds) for act in activities if act.beats or act.speeds}
    with Landing(settings.landing).open(AthleteId(name), "export", now) as batch:
        batch.write(
            to_landing_rows(activities),
            samples(sampled) if sampled else None,
            Manifest("export", name, full=True, as_of=now.date().isoformat()),
        )


class _Tables:
    """The published tables, read once."""

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        self.days = _keyed(con, "from daily_load join daily_risk using (athlete_id, local_date)", "athlete_id", "local_date")
        self.spikes = _keyed(con, "from run_spike", "athlete_id", "activity_id")
        self.signals = _keyed(con, "from signal", "athlete_id", "local_date", "rule")

    def against(self, name: str, history: History) -> Iterator[Difference]:
        """Yield the differences of one athlete, the oldest day first."""
        theirs = [key for key in self.days if key[0] == name]
        yield from _unequal(f"{name} days", {"days": len(history.days)}, {"days": len(theirs)})
        for local_date, day in history.days.items():
            expected = {column: getattr(day, column) for column in (*_LOAD, *_RISK)} | {"load_scale": history.load_scale}
            yield from _unequal(f"{name} {local_date}", expected, self.days.get((name, local_date), {}))
            for rule, signal in _signals(day).items():
                yield from _unequal(f"{name} {local_date} {rule}", signal, self._signal(name, local_date, rule))
        judged = [key[1] for key in self.spikes if key[0] == name]
        yield from _unequal(f"{name} runs", {"ids": sorted(history.spikes)}, {"ids": sorted(judged)})
        for activity, spike in history.spikes.items():
            measures = ("distance_km", "ratio", "level", *(("longest_30d_km",) if spike.ratio else ()))
            expected = {column: getattr(spike, column) for column in measures}
            yield from _unequal(f"{name} {activity}", expected, self.spikes.get((name, activity), {}))

    def _signal(self, name: str, local_date: object, rule: str) -> dict[str, Any]:
        row = self.signals.get((name, local_date, rule), {})
        return {**row, "missing": bool(row.get("missing"))}


def _signals(day: Day) -> dict[str, dict[str, Any]]:
    return {
        rule: {
            "level": signal.points if signal.computable or signal.points else None,
            "missing": not signal.computable,
            "active_until": signal.active_until,
        }
        for rule, signal in day.signals.items()
    }


def _keyed(con: duckdb.DuckDBPyConnection, query: str, *keys: str) -> dict[tuple[Any, ...], dict[str, Any]]:
    found = con.execute(query)
    names = [column[0] for column in found.description]
    rows = [dict(zip(names, row, strict=True)) for row in found.fetchall()]
    return {tuple(row[key] for key in keys): row for row in rows}


def _unequal(where: str, expected: Mapping[str, Any], found: Mapping[str, Any]) -> Iterator[Difference]:
    for name, value in expected.items():
        other = found.get(name)
        if isinstance(value, float) and isinstance(other, float) and isclose(value, other, rel_tol=1e-9, abs_tol=1e-6):
            continue
        if value != other:
            yield where, name, value, other
