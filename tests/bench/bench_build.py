"""Daily load of many athletes: our SQL models against Polars and pandas computing the same columns, each in a process of its own.

Usage: bench_build.py [ATHLETES …], by default 100, 1000 and 10000, five years each. All three read the same file of days with activities
and write a file of days: averages, rolling sums, monotony, strain, the 30-day longest run, and weekly totals. What SQL only copies from
that file (runs, minutes, descent, load), and the ratio of two sums it stores, it leaves to the view daily_load. The ways take turns, and
what is printed is the median of three rounds; a ratio's range says how far to trust it. On a busy machine processor seconds mislead least.
"""

import resource
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

DAYS = 1826
ROUNDS = 3
FIRST, TODAY = "2021-11-24", "2026-11-23"
DAY_TOTAL = f"""
select athlete_id, date '{FIRST}' + day::int as local_date, day::bigint as day_number, 1::double as runs, run_dm, run_dm as longest_dm,
  50::double as run_minutes, 60::double as descent_m, round(600 * random()) as descent_dm, 0::double as runs_without_descent,
  run_dm as foot_dm, run_dm as shoe_dm, load
from (
  select 'a' || athlete as athlete_id, day, round(80000 + 40000 * random()) as run_dm, 20 + 100 * random() as load
  from range({{athletes}}) as a(athlete), range({DAYS}) as d(day)
  where day = 0 or random() < 0.55
)
"""
MEASURES = ("load", "runs", "run_dm", "longest_dm", "run_minutes", "foot_dm", "shoe_dm", "descent_dm", "runs_without_descent")
SUMS = (
    ("load_7", "load", 7),
    ("last_7", "run_dm", 7),
    ("last_14", "run_dm", 14),
    ("last_28", "run_dm", 28),
    ("runs_30", "runs", 30),
    ("foot_30", "foot_dm", 30),
    ("shoe_30", "shoe_dm", 30),
    ("descent_7", "descent_dm", 7),
    ("descent_28", "descent_dm", 28),
    ("flat_28", "runs_without_descent", 28),
)
MODELS = ("unknown_window", "athlete_day", "daily_load", "day_window", "weekly_load")


def with_sql(folder: Path, athletes: int) -> None:
    """Run the models as a build does, from a table of days into a database file."""
    from warehouse import db, plan
    from warehouse.part import Part

    part = Part(folder / "out.duckdb", 1, folder / "spill")
    part.discard()
    db.open_writer(part.path, "part", part.spill).close()
    with db.closing(part.connect()) as con:
        db.rows(con, f"create view day_total as from read_parquet('{folder}/days.parquet')")
        names = f"select 'a' || i as athlete_id, date '{FIRST}' as first_date, date '{TODAY}' as today from range({athletes}) as t(i)"
        db.rows(con, f"create table history as {names}")
        db.rows(con, "create table athlete as select athlete_id, 'monday' as week_start, today from history")
        db.rows(con, "create table load_scale as select athlete_id, 'trimp' as load_scale from history")
        db.rows(con, "create table unrecorded (athlete_id varchar, first_day date, last_day date)")
        for model in plan.models("marts"):
            if model.name in MODELS:
                part.run(con, model)


def with_polars(folder: Path, athletes: int) -> None:
    """Compute the same columns with Polars: a full calendar, windows over each athlete."""
    import polars as pl

    del athletes
    keys = pl.read_parquet(folder / "days.parquet")
    dates = pl.date_range(datetime.fromisoformat(FIRST), datetime.fromisoformat(TODAY), "1d", eager=True).alias("local_date").to_frame()
    days = keys.select("athlete_id").unique().join(dates, how="cross").join(keys, on=["athlete_id", "local_date"], how="left")
    days = days.with_columns(pl.col(*MEASURES).fill_null(0.0))
    days = days.sort("athlete_id", "local_date")

    def each(expression: pl.Expr) -> pl.Expr:
        return expression.over("athlete_id")

    def average(days: int) -> pl.Expr:
        alpha = 1 - 2.718281828459045 ** (-1 / days)
        return each(pl.col("load").ewm_mean(alpha=alpha, adjust=False))

    days = days.with_columns(
        atl=average(7),
        ctl=average(42),
        spread=each(pl.col("load").rolling_std(7, ddof=0)),
        longest_30=each(pl.col("longest_dm").rolling_max(30, min_samples=1)),
        longest_before=each(pl.col("longest_dm").shift(1).rolling_max(30, min_samples=1)),
        runs_before=each(pl.col("runs").shift(1).rolling_sum(30, min_samples=1)),
        **{name: each(pl.col(column).rolling_sum(size, min_samples=1)) for name, column, size in SUMS},
    )
    days = days.with_columns(
        tsb=each((pl.col("ctl") - pl.col("atl")).shift(1)),
        acwr=pl.col("last_7") / 7 / ((pl.col("last_28") - pl.col("last_7")) / 21),
        monotony=(pl.col("load_7") / 7 / pl.col("spread")).clip(upper_bound=10),
    ).with_columns(strain=pl.col("load_7") * pl.col("monotony"))
    weeks = days.group_by("athlete_id", pl.col("local_date").dt.truncate("1w")).agg(pl.col("runs", "run_dm", "run_minutes", "load").sum())
    days.write_parquet(folder / "out.parquet")
    weeks.write_parquet(folder / "weeks.parquet")


