-- Per recording: seconds at or above every heart rate (30 to 240 bpm) and speed (0 to 8 m/s by 0.1), cleaned metres up and down.
-- Altitudes are means of 30 s; a stretch up or down counts from 2 m on, so that noise adds nothing. What was held is the highest heart rate
-- (speed) at or above which the recording spent 20 (30) minutes in all, as in a test of 30 minutes, whose first ten count for speed only.
with beat as (
  select athlete_id, batch, source_key, cast(round(heartrate_bpm) as integer) as bpm, cast(round(sum(seconds)) as integer) as seconds
  from timed_sample
  where heartrate_bpm is not null
  group by athlete_id, batch, source_key, cast(round(heartrate_bpm) as integer)
),
reached_beat as (
  select
    *, lag(bpm, 1, 29) over (partition by athlete_id, batch, source_key order by bpm) as bpm_below,
    cast(sum(seconds) over (
      partition by athlete_id, batch, source_key order by bpm rows between current row and unbounded following
    ) as integer) as at_least_s
  from beat
),
beats as (
  select
    athlete_id, batch, source_key, max(bpm) filter (at_least_s >= 1200) as held,
    list_resize(flatten(list(repeat([at_least_s], bpm - bpm_below) order by bpm)), 211, 0) as at_least_s
  from reached_beat
  group by athlete_id, batch, source_key
),
pace as (
  select
    athlete_id, batch, source_key, least(80, cast(round(speed_mps * 1000) as bigint) // 100) as step,
    cast(round(sum(seconds)) as integer) as seconds
  from timed_sample
  where speed_mps is not null
  group by athlete_id, batch, source_key, least(80, cast(round(speed_mps * 1000) as bigint) // 100)
),
reached_pace as (
  select
    *, lag(step, 1, -1) over (partition by athlete_id, batch, source_key order by step) as step_below,
    cast(sum(seconds) over (
      partition by athlete_id, batch, source_key order by step rows between current row and unbounded following
    ) as integer) as at_least_s
  from pace
),
paces as (
  select
    athlete_id, batch, source_key, max(step) filter (at_least_s >= 1800) as held,
    list_resize(flatten(list(repeat([at_least_s], step - step_below) order by step)), 81, 0) as at_least_s
  from reached_pace
  group by athlete_id, batch, source_key
),
turned as (
  select
    *, case when sign(rise_m) = lag(sign(rise_m)) over climb then 0 else 1 end as turns
  from sample_window
  where rise_m <> 0
  window climb as (partition by athlete_id, batch, source_key order by nth)
),
numbered as (
  select
    *, sum(turns) over (
      partition by athlete_id, batch, source_key order by nth rows between unbounded preceding and current row
    ) as stretch
  from turned
),
stretched as (
  select athlete_id, batch, source_key, stretch, sum(rise_m) as rise_m
  from numbered
  group by athlete_id, batch, source_key, stretch
),
climbed as (
  select
    athlete_id, batch, source_key, coalesce(sum(rise_m) filter (rise_m >= 2), 0) as gain_m,
    coalesce(-sum(rise_m) filter (rise_m <= -2), 0) as descent_m
  from stretched
  group by athlete_id, batch, source_key
),
recording as (
  select athlete_id, batch, source_key, sum(seconds) as seconds, count(altitude_m) as heights
  from timed_sample
  group by athlete_id, batch, source_key
)
select
  recording.athlete_id, recording.batch, recording.source_key, recording.seconds,
  beats.at_least_s as hr_at_least_s, paces.at_least_s as speed_at_least_s,
  beats.held as hr_20_min_bpm, paces.held / 10 as speed_30_min_mps,
  case when recording.heights > 1 then coalesce(climbed.descent_m, 0) end as descent_m,
  case when recording.heights > 1 then coalesce(climbed.gain_m, 0) end as gain_m
from recording
left join beats on beats.athlete_id = recording.athlete_id and beats.batch = recording.batch and beats.source_key = recording.source_key
left join paces on paces.athlete_id = recording.athlete_id and paces.batch = recording.batch and paces.source_key = recording.source_key
left join climbed
  on climbed.athlete_id = recording.athlete_id and climbed.batch = recording.batch and climbed.source_key = recording.source_key
