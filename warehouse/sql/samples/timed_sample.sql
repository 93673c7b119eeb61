-- Samples with the seconds each stands for: up to the next one, a single second before a pause. What is not a number is unknown.
select
  athlete_id, batch, source_key, t_s, cast(floor(t_s / 30) as integer) as nth,
  case
    when lead(t_s) over run - t_s <= 10 then lead(t_s) over run - t_s
    else 1
  end as seconds,
  case when not isnan(distance_m) then cast(distance_m as double) end as distance_m,
  case when speed_mps >= 0 and not isnan(speed_mps) then cast(speed_mps as double) end as speed_mps,
  case when cadence > 0 and not isnan(cadence) then cast(cadence as double) end as cadence,
  case when heartrate_bpm between 30 and 240 then cast(heartrate_bpm as double) end as heartrate_bpm,
  case when not isnan(altitude_m) then cast(altitude_m as double) end as altitude_m
from arriving_sample
window run as (partition by athlete_id, batch, source_key order by t_s)
