-- The answer about pain that counts on the day, if any.
select value, why
from pain_day
where athlete_id = $athlete and local_date = $as_of
