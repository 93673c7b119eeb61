-- The descent rule on the days it speaks: metres down of a week far above the mean of the three before, on that day and the six after.
with gate as (
  select max(value) * 10 as step_dm
  from rule_parameter
  where rule = 'descent_ramp' and name = 'min_step'
),
weighed as (
  select
    athlete_id, local_date, last_7_descent_dm as descent_dm, last_28_descent_dm - last_7_descent_dm as before_dm
  from day_window
  where known_28 = 28 and runs_without_descent_28 = 0
),
crossed as (
  select weighed.athlete_id, weighed.local_date, weighed.descent_dm, weighed.before_dm, max(rule_level.points) as points
  from weighed
  cross join gate
  join rule_level on rule_level.rule = 'descent_ramp'
  where 300 * weighed.descent_dm >= round(100 * rule_level.above) * weighed.before_dm
    and 3 * weighed.descent_dm - weighed.before_dm >= 3 * gate.step_dm
  group by weighed.athlete_id, weighed.local_date, weighed.descent_dm, weighed.before_dm
),
offsets as (
  select unnest(generate_series(0, 30)) as days
)
select
  crossed.athlete_id, cast(crossed.local_date + offsets.days * interval 1 day as date) as local_date,
  max(crossed.points) as points,
  arg_max(crossed.descent_dm, crossed.local_date) / 10 as descent, arg_max(crossed.before_dm, crossed.local_date) / 30 as usual_descent,
  cast(max(crossed.local_date) + (max(rule.active_days) - 1) * interval 1 day as date) as active_until
from crossed
join rule on rule.rule = 'descent_ramp'
join offsets on offsets.days < rule.active_days
group by crossed.athlete_id, cast(crossed.local_date + offsets.days * interval 1 day as date)
