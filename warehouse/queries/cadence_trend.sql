-- One athlete's cadence at the same speed on every day it was judged up to a day, oldest first.
select local_date, delta_spm, baseline_spm, recent_spm, speed_mps, slope_spm_per_mps, reset, reset_on
from cadence_trend
where athlete_id = $athlete and local_date <= $as_of
order by local_date
