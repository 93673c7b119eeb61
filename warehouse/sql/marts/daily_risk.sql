-- The level of every day: load points (at most 3), at most one for form and shoes, one for an earlier injury; pain overrides the score.
with scored as (
  select athlete_id, local_date, spike_ran, ramp_ran, pain_colour, ceiling_km, load_points + least(1, cadence_points + shoe_points) + injury_points as score
  from day_check
)
select
  athlete_id, local_date,
  case
    when pain_colour = 'red' then 'stop'
    when pain_colour = 'amber' then 'high'
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
