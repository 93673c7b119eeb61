-- One row a run with samples: seconds at or above each heart rate (30 to 240 bpm) and speed (0 to 8 m/s by 0.1), both as held, cleaned metres up and down.
-- With them, seconds of known speed, and the most metres that speeds a runner can have (below 7.5 m/s) add up to.
select
  sampled_run.athlete_id, sampled_run.activity_id, sampled_run.source_key, incoming_histogram.hr_at_least_s, incoming_histogram.speed_at_least_s,
  incoming_histogram.hr_20_min_bpm, incoming_histogram.speed_30_min_mps, incoming_histogram.descent_m, incoming_histogram.gain_m,
  incoming_histogram.speed_at_least_s[1] as speed_s,
  (list_sum(incoming_histogram.speed_at_least_s[1:75]) - 75 * incoming_histogram.speed_at_least_s[76]) / 10 as run_m
from sampled_run
join incoming_histogram
  on incoming_histogram.athlete_id = sampled_run.athlete_id and incoming_histogram.batch = sampled_run.batch
  and incoming_histogram.source_key = sampled_run.source_key
