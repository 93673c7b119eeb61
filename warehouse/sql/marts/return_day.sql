-- The two weeks after a return: km so far against half, then three quarters, of the median week before the break.
with gate as (
  select
    max(case when name = 'week_1_cap' then value end) as week_1_cap,
    max(case when name = 'week_2_cap' then value end) as week_2_cap
  from rule_parameter
  where rule = 'return_from_break'
),
week as (
  select
    break_return.*, day_window.local_date, cast(floor((day_window.local_date - break_return.returned_on) / 7) as integer) as week_number,
    coalesce(day_total.run_dm, 0) as run_dm
  from break_return
  join day_window
    on day_window.athlete_id = break_return.athlete_id
    and day_window.local_date >= break_return.returned_on
    and day_window.local_date < cast(break_return.returned_on + interval 14 day as date)
  left join day_total on day_total.athlete_id = day_window.athlete_id and day_total.local_date = day_window.local_date
),
so_far as (
  select
    week.athlete_id, week.local_date, week.returned_on, week.week_number, week.median_week_dm,
    case when week.week_number = 0 then gate.week_1_cap else gate.week_2_cap end * week.median_week_dm as cap_dm,
    sum(week.run_dm) over (
      partition by week.athlete_id, week.returned_on, week.week_number
      order by week.local_date rows between unbounded preceding and current row
    ) as actual_dm
  from week
  cross join gate
)
select
  so_far.athlete_id, so_far.local_date, so_far.returned_on,
  cast(so_far.returned_on + (7 * so_far.week_number + 6) * interval 1 day as date) as week_ends, so_far.cap_dm / 10000 as cap_km, so_far.actual_dm / 10000 as actual_km,
  so_far.actual_dm / nullif(so_far.cap_dm, 0) as value,
  max(case when 100 * so_far.actual_dm > round(100 * rule_level.above) * round(so_far.cap_dm * 1000) / 1000
    then rule_level.points else 0 end) as points
from so_far
join rule_level on rule_level.rule = 'return_from_break'
group by so_far.athlete_id, so_far.local_date, so_far.returned_on, so_far.week_number, so_far.cap_dm, so_far.actual_dm
