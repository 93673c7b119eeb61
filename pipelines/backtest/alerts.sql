-- Every alert of every athlete, as the page lists them.
select athlete_id, alert_id, rule, level, opened_on, active_until, value, threshold, state, peak_on
from alert
order by athlete_id, opened_on, alert_id
