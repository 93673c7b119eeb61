-- Runs of the last 35 days that doubts keep out of the checks, newest first, and what counting each would change.
with gate as (
  select
    max(case when name = 'min_runs' then value end) as min_runs, max(case when name = 'min_days' then value end) as min_days,
    max(case when name = 'min_step_m' then value end) * 10 as min_step_dm, max(case when name = 'window_days' then value end) as window_days
  from rule_parameter
  where rule = 'longest_run_spike'
),
first_doubt as (
  select athlete_id, activity_id, arg_min(doubt, sort) as doubt, arg_min(value, sort) as value, arg_min(line, sort) as line
  from run_quality
  where sets_aside and athlete_id = $athlete
  group by athlete_id, activity_id
),
aside as (
  select
    activity.athlete_id, activity.activity_id, activity.name, activity.sport_type, activity.local_date, activity.start_utc,
    round(activity.distance_m * 10) as run_dm, first_doubt.doubt, first_doubt.value, first_doubt.line,
    case when day_window.runs_before >= gate.min_runs and day_window.known_before >= gate.min_days
      then day_window.longest_before_dm end as longest_dm
  from activity
  join first_doubt on first_doubt.activity_id = activity.activity_id
  join day_window on day_window.athlete_id = activity.athlete_id and day_window.local_date = activity.local_date
  cross join gate
  where activity.athlete_id = $athlete and activity.set_aside and activity.choice is null
    and activity.local_date between $as_of - 34 and $as_of
),
jump as (
  select aside.activity_id, max(rule_level.points) as points
  from aside
  cross join gate
  join rule_level on rule_level.rule = 'longest_run_spike'
  where 100 * aside.run_dm > round(100 * rule_level.above) * aside.longest_dm and aside.run_dm - aside.longest_dm >= gate.min_step_dm
  group by aside.activity_id
),
later as (
  select
    aside.activity_id, run_spike.local_date, run_spike.level, round(run_spike.distance_km * 10000) as run_dm,
    greatest(aside.run_dm, round(run_spike.longest_30d_km * 10000)) as longest_dm
  from aside
  cross join gate
  join run_spike on run_spike.athlete_id = aside.athlete_id and run_spike.local_date > aside.local_date and run_spike.level > 0
  where run_spike.local_date <= least($as_of, aside.local_date + gate.window_days::integer)
),
lessened as (
  select later.activity_id, later.local_date
  from later
  cross join gate
  join rule_level on rule_level.rule = 'longest_run_spike'
  group by later.activity_id, later.local_date, later.level, later.run_dm, later.longest_dm, gate.min_step_dm
  having later.level > coalesce(
    max(rule_level.points) filter (100 * later.run_dm > round(100 * rule_level.above) * later.longest_dm and later.run_dm - later.longest_dm >= gate.min_step_dm), 0
  )
)
select
  aside.activity_id, aside.name, aside.sport_type, aside.local_date, aside.run_dm / 10000 as distance_km,
  aside.doubt, aside.value, aside.line, aside.longest_dm / 10000 as longest_km,
  aside.run_dm / aside.longest_dm as ratio, case when aside.longest_dm is not null then coalesce(max(jump.points), 0) end as points,
  count(lessened.local_date) as spares, min(lessened.local_date) as spares_on
from aside
left join jump on jump.activity_id = aside.activity_id
left join lessened on lessened.activity_id = aside.activity_id
group by
  aside.activity_id, aside.name, aside.sport_type, aside.local_date, aside.start_utc, aside.run_dm, aside.doubt, aside.value, aside.line, aside.longest_dm
order by aside.local_date desc, aside.start_utc desc nulls last, aside.activity_id
