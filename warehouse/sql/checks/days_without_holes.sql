-- Every athlete has one risk row a day, from the first day to the last, with no day missing or double.
select athlete_id, count(*) as days, max(local_date) - min(local_date) + 1 as expected
from daily_risk
group by athlete_id
having count(*) <> max(local_date) - min(local_date) + 1 or count(distinct local_date) <> count(*)
