-- The kilometres of the days are those of the counted runs, to the decimetre a run.
with by_day as (
  select athlete_id, sum(run_km) as km, sum(runs) as runs
  from daily_load
  group by athlete_id
),
by_run as (
  select activity.athlete_id, sum(activity.distance_m) / 1000 as km, count(*) as runs
  from activity
  join athlete on athlete.athlete_id = activity.athlete_id
  where activity.counted and activity.local_date <= athlete.today
  group by activity.athlete_id
)
select by_run.athlete_id, by_run.km, by_day.km as day_km, by_run.runs, by_day.runs as day_runs
from by_run
left join by_day on by_day.athlete_id = by_run.athlete_id
where by_day.runs is null or by_day.runs <> by_run.runs or abs(by_day.km - by_run.km) > 0.0001 * by_run.runs
