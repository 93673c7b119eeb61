-- The load of every activity on each scale: minutes, session-RPE (Foster) and TRIMP (Banister) from the mean heart rate.
with performed as (
  select *
  from activity
  where in_load
),
heart as (
  select
    athlete.athlete_id, coalesce(athlete.hr_max, max(greatest(performed.heartrate_bpm, performed.max_heartrate_bpm))) as hr_max,
    coalesce(athlete.hr_rest, 60) as hr_rest,
    case when athlete.sex = 'female' then 0.86 else 0.64 end as factor,
    case when athlete.sex = 'female' then 1.67 else 1.92 end as exponent
  from athlete
  left join performed on performed.athlete_id = athlete.athlete_id
  group by athlete.athlete_id, athlete.hr_max, athlete.hr_rest, athlete.sex
),
effort as (
  select
    performed.athlete_id, performed.activity_id, performed.local_date, performed.counted, performed.rpe,
    coalesce(performed.moving_s, performed.elapsed_s, 0) / 60 as minutes,
    case when performed.heartrate_bpm is not null and heart.hr_max > heart.hr_rest
      then least(1, greatest(0, (performed.heartrate_bpm - heart.hr_rest) / (heart.hr_max - heart.hr_rest))) end as reserve,
    heart.factor, heart.exponent
  from performed
  join heart on heart.athlete_id = performed.athlete_id
)
select
  athlete_id, activity_id, local_date, counted, minutes,
  minutes * rpe as load_srpe,
  minutes * reserve * factor * exp(exponent * reserve) as load_trimp
from effort
