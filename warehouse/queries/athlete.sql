-- Who this is: the words and units of the page, the last day that was judged, the newest activity up to the day asked for.
select
  athlete.athlete_id, athlete.name, athlete.timezone, athlete.units, athlete.today,
  min(activity.local_date) as first_date, max(activity.local_date) as newest_activity
from athlete
left join activity on activity.athlete_id = athlete.athlete_id and activity.local_date <= coalesce($as_of, athlete.today)
where athlete.athlete_id = $athlete
group by all