def with_pandas(folder: Path, athletes: int) -> None:
    """Compute the same columns with pandas: a full calendar, windows over each athlete."""
    import pandas as pd

    del athletes
    keys = pd.read_parquet(folder / "days.parquet")
    keys["local_date"] = pd.to_datetime(keys["local_date"])
    every = pd.MultiIndex.from_product([keys["athlete_id"].unique(), pd.date_range(FIRST, TODAY)], names=["athlete_id", "local_date"])
    days = keys.set_index(["athlete_id", "local_date"]).reindex(every)
    days[list(MEASURES)] = days[list(MEASURES)].fillna(0.0)
    by = days.groupby(level=0, sort=False)

    def rolling(column: str, size: int, how: str, source: object = None) -> object:
        grouped = by[column] if source is None else source.groupby(level=0, sort=False)  # type: ignore[attr-defined]
        return getattr(grouped.rolling(size, min_periods=1), how)().droplevel(0)

    for name, span in (("atl", 7), ("ctl", 42)):
        days[name] = by["load"].ewm(alpha=1 - 2.718281828459045 ** (-1 / span), adjust=False).mean().droplevel(0)
    for name, column, size in SUMS:
        days[name] = rolling(column, size, "sum")
    days["spread"] = by["load"].rolling(7).std(ddof=0).droplevel(0)
    days["longest_30"] = rolling("longest_dm", 30, "max")
    days["longest_before"] = rolling("longest_dm", 30, "max", by["longest_dm"].shift(1))
    days["runs_before"] = rolling("runs", 30, "sum", by["runs"].shift(1))
    days["tsb"] = (days["ctl"] - days["atl"]).groupby(level=0, sort=False).shift(1)
    days["acwr"] = days["last_7"] / 7 / ((days["last_28"] - days["last_7"]) / 21)
    days["monotony"] = (days["load_7"] / 7 / days["spread"]).clip(upper=10)
    days["strain"] = days["load_7"] * days["monotony"]
    flat = days.reset_index()
    weeks = flat.groupby(["athlete_id", flat["local_date"].dt.to_period("W")])[["runs", "run_dm", "run_minutes", "load"]].sum()
    flat.to_parquet(folder / "out.parquet")
    weeks.reset_index(drop=True).to_parquet(folder / "weeks.parquet")


WAYS = {"sql": with_sql, "polars": with_polars, "pandas": with_pandas}


def measure(way: str, folder: Path, athletes: int) -> tuple[float, float, int]:
    """Run one way in a fresh process; return wall seconds, processor seconds and peak memory in MB."""
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-W", "ignore", __file__, "--only", way, str(folder), str(athletes)], check=True, capture_output=True, text=True
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return time.perf_counter() - started, cpu, int(done.stdout)


def main(sizes: list[int]) -> None:
    """Print seconds, memory and ratios for each number of athletes."""
    from warehouse import db

    for athletes in sizes:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            with db.closing(db.open_writer(folder / "in.duckdb", "part", folder / "spill")) as con:
                db.rows(con, f"copy ({DAY_TOTAL.format(athletes=athletes)}) to '{folder}/days.parquet'")
            rounds = [{way: measure(way, folder, athletes) for way in WAYS} for _ in range(ROUNDS)]
        print(f"{athletes} athletes, {athletes * DAYS:,} days, {datetime.now(UTC):%Y-%m-%d}")
        for way in WAYS:
            wall, cpu, memory = (statistics.median(column) for column in zip(*(one[way] for one in rounds), strict=True))
            ratios = sorted(one[way][0] / one["sql"][0] for one in rounds)
            told = f"{statistics.median(ratios):5.2f} of SQL's time ({ratios[0]:.2f} to {ratios[-1]:.2f})"
            print(f"  {way:7} {wall:7.2f} s  {cpu:7.2f} s of processor  {memory:6} MB  {told}")
            if way == "sql":
                print(f"          {1000 * wall / athletes:7.2f} s a thousand athletes")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--only"]:
        WAYS[sys.argv[2]](Path(sys.argv[3]), int(sys.argv[4]))
        print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
    else:
        main([int(word) for word in sys.argv[1:]] or [100, 1000, 10_000])
