-- Load figures for context, every day: ATL and CTL (7 and 42 days, from 0), TSB, uncoupled ACWR on run km, Foster's monotony and strain.
with carried as (
  select
    block.athlete_id, block.first_date, block.week, block.run_dm, block.runs, block.load, block.fast_to, block.slow_to,
    block.run_dm_to, block.run_dm_1, block.run_dm_2 + block.run_dm_3 as run_dm_before, block.load_to, block.square_to,
    exp(-(block.week % 512)) * (block.fast_sum + coalesce(era_end.fast_sum * exp(-512) + era_end.fast_to[7] * exp(-1), 0)) as fast_carry,
    exp(-(block.week % 512) / 6.0)
      * (block.slow_sum + coalesce(era_end.slow_sum * exp(-512 / 6.0) + era_end.slow_to[7] * exp(-1 / 6.0), 0)) as slow_carry,
    last_week.run_dm_to as run_dm_last, last_week.load_to as load_last, last_week.square_to as square_last,
    fourth_week.run_dm_to as run_dm_fourth
  from block
  left join block as last_week on last_week.athlete_id = block.athlete_id and last_week.week = block.week - 1
  left join block as fourth_week on fourth_week.athlete_id = block.athlete_id and fourth_week.week = block.week - 4
  left join block as era_end on era_end.athlete_id = block.athlete_id and era_end.week = block.era * 512 - 1
),
daily as (
  select
    athlete_id, cast(first_date + (7 * week + position) * interval 1 day as date) as local_date, 7 * week + position as day_number,
    load[position + 1] as load,
    (1 - exp(-1 / 7.0)) * exp(-position / 7.0) * (fast_carry + fast_to[position + 1]) as atl,
    (1 - exp(-1 / 42.0)) * exp(-position / 42.0) * (slow_carry + slow_to[position + 1]) as ctl,
    (1 - exp(-1 / 7.0)) * exp((1 - position) / 7.0) * (fast_carry + until(fast_to, position))
      as atl_before,
    (1 - exp(-1 / 42.0)) * exp((1 - position) / 42.0) * (slow_carry + until(slow_to, position))
      as ctl_before,
    run_dm_to[position + 1] + since(run_dm_last, position + 1) as acute_dm,
    until(run_dm_last, position + 1) + run_dm_before + since(run_dm_fourth, position + 1) as chronic_dm,
    load_to[position + 1] + since(load_last, position + 1) as load_7,
    square_to[position + 1] + since(square_last, position + 1) as square_7
  from carried
  cross join position
),
foster as (
  select
    *, case
      when day_number < 6 or load_7 <= 0 then null
      when 100 * (square_7 / 7 - load_7 / 7 * (load_7 / 7)) <= load_7 / 7 * (load_7 / 7) then 10
      else load_7 / 7 / sqrt(square_7 / 7 - load_7 / 7 * (load_7 / 7))
    end as monotony
  from daily
)
select
  foster.athlete_id, foster.local_date, cast(coalesce(day_total.runs, 0) as integer) as runs,
  coalesce(day_total.run_dm, 0) / 10000 as run_km, coalesce(day_total.run_minutes, 0) as run_minutes, day_total.descent_m,
  case when coalesce(unknown_window.unknown, 0) = 0 then foster.load end as load, load_scale.load_scale,
  case when coalesce(unknown_window.unknown_42, 0) = 0 then foster.atl end as atl,
  case when coalesce(unknown_window.unknown_42, 0) = 0 then foster.ctl end as ctl,
  case when coalesce(unknown_window.unknown_42, 0) = 0 then foster.ctl_before - foster.atl_before end as tsb,
  case when foster.day_number >= 27 and foster.chronic_dm >= 210000 and coalesce(unknown_window.unknown_28, 0) = 0
    then (foster.acute_dm / 7) / (foster.chronic_dm / 21) end as acwr_uncoupled,
  case when coalesce(unknown_window.unknown_7, 0) = 0 then foster.monotony end as monotony,
  case when coalesce(unknown_window.unknown_7, 0) = 0 then foster.load_7 * foster.monotony end as strain
from foster
join history on history.athlete_id = foster.athlete_id and foster.local_date <= history.today
join load_scale on load_scale.athlete_id = foster.athlete_id
left join unknown_window on unknown_window.athlete_id = foster.athlete_id and unknown_window.local_date = foster.local_date
left join day_total on day_total.athlete_id = foster.athlete_id and day_total.local_date = foster.local_date
