-- The last calendar weeks up to a day, oldest first, with the runs over the spike line in each.
with flagged as (
  select local_date, count(*) as runs
  from run_spike
  where athlete_id = $athlete and level > 0
  group by local_date
),
daily as (
  select
    case when athlete.week_start = 'sunday' then cast(date_trunc('week', daily_load.local_date + interval 1 day) - interval 1 day as date)
      else cast(date_trunc('week', daily_load.local_date) as date) end as week_start,
    daily_load.run_km, daily_load.runs, daily_load.run_minutes, coalesce(flagged.runs, 0) as flagged
  from daily_load
  join athlete on athlete.athlete_id = daily_load.athlete_id
  left join flagged on flagged.local_date = daily_load.local_date
  where daily_load.athlete_id = $athlete and daily_load.local_date <= $as_of and daily_load.local_date > $as_of - 7 * ($weeks + 1)
)
select
  week_start, sum(run_km) as run_km, sum(runs)::integer as runs, sum(run_minutes) as minutes, sum(flagged)::integer as flagged
from daily
group by week_start
order by week_start desc
limit $weeks
