-- The calendar week of a day up to that day, and the km of the whole week before.
with asked as (
  select
    athlete_id,
    case when week_start = 'sunday' then cast(date_trunc('week', $as_of + interval 1 day) - interval 1 day as date)
      else cast(date_trunc('week', $as_of) as date) end as monday
  from athlete
  where athlete_id = $athlete
)
select
  round(coalesce(sum(daily_load.run_km) filter (daily_load.local_date >= asked.monday), 0), 6) as distance_km,
  coalesce(sum(daily_load.runs) filter (daily_load.local_date >= asked.monday), 0)::integer as runs,
  round(coalesce(sum(daily_load.run_minutes) filter (daily_load.local_date >= asked.monday), 0), 6) as minutes,
  sum(daily_load.descent_m) filter (daily_load.local_date >= asked.monday) as descent_m,
  round(
    sum(daily_load.run_km) filter (daily_load.local_date >= asked.monday)
      / nullif(sum(daily_load.run_km) filter (daily_load.local_date < asked.monday), 0), 9
  ) as change_ratio
from asked
left join daily_load
  on daily_load.athlete_id = asked.athlete_id and daily_load.local_date between asked.monday - 7 and $as_of
