-- One load scale per athlete: the first of session-RPE, TRIMP and minutes that covers 80 % of the minutes of the last 90 days.
with newest as (
  select athlete_id, max(local_date) as last_date
  from activity_load
  group by athlete_id
),
coverage as (
  select
    activity_load.athlete_id, sum(minutes) as minutes,
    sum(case when load_srpe is not null then minutes else 0 end) as srpe_minutes,
    sum(case when load_trimp is not null then minutes else 0 end) as trimp_minutes
  from activity_load
  join newest on newest.athlete_id = activity_load.athlete_id
  where activity_load.local_date > newest.last_date - interval 90 day
  group by activity_load.athlete_id
),
typical as (
  select
    athlete_id, median(load_srpe / nullif(minutes, 0)) as srpe_per_minute, median(load_trimp / nullif(minutes, 0)) as trimp_per_minute
  from activity_load
  group by athlete_id
)
select
  coverage.athlete_id,
  case
    when srpe_minutes >= 0.8 * minutes and minutes > 0 then 'srpe'
    when trimp_minutes >= 0.8 * minutes and minutes > 0 then 'trimp'
    else 'minutes'
  end as load_scale,
  typical.srpe_per_minute, typical.trimp_per_minute
from coverage
join typical on typical.athlete_id = coverage.athlete_id
