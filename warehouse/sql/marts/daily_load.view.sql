-- Load figures for context, every day: ATL and CTL (7 and 42 days, from 0), TSB, uncoupled ACWR on run km, Foster's monotony and strain.
select
  athlete_day.athlete_id, athlete_day.local_date, cast(coalesce(day_total.runs, 0) as integer) as runs,
  coalesce(day_total.run_dm, 0) / 10000 as run_km, coalesce(day_total.run_minutes, 0) as run_minutes, day_total.descent_m,
  case when coalesce(unknown_window.unknown, 0) = 0 then coalesce(day_total.load, 0) end as load, load_scale.load_scale,
  case when coalesce(unknown_window.unknown_42, 0) = 0 then athlete_day.atl end as atl,
  case when coalesce(unknown_window.unknown_42, 0) = 0 then athlete_day.ctl end as ctl,
  case when coalesce(unknown_window.unknown_42, 0) = 0 then athlete_day.tsb end as tsb,
  case
    when coalesce(unknown_window.unknown_28, 0) = 0 and athlete_day.local_date - history.first_date >= 27
      and athlete_day.last_28_dm - athlete_day.last_7_dm >= 210000
      then (athlete_day.last_7_dm / 7) / ((athlete_day.last_28_dm - athlete_day.last_7_dm) / 21)
  end as acwr_uncoupled,
  case when coalesce(unknown_window.unknown_7, 0) = 0 then athlete_day.monotony end as monotony,
  case when coalesce(unknown_window.unknown_7, 0) = 0 then athlete_day.strain end as strain
from athlete_day
join history on history.athlete_id = athlete_day.athlete_id
join load_scale on load_scale.athlete_id = athlete_day.athlete_id
left join unknown_window on unknown_window.athlete_id = athlete_day.athlete_id and unknown_window.local_date = athlete_day.local_date
left join day_total on day_total.athlete_id = athlete_day.athlete_id and day_total.local_date = athlete_day.local_date
