-- Every athlete with what is held of them and the level of their newest day.
with held as (
  select
    activity.athlete_id, count(*) as activities, min(activity.local_date) as first_date,
    max(activity.local_date) filter (activity.local_date <= athlete.today) as last_date
  from activity
  join athlete on athlete.athlete_id = activity.athlete_id
  group by activity.athlete_id
)
select
  athlete.athlete_id as athlete, athlete.name, athlete.timezone, athlete.units, athlete.week_start, athlete.today,
  coalesce(held.activities, 0) as activities, held.first_date, held.last_date, daily_risk.level
from athlete
left join held on held.athlete_id = athlete.athlete_id
left join daily_risk on daily_risk.athlete_id = athlete.athlete_id and daily_risk.local_date = athlete.today
order by athlete.name, athlete.athlete_id
