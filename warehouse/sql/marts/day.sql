-- One row an athlete and day, from the first activity to the day of the build: counted runs in whole decimetres, and the day's load.
with span as (
  select athlete.athlete_id, min(activity.local_date) as first_date, max(athlete.today) as today
  from athlete
  join activity on activity.athlete_id = athlete.athlete_id
  group by athlete.athlete_id
),
dates as (
  select athlete_id, first_date, unnest(generate_series(first_date, today, interval 1 day)) as moment
  from span
  where first_date <= today
),
running as (
  select
    athlete_id, local_date, count(*) as runs, sum(round(distance_m * 10)) as run_dm,
    max(round(distance_m * 10)) as longest_dm,
    sum(coalesce(moving_s, elapsed_s)) / 60 as run_minutes, sum(descent_m) as descent_m
  from activity
  where counted
  group by athlete_id, local_date
),
loaded as (
  select
    activity_load.athlete_id, activity_load.local_date,
    sum(case load_scale.load_scale
      when 'srpe' then coalesce(activity_load.load_srpe, activity_load.minutes * load_scale.srpe_per_minute)
      when 'trimp' then coalesce(activity_load.load_trimp, activity_load.minutes * load_scale.trimp_per_minute)
      else activity_load.minutes
    end) as load
  from activity_load
  join load_scale on load_scale.athlete_id = activity_load.athlete_id
  group by activity_load.athlete_id, activity_load.local_date
),
walked as (
  select
    athlete_id, local_date, sum(distance_m) / 1000 as foot_km, sum(case when shoe_id is not null then distance_m end) / 1000 as shoe_km
  from activity
  where sport_type in ('Run', 'TrailRun', 'VirtualRun', 'Walk', 'Hike')
    and not_counted_reason is distinct from 'another recording of the same run'
  group by athlete_id, local_date
),
unknown_dates as (
  select athlete_id, unnest(generate_series(first_day, last_day, interval 1 day)) as moment
  from unrecorded
),
unknown as (
  select distinct athlete_id, cast(moment as date) as local_date
  from unknown_dates
)
select
  dates.athlete_id, cast(dates.moment as date) as local_date,
  cast(dates.moment as date) - dates.first_date as day_number,
  case when unknown.local_date is null then 1 else 0 end as known,
  coalesce(running.runs, 0) as runs,
  coalesce(running.run_dm, 0) as run_dm,
  running.longest_dm,
  coalesce(running.run_minutes, 0) as run_minutes,
  running.descent_m,
  coalesce(loaded.load, 0) as load,
  walked.foot_km,
  walked.shoe_km
from dates
left join running on running.athlete_id = dates.athlete_id and running.local_date = cast(dates.moment as date)
left join loaded on loaded.athlete_id = dates.athlete_id and loaded.local_date = cast(dates.moment as date)
left join walked on walked.athlete_id = dates.athlete_id and walked.local_date = cast(dates.moment as date)
left join unknown on unknown.athlete_id = dates.athlete_id and unknown.local_date = cast(dates.moment as date)
