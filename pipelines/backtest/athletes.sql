-- How many athletes have any judged day.
select count(distinct athlete_id) as athletes
from daily_risk
