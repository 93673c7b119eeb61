-- Every injury with the days since the oldest alert opened that was active on its day; null where none was.
select injury.athlete_id, injury.local_date, injury.local_date - min(alert.opened_on) as lead_days
from injury
left join alert
  on alert.athlete_id = injury.athlete_id and injury.local_date between alert.opened_on and alert.active_until
group by injury.athlete_id, injury.local_date
order by injury.athlete_id, injury.local_date
