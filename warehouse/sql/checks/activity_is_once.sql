-- No activity stands twice.
select athlete_id, activity_id, count(*) as times
from activity
group by athlete_id, activity_id
having count(*) > 1
