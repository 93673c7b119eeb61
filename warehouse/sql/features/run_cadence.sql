-- One row a run with samples: its steady, nearly flat 30 s windows, their median cadence and speed, and those of its first and last third.
with steady as (
  select
    sampled_run.activity_id, incoming_window.*,
    max(incoming_window.nth) over (partition by sampled_run.athlete_id, sampled_run.activity_id) as last_nth
  from sampled_run
  join incoming_window
    on incoming_window.athlete_id = sampled_run.athlete_id and incoming_window.batch = sampled_run.batch
    and incoming_window.source_key = sampled_run.source_key
),
valid as (
  select *
  from steady
  where seconds >= 25 and cadence_spm >= 130 and speed_mps >= 1.9 and speed_cv < 0.08 and coalesce(abs(grade), 0) <= 0.03
)
select
  athlete_id, activity_id, cast(count(*) as integer) as windows, median(cadence_spm) as cadence_spm, median(speed_mps) as speed_mps,
  cast(count(*) filter (3 * nth < last_nth) as integer) as first_windows,
  median(cadence_spm) filter (3 * nth < last_nth) as first_spm, median(speed_mps) filter (3 * nth < last_nth) as first_mps,
  cast(count(*) filter (3 * nth >= 2 * last_nth) as integer) as last_windows,
  median(cadence_spm) filter (3 * nth >= 2 * last_nth) as last_spm, median(speed_mps) filter (3 * nth >= 2 * last_nth) as last_mps
from valid
group by athlete_id, activity_id
