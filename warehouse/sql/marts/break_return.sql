-- Returns from a break, with the median week before it: up to eight blocks of seven days ending with the last run, whole ones only.
with offsets as (
  select unnest(generate_series(0, 7)) as weeks
)
select
  run_break.athlete_id, run_break.returned_on, run_break.last_run, run_break.days_off,
  median(day_window.last_7_dm) as median_week_dm
from run_break
join offsets on run_break.last_run_number >= 7 * offsets.weeks + 6
join day_window
  on day_window.athlete_id = run_break.athlete_id
  and day_window.local_date = cast(run_break.last_run - 7 * offsets.weeks * interval 1 day as date)
  and day_window.known_7 = 7
group by run_break.athlete_id, run_break.returned_on, run_break.last_run, run_break.days_off
