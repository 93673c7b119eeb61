-- What happened on each day that has an activity: counted runs and their descent in whole decimetres, load on the athlete's scale, km on foot and on shoes.
with loaded as (
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
moved as (
  select
    athlete_id, local_date,
    cast(sum(case when counted then 1 else 0 end) as double) as runs,
    sum(case when counted then round(distance_m * 10) else 0 end) as run_dm,
    max(case when counted then round(distance_m * 10) else 0 end) as longest_dm,
    sum(case when counted then coalesce(moving_s, elapsed_s) else 0 end) / 60 as run_minutes,
    sum(case when counted then descent_m end) as descent_m,
    sum(case when counted then round(coalesce(descent_m, 0) * 10) else 0 end) as descent_dm,
    cast(sum(case when counted and descent_m is null then 1 else 0 end) as double) as runs_without_descent,
    sum(case when on_foot then round(coalesce(distance_m, 0) * 10) else 0 end) as foot_dm,
    sum(case when on_foot and shoe_id is not null then round(coalesce(distance_m, 0) * 10) else 0 end) as shoe_dm
  from activity
  where coalesce(choice <> 'ignore', true)
  group by athlete_id, local_date
)
select
  moved.athlete_id, moved.local_date, moved.local_date - history.first_date as day_number,
  moved.runs, moved.run_dm, moved.longest_dm, moved.run_minutes, moved.descent_m, moved.descent_dm, moved.runs_without_descent,
  moved.foot_dm, moved.shoe_dm,
  coalesce(loaded.load, 0) as load
from moved
join history on history.athlete_id = moved.athlete_id and moved.local_date <= history.today
left join loaded on loaded.athlete_id = moved.athlete_id and loaded.local_date = moved.local_date
