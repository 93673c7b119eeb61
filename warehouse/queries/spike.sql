-- The run of the last seven days that stands out most against the longest of the 30 days before it.
select run_spike.ratio as value, run_spike.distance_km, run_spike.longest_30d_km as longest_km, run_spike.level, run_spike.local_date
from run_spike
where athlete_id = $athlete and local_date between $as_of - 6 and $as_of and ratio is not null
order by level desc, ratio desc, local_date desc
limit 1
