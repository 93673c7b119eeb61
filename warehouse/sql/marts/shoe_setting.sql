-- What the runner said of each pair, else Strava: its name, starting mileage, limit, and whether it is retired; a row a pair under its one id.
-- What was said of the exact id goes before what was said of a rounded one. Strava's starting mileage is what it counted on the pair
-- beyond the activities known here at that moment; a runner's of 0 km means that none was set.
with resolved as (
  select
    shoe_told.*, coalesce(shoe_alias.shoe_id, shoe_told.shoe_id) as pair,
    row_number() over (
      partition by shoe_told.athlete_id, coalesce(shoe_alias.shoe_id, shoe_told.shoe_id)
      order by case when shoe_alias.shoe_id is null then 0 else 1 end, shoe_told.shoe_id
    ) as nth
  from shoe_told
  left join shoe_alias on shoe_alias.athlete_id = shoe_told.athlete_id and shoe_alias.gear_id = shoe_told.shoe_id
),
said as (
  select *
  from resolved
  where nth = 1
),
known as (
  select gear.athlete_id, gear.shoe_id, sum(merged_activity.distance_m) as distance_m
  from gear
  join merged_activity on merged_activity.athlete_id = gear.athlete_id and merged_activity.gear_id = gear.shoe_id
  where coalesce(merged_activity.start_utc, cast(merged_activity.local_date as timestamp)) <= gear.told_at
  group by gear.athlete_id, gear.shoe_id
)
select
  coalesce(said.athlete_id, gear.athlete_id) as athlete_id, coalesce(said.pair, gear.shoe_id) as shoe_id,
  coalesce(said.name, gear.name) as name,
  case
    when said.start_km > 0 then said.start_km
    when gear.distance_m > coalesce(known.distance_m, 0) then (gear.distance_m - coalesce(known.distance_m, 0)) / 1000
    else 0
  end as start_km,
  said.limit_km, coalesce(said.retired, false) or coalesce(gear.retired, false) as retired, said.racing,
  case when said.retired then said.retired_on end as retired_on
from said
full outer join gear on gear.athlete_id = said.athlete_id and gear.shoe_id = said.pair
left join known on known.athlete_id = gear.athlete_id and known.shoe_id = gear.shoe_id
