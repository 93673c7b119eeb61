-- Every activity belongs to an athlete we know.
select activity.athlete_id, activity.activity_id
from activity
left join athlete on athlete.athlete_id = activity.athlete_id
where athlete.athlete_id is null
