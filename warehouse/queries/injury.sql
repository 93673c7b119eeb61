-- The knee injuries of the last 12 months that the runner told of by the day.
select value
from injury_day
where athlete_id = $athlete and local_date = $as_of
