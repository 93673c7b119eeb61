-- Calendar weeks (Monday or Sunday first, as the athlete chose): counted runs, km, minutes, descent, load, change, flagged runs.
with weekly as (
  select
    daily_load.athlete_id,
    case when athlete.week_start = 'sunday'
      then cast(date_trunc('week', daily_load.local_date + interval 1 day) - interval 1 day as date)
      else cast(date_trunc('week', daily_load.local_date) as date)
    end as week_start,
    cast(sum(daily_load.runs) as integer) as runs, sum(daily_load.run_km) as run_km, sum(daily_load.run_minutes) as run_minutes,
    sum(daily_load.descent_m) as descent_m, sum(daily_load.load) as load
  from daily_load
  join athlete on athlete.athlete_id = daily_load.athlete_id
  group by daily_load.athlete_id, case when athlete.week_start = 'sunday'
      then cast(date_trunc('week', daily_load.local_date + interval 1 day) - interval 1 day as date)
      else cast(date_trunc('week', daily_load.local_date) as date)
    end
)
select
  athlete_id, week_start, runs, run_km, run_minutes, descent_m, load,
  run_km / nullif(lag(run_km) over (partition by athlete_id order by week_start), 0) as change_ratio
from weekly
