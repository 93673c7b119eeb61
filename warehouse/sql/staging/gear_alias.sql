-- Gear ids that stand for another: those an export wrote as 32-bit floats (same rounding, same name), and bare names the API knows an id for.
with gear as (
  select distinct athlete_id, gear_id, lower(trim(coalesce(gear_name, ''))) as name
  from incoming
  where starts_with(gear_id, 'strava:')
  union
  select athlete_id, gear_id, lower(coalesce(name, '')) as name
  from told_gear
),
numbered as (
  select *, cast(substr(gear_id, 9) as bigint) as number, cast(cast(substr(gear_id, 9) as bigint) as real) as rounded
  from gear
  where regexp_full_match(gear_id, 'strava:g[0-9]{1,18}')
),
exact as (
  select athlete_id, rounded, name, min(gear_id) as shoe_id
  from numbered
  where number <> cast(rounded as bigint)
  group by athlete_id, rounded, name
  having count(*) = 1
)
select numbered.athlete_id, numbered.gear_id, min(exact.shoe_id) as shoe_id
from numbered
join exact on exact.athlete_id = numbered.athlete_id and exact.rounded = numbered.rounded and exact.name = numbered.name
where numbered.number = cast(numbered.rounded as bigint)
group by numbered.athlete_id, numbered.gear_id
union all
select gear.athlete_id, gear.gear_id, min(told_gear.gear_id) as shoe_id
from gear
join told_gear on told_gear.athlete_id = gear.athlete_id and lower(told_gear.name) = lower(trim(substr(gear.gear_id, 8)))
where not regexp_full_match(gear.gear_id, 'strava:[bg][0-9]{1,18}')
group by gear.athlete_id, gear.gear_id
having count(distinct told_gear.gear_id) = 1
