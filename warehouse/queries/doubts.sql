-- What is doubted of one run, the doubt that decides first.
select doubt, sets_aside, value, line
from run_quality
where athlete_id = $athlete and activity_id = $activity
order by sort
