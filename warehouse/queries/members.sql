-- The ids of every activity that several sources tell of.
select activity_id, unnest(members) as member
from merged_activity
where athlete_id = $athlete and len(members) > 1
