-- Days with a run at each level, and those of them with an injury on the day or in the six days after, while a flag would be active.
with ran as (
  select distinct athlete_id, local_date from run_spike
),
hurt as (
  select distinct ran.athlete_id, ran.local_date
  from ran
  join injury on injury.athlete_id = ran.athlete_id and injury.local_date between ran.local_date and ran.local_date + 6
)
select daily_risk.level, count(*) as days, count(hurt.local_date) as followed
from ran
join daily_risk on daily_risk.athlete_id = ran.athlete_id and daily_risk.local_date = ran.local_date
left join hurt on hurt.athlete_id = ran.athlete_id and hurt.local_date = ran.local_date
group by daily_risk.level
