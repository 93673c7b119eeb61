-- Every alert that opened up to a day, the newest first.
select alert_id, rule, level, opened_on, active_until, value, threshold, message, state, peak_on
from alert
where athlete_id = $athlete and opened_on <= $as_of
order by opened_on desc, level desc, rule
