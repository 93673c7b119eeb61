-- Windows of 30 s: means while moving with a known cadence, in steps a minute by the unit of the whole run; grade and rise by all altitudes.
with unit as (
  select
    athlete_id, batch, source_key,
    case when median(case when speed_mps > 2 then cadence end) < 110 then 2 else 1 end as steps
  from timed_sample
  group by athlete_id, batch, source_key
),
averaged as (
  select
    athlete_id, batch, source_key, nth,
    coalesce(sum(seconds) filter (speed_mps >= 0.5 and cadence is not null), 0) as seconds,
    sum(seconds * speed_mps) filter (speed_mps >= 0.5 and cadence is not null) as covered,
    sum(seconds * speed_mps * speed_mps) filter (speed_mps >= 0.5 and cadence is not null) as squares,
    sum(seconds * cadence) filter (speed_mps >= 0.5) as turns,
    sum(seconds * heartrate_bpm) / sum(seconds) filter (heartrate_bpm is not null) as heartrate_bpm,
    regr_slope(altitude_m, distance_m) as slope,
    sum(seconds * altitude_m) / sum(seconds) filter (altitude_m is not null) as altitude_m
  from timed_sample
  group by athlete_id, batch, source_key, nth
)
select
  averaged.athlete_id, averaged.batch, averaged.source_key, averaged.nth, averaged.seconds,
  averaged.covered / averaged.seconds as speed_mps,
  sqrt(greatest(0, averaged.squares / averaged.seconds - power(averaged.covered / averaged.seconds, 2)))
    / nullif(averaged.covered / averaged.seconds, 0) as speed_cv,
  unit.steps * averaged.turns / averaged.seconds as cadence_spm,
  averaged.heartrate_bpm, case when isfinite(averaged.slope) then averaged.slope end as grade,
  averaged.altitude_m - lag(averaged.altitude_m ignore nulls) over (
    partition by averaged.athlete_id, averaged.batch, averaged.source_key order by averaged.nth
  ) as rise_m
from averaged
join unit on unit.athlete_id = averaged.athlete_id and unit.batch = averaged.batch and unit.source_key = averaged.source_key
