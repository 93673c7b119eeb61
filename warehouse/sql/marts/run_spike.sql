-- Every counted run against the longest of the 30 days before its day (Frandsen 2025): ratio, and points by the rule's lines.
with gate as (
  select
    max(case when name = 'min_runs' then value end) as min_runs,
    max(case when name = 'min_days' then value end) as min_days,
    max(case when name = 'min_step_m' then value end) * 10 as min_step_dm
  from rule_parameter
  where rule = 'longest_run_spike'
),
run as (
  select
    activity.athlete_id, activity.activity_id, activity.local_date, round(activity.distance_m * 10) as run_dm,
    case when day_window.runs_before >= gate.min_runs and day_window.known_before >= gate.min_days
      then day_window.longest_before_dm end as longest_dm,
    gate.min_step_dm
  from activity
  join day_window on day_window.athlete_id = activity.athlete_id and day_window.local_date = activity.local_date
  cross join gate
  where activity.counted
),
crossed as (
  select run.athlete_id, run.activity_id, max(rule_level.points) as points
  from run
  cross join rule_level
  where rule_level.rule = 'longest_run_spike'
    and 100 * run.run_dm > round(100 * rule_level.above) * run.longest_dm
    and run.run_dm - run.longest_dm >= run.min_step_dm
  group by run.athlete_id, run.activity_id
)
select
  run.athlete_id, run.activity_id, run.local_date, run.run_dm / 10000 as distance_km, run.longest_dm / 10000 as longest_30d_km,
  run.run_dm / run.longest_dm as ratio,
  case when run.longest_dm is not null then coalesce(crossed.points, 0) end as level
from run
left join crossed on crossed.athlete_id = run.athlete_id and crossed.activity_id = run.activity_id
