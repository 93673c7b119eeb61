-- Gear ids that exports wrote as 32-bit floats, with the exact id they stand for: same rounding, same name, one candidate only.
with gear as (
  select distinct
    athlete_id, gear_id, cast(cast(substr(gear_id, 9) as bigint) as real) as rounded, lower(trim(coalesce(gear_name, ''))) as name
  from incoming
  where regexp_full_match(gear_id, 'strava:g[0-9]{1,18}')
),
exact as (
  select athlete_id, rounded, name, min(gear_id) as shoe_id
  from gear
  where cast(substr(gear_id, 9) as bigint) <> cast(rounded as bigint)
  group by athlete_id, rounded, name
  having count(*) = 1
)
select gear.athlete_id, gear.gear_id, min(exact.shoe_id) as shoe_id
from gear
join exact on exact.athlete_id = gear.athlete_id and exact.rounded = gear.rounded and exact.name = gear.name
where cast(substr(gear.gear_id, 9) as bigint) = cast(gear.rounded as bigint)
group by gear.athlete_id, gear.gear_id
