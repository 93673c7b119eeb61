-- Breaks of two or more run-free weeks (recorded days only), with four weeks of data before them, and the run that ended each.
with gate as (
  select
    max(case when name = 'break_days' then value end) as break_days,
    max(case when name = 'history_days' then value end) as history_days
  from rule_parameter
  where rule = 'return_from_break'
),
run_day as (
  select
    day_window.athlete_id, day_window.local_date, day_window.known_so_far,
    lag(day_window.local_date) over before as last_run, lag(day_window.known_so_far) over before as known_at_last_run,
    lag(day_window.day_number) over before as last_run_number
  from day_total
  join day_window on day_window.athlete_id = day_total.athlete_id and day_window.local_date = day_total.local_date
  where day_total.runs > 0
  window before as (partition by day_window.athlete_id order by day_window.local_date)
)
select
  run_day.athlete_id, run_day.local_date as returned_on, run_day.last_run, run_day.last_run_number,
  run_day.known_so_far - run_day.known_at_last_run - 1 as days_off
from run_day
cross join gate
where run_day.known_so_far - run_day.known_at_last_run - 1 >= gate.break_days
  and run_day.known_at_last_run >= gate.history_days
