-- The hard-minutes rule on the days it speaks: a week far above the mean of the three before, on that day and the six after.
with gate as (
  select 60 * max(value) as step_s
  from rule_parameter
  where rule = 'hard_time_ramp' and name = 'min_step_minutes'
),
crossed as (
  select
    hard_window.athlete_id, hard_window.local_date, hard_window.last_7_s as hard_s, hard_window.last_28_s - hard_window.last_7_s as before_s,
    max(rule_level.points) as points
  from hard_window
  cross join gate
  join rule_level on rule_level.rule = 'hard_time_ramp'
  join day_window
    on day_window.athlete_id = hard_window.athlete_id and day_window.local_date = hard_window.local_date and day_window.known_28 = 28
  where 300 * hard_window.last_7_s >= round(100 * rule_level.above) * (hard_window.last_28_s - hard_window.last_7_s)
    and 3 * hard_window.last_7_s - (hard_window.last_28_s - hard_window.last_7_s) >= 3 * gate.step_s
  group by hard_window.athlete_id, hard_window.local_date, hard_window.last_7_s, hard_window.last_28_s
),
offsets as (
  select unnest(generate_series(0, 30)) as days
)
select
  crossed.athlete_id, cast(crossed.local_date + offsets.days * interval 1 day as date) as local_date,
  max(crossed.points) as points, max(crossed.local_date) as crossed_on,
  3 * arg_max(crossed.hard_s, crossed.local_date) / nullif(arg_max(crossed.before_s, crossed.local_date), 0) as value,
  cast(max(crossed.local_date) + (max(rule.active_days) - 1) * interval 1 day as date) as active_until
from crossed
join rule on rule.rule = 'hard_time_ramp'
join offsets on offsets.days < rule.active_days
group by crossed.athlete_id, cast(crossed.local_date + offsets.days * interval 1 day as date)
