-- Cadence at the same speed as last judged within 21 days: the difference, both medians, runs collected, what changed.
select
  delta_spm, delta_percent, baseline_spm, recent_spm, runs, reset, reset_on, speed_mps, noise_spm, fade_spm, beyond_noise
from cadence_trend
where athlete_id = $athlete and local_date between $as_of - 20 and $as_of
order by local_date desc
limit 1
