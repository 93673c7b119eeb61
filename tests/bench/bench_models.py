"""What every mart costs: all models of a build, one after the other, over seeded athletes who use everything.

Usage: bench_models.py [ATHLETES …], by default 100 and 1000, three years each: a run on 55 % of days with cadence and heart rate, samples
of 30 % of runs, two pairs of shoes a year, answers about pain, old injuries, weeks not recorded. Seconds are of the processor, which a
busy machine changes least; `ratio` is to the median of the models, `to fastest` to the fastest that takes a hundredth of the total.
"""

import resource
import statistics
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from tests.homes import House
from warehouse import db, plan
from warehouse.part import Part
from warehouse.settings import Settings

DAYS = 1096
FIRST, NOW = "2023-11-24", datetime(2026, 11, 23, 12, tzinfo=UTC)
DRAWN = "(hash(athlete * 10007 + day * 31 + {}) % 10000 / 10000.0)"
"""A number from 0 to 1 that is the same in every run, whatever thread draws it."""
TABLES = {
    "athlete": """
select 'a' || athlete as athlete_id, 'Athlete ' || athlete as name, 'UTC' as timezone, 'km' as units, 'monday' as week_start,
  date '2026-11-23' as today
from range({athletes}) as a(athlete)""",
    "merged_activity": f"""
with drawn as (
  select athlete, day, {DRAWN.format(1)} as much, {DRAWN.format(2)} as fast, {DRAWN.format(3)} as noise
  from range({{athletes}}) as a(athlete), range({DAYS}) as d(day)
  where day = 0 or {DRAWN.format(0)} < 0.55
)
select
  'a' || athlete as athlete_id, 'strava:' || (athlete * 10000 + day) as activity_id, ['strava:' || (athlete * 10000 + day)] as members,
  'export' as source, 'export' as sources, 'Run' as sport_type, true as is_run, date '{FIRST}' + day::int as local_date,
  date '{FIRST}' + day::int + interval 6 hour as start_utc, round(4000 + 12000 * much * much, 1) as distance_m,
  round(4000 + 12000 * much * much, 1) / (2.5 + fast) as moving_s, round(4000 + 12000 * much * much, 1) / (2.5 + fast) + 60 as elapsed_s,
  40.0 as elevation_gain_m, round(20 + 150 * noise) as descent_m, 2.5 + fast as speed_mps,
  146 + 8 * (2.5 + fast) + 4 * noise - case when day > 1000 and athlete % 5 = 0 then 7 else 0 end as cadence_spm,
  130 + 30 * fast as heartrate_bpm, 150 + 30 * fast as max_heartrate_bpm,
  case when day < 700 or athlete % 3 > 0 then 'watch' else 'new watch' end as device,
  'strava:g' || (athlete * 100 + 2 * (day // 365) + (much > 0.6)::int) as gear_id, gear_id as shoe_id
from drawn""",
    "run_histogram": """
select athlete_id, activity_id, activity_id as source_key,
  list_transform(range(30, 241), lambda beats: greatest(0, cast(20 * (heartrate_bpm + 15 - beats) as integer))) as hr_at_least_s,
  list_transform(range(81), lambda speed: greatest(0, cast(300 * (speed_mps + 0.5 - speed / 10) as integer))) as speed_at_least_s,
  heartrate_bpm + 5 as hr_20_min_bpm, speed_mps + 0.2 as speed_30_min_mps, descent_m, elevation_gain_m as gain_m
from merged_activity
where hash(activity_id) % 10 < 3""",
    "run_cadence": """
select athlete_id, activity_id, 40 as windows, cadence_spm, speed_mps, 10 as first_windows, cadence_spm + 1 as first_spm,
  speed_mps as first_mps, 10 as last_windows, cadence_spm - 1 as last_spm, speed_mps as last_mps
from merged_activity
where hash(activity_id) % 10 < 3""",
    "unrecorded": f"""
select 'a' || athlete as athlete_id, date '{FIRST}' + 300 as first_day, date '{FIRST}' + 320 as last_day
from range({{athletes}}) as a(athlete)
where athlete % 10 = 0""",
    "mark": f"""
select 'a' || athlete as athlete_id, 'knee_injury' as kind, date '{FIRST}' + 400 as first_day, date '{FIRST}' + 430 as last_day
from range({{athletes}}) as a(athlete)
where athlete % 5 = 1""",
    "check_in": f"""
select
  'a' || athlete as athlete_id, date '{FIRST}' + day::int as local_date, date '{FIRST}' + day::int + interval 20 hour as said_at,
  case when (athlete + day) % 7 = 0 then 'amber' else 'green' end as colour, case when (athlete + day) % 7 = 0 then 3 else 1 end as pain,
  'knee' as site, 'pain of 3 of 10' as why
from range({{athletes}}) as a(athlete), range(5, {DAYS}, 10) as d(day)""",
}


def seeded(folder: Path, athletes: int) -> Part:
    """Start a build of an empty home and fill its inputs, as its snapshot would have found them."""
    part, _ = House.open(Settings(home=folder)).warehouse.snapshot(NOW)
    with db.closing(part.connect()) as con:
        for table, sql in TABLES.items():
            db.rows(con, f"insert into {table} by name {sql.format(athletes=athletes)}")
    return part


def processor_s() -> float:
    """Return the seconds of processor time this process has used."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def costs(part: Part) -> dict[str, float]:
    """Build everything and return the seconds of processor time of each model, and of what a build says in words."""
    found = {}
    with db.closing(part.connect()) as con:
        for model in plan.models("marts"):
            started = processor_s()
            part.run(con, model)
            found[model.name] = processor_s() - started
        started = processor_s()
        part.tell(con)
        found["(in words)"] = processor_s() - started
    return found


def show(athletes: int, found: dict[str, float]) -> None:
    """Print a line a model, the dearest first."""
    total, middle = sum(found.values()), statistics.median(found.values())
    fastest = min(seconds for seconds in found.values() if seconds > total / 100)
    scale = 1000 / athletes
    print(f"{athletes} athletes, {DAYS} days each, {datetime.now(UTC):%Y-%m-%d}: {total:.2f} s, {total * scale:.2f} s a thousand athletes")
    print(f"  {'model':18} {'s':>7} {'s/1000':>7} {'share':>6} {'ratio':>6} {'to fastest':>10}")
    for name, seconds in sorted(found.items(), key=lambda one: -one[1]):
        ratios = f"{seconds / total:6.1%} {seconds / middle:6.1f} {seconds / fastest:10.1f}"
        print(f"  {name:18} {seconds:7.3f} {seconds * scale:7.3f} {ratios}")


def main(sizes: list[int]) -> None:
    """Print the table of each number of athletes."""
    for athletes in sizes:
        with tempfile.TemporaryDirectory() as name:
            show(athletes, costs(seeded(Path(name), athletes)))


if __name__ == "__main__":
    main([int(word) for word in sys.argv[1:]] or [100, 1000])
