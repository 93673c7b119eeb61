-- The days we have data for: from an athlete's first activity of any sport (not one they left out) to the day of the build.
select athlete.athlete_id, min(activity.local_date) as first_date, max(athlete.today) as today
from athlete
join activity on activity.athlete_id = athlete.athlete_id
where activity.local_date <= athlete.today and coalesce(activity.choice <> 'ignore', true)
group by athlete.athlete_id
