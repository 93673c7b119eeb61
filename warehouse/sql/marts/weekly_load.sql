-- Calendar weeks (Monday or Sunday first, as the athlete chose): counted runs, km, minutes, descent, load, change to the week before.
-- Rounded, because sums of decimals differ in their last digit with the order they are added in.
with calendar as (
  select history.*, case when athlete.week_start = 'sunday' then 1 else 0 end as early
  from history
  join athlete on athlete.athlete_id = history.athlete_id
),
every_week as (
  select athlete_id, unnest(generate_series(week_of(first_date, early), today, interval 7 day)) as moment
  from calendar
),
moved as (
  select
    day_total.athlete_id, week_of(day_total.local_date, calendar.early) as week_start,
    sum(day_total.runs) as runs, sum(day_total.run_dm) as run_dm, round(sum(day_total.run_minutes), 6) as run_minutes,
    round(sum(day_total.descent_m), 6) as descent_m, round(sum(day_total.load), 6) as load
  from day_total
  join calendar on calendar.athlete_id = day_total.athlete_id
  group by day_total.athlete_id, week_of(day_total.local_date, calendar.early)
),
unrecorded_week as (
  select unknown_window.athlete_id, week_of(unknown_window.local_date, calendar.early) as week_start
  from unknown_window
  join calendar on calendar.athlete_id = unknown_window.athlete_id
  group by unknown_window.athlete_id, week_of(unknown_window.local_date, calendar.early)
  having min(unknown_window.unknown) = 1
)
select
  every_week.athlete_id, cast(every_week.moment as date) as week_start, cast(coalesce(moved.runs, 0) as integer) as runs,
  coalesce(moved.run_dm, 0) / 10000 as run_km, coalesce(moved.run_minutes, 0) as run_minutes, moved.descent_m,
  case when unrecorded_week.athlete_id is null then coalesce(moved.load, 0) end as load,
  coalesce(moved.run_dm, 0)
    / nullif(lag(coalesce(moved.run_dm, 0)) over (partition by every_week.athlete_id order by every_week.moment), 0) as change_ratio
from every_week
left join moved on moved.athlete_id = every_week.athlete_id and moved.week_start = cast(every_week.moment as date)
left join unrecorded_week
  on unrecorded_week.athlete_id = every_week.athlete_id and unrecorded_week.week_start = cast(every_week.moment as date)
