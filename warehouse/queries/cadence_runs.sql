-- One athlete's runs of the last 112 days whose cadence can be compared, oldest first.
select local_date, cadence_spm, speed_mps, setting
from cadence_run
where athlete_id = $athlete and local_date between $as_of - 111 and $as_of
order by local_date, activity_id
