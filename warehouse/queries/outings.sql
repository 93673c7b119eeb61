-- One athlete's days with counted runs up to a day, oldest first.
select local_date as day, run_dm / 10000 as km, longest_dm / 10000 as longest_km, run_minutes as minutes
from day_total
where athlete_id = $athlete and local_date <= $as_of and runs > 0
order by local_date
