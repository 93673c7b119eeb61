-- Every pair of shoes as the Strava API told of it last: its name, all metres it ever did, whether it is retired.
with ranked as (
  select *, row_number() over (partition by athlete_id, gear_id order by as_of desc, batch desc) as nth
  from incoming_gear
)
select athlete_id, gear_id, nullif(trim(name), '') as name, distance_m, retired, try_cast(as_of as timestamptz) at time zone 'UTC' as told_at
from ranked
where nth = 1
