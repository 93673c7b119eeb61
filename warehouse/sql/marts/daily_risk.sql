-- The level of every day: spike points plus the worst other load check (at most 3), plus at most one for form and shoes.
with scored as (
  select
    athlete_id, local_date, spike_ran, ramp_ran, ceiling_km,
    least(3, spike_points + greatest(ramp_points, return_points)) + least(1, shoe_points) as score
  from day_check
)
select
  athlete_id, local_date,
  case
    when not coalesce(spike_ran, false) and not ramp_ran then 'not_enough_history'
    when score >= 3 then 'high'
    when score = 2 then 'elevated'
    when score = 1 then 'watch'
    else 'no_flag'
  end as level,
  cast(score as integer) as score,
  not (coalesce(spike_ran, false) and ramp_ran) as incomplete,
  ceiling_km
from scored
