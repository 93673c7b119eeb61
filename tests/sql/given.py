"""Puts what a transcript gives into a home: one athlete a transcript, so that one build serves all of them."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from typing import Any

from tests.homes import NOW, House
from tests.samples import Spent, samples
from tests.sql.transcript import Cells, Transcript, days
from warehouse.check_in import CheckIn
from warehouse.landing import Gear
from warehouse.model import ActivityId, AthleteId, ShoeId
from warehouse.people import Mark
from warehouse.people.choices import Choice

MINUTES_A_KM = 6.0
ASKED = "2026-06-30T06:00:00.000000+00:00"
NUMBERS = count(70_000_000_001)


def put(house: House, case: Transcript) -> AthleteId:
    """Make the athlete and land their activities: with a start as an export's rows, or the API's where that is said, else as a log's."""
    facts = {name: value for row in case.given.get("athlete", []) for name, value in row.items() if value}
    athlete = house.athlete(case.name, **facts)
    given = [(cells, row) for cells in case.given["activity"] for row in _activities(cells)]
    rows = [(cells.get("source"), row) for cells, row in given]
    sampled = {
        row["source_key"]: (_spent(cells, "beats"), _spent(cells, "speeds"))
        for cells, row in given
        if cells.get("beats") or cells.get("speeds")
    }
    house.land(athlete, "log", [row for _, row in rows if not row["start_utc"]])
    exported = [row for source, row in rows if row["start_utc"] and source != "strava"]
    house.land(athlete, "export", exported, samples(sampled) if sampled else None, full=True)
    gear = tuple(map(_gear, case.given.get("gear", [])))
    house.land(athlete, "strava", [row for source, row in rows if source == "strava"], as_of=ASKED, gear=gear)
    for cells in case.given.get("shoe", []):
        _shoe(house, athlete, cells)
    for cells in case.given.get("assign", []):
        moved = [ActivityId(str(row["source_key"])) for _, row in rows if row["gear_id"] == cells["shoe"]]
        house.people.shoes.assign(athlete, moved, ShoeId(cells["to"]))
    for cells in case.given.get("unrecorded", []):
        for first, last in zip(days(cells["first"]), days(cells["last"]), strict=True):
            house.people.marks.add(athlete, Mark("unrecorded", first, last), NOW)
    for cells in case.given.get("injury", []):
        house.people.marks.add(athlete, Mark("knee_injury", date.fromisoformat(cells["first"]), date.fromisoformat(cells["last"])), NOW)
    for cells in case.given.get("check_in", []):
        _check_in(house, athlete, cells)
    for cells in case.given.get("choice", []):
        house.people.choices.set(athlete, ActivityId(cells["activity_id"]), _choice(cells), NOW)
    return athlete


def _choice(cells: Cells) -> Choice:
    return "use" if cells["choice"] == "use" else "ignore"


def _check_in(house: House, athlete: AthleteId, cells: Cells) -> None:
    for day in days(cells["date"]):
        minutes = _number(cells, "minutes_after")
        said = CheckIn(day, int(cells["pain"]), minutes_after=None if minutes is None else int(minutes))
        moment = time.fromisoformat(cells.get("at") or "20:00")
        house.people.check_ins.add(athlete, said, datetime.combine(day, moment, UTC))


def _activities(cells: Cells) -> Iterator[dict[str, Any]]:
    for day in days(cells["date"]):
        number = cells.get("id") or next(NUMBERS)
        sport, km = cells.get("sport") or "Run", _number(cells, "km")
        minutes = _number(cells, "minutes") if "minutes" in cells else (km or 0) * MINUTES_A_KM
        start = cells.get("start") and datetime.combine(day, time.fromisoformat(cells["start"]))
        yield {
            "source_key": f"strava:{number}" if start else f"log:{day}:{sport}:{number}",
            "name": cells.get("name") or None,
            "sport": sport,
            "sport_type": sport,
            "start_utc": start or None,
            "local_date": None if start else day,
            "utc_offset_s": _seconds(cells, "offset_h", 3600),
            "timezone": cells.get("zone") or None,
            "distance_m": None if km is None else km * 1000,
            "moving_s": None if minutes is None else minutes * 60,
            "elapsed_s": _seconds(cells, "elapsed", 60) or (None if minutes is None else minutes * 60),
            "elevation_gain_m": _number(cells, "gain"),
            "device": cells.get("device") or None,
            "descent_m": _number(cells, "down"),
            "cadence": _number(cells, "cadence"),
            "cadence_unit": cells.get("cadence_unit") or None,
            "heartrate_bpm": _number(cells, "hr"),
            "max_heartrate_bpm": _number(cells, "max_hr"),
            "rpe": _number(cells, "rpe"),
            "indoor": cells.get("indoor") == "true" or None,
            "gear_id": cells.get("shoe") or None,
            "gear_name": cells.get("shoe") or None,
        }


def _spent(cells: Cells, name: str) -> Spent | None:
    """Read minutes at values, such as `45@165 15.5@150`, as seconds by value."""
    pairs = [pair.split("@") for pair in (cells.get(name) or "").split()]
    return {float(value): round(float(minutes) * 60) for minutes, value in pairs} or None


def _gear(cells: Cells) -> Gear:
    return Gear(cells["gear_id"], cells["name"], (_number(cells, "km") or 0) * 1000, cells.get("retired") == "true")


def _shoe(house: House, athlete: AthleteId, cells: Cells) -> None:
    house.people.shoes.set(
        athlete,
        ShoeId(cells["shoe_id"]),
        start_km=_number(cells, "start_km"),
        limit_km=_number(cells, "limit_km"),
        racing=cells.get("racing") == "true",
        retired=cells.get("retired") == "true",
        default=cells.get("default") == "true" or None,
        on=date.fromisoformat(cells["on"]) if cells.get("on") else None,
    )


def _number(cells: Cells, name: str) -> float | None:
    text = cells.get(name)
    return float(text) if text else None


def _seconds(cells: Cells, name: str, unit: int) -> float | None:
    value = _number(cells, name)
    return None if value is None else timedelta(seconds=value * unit).total_seconds()
