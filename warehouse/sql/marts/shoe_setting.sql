-- What the runner said of each pair, under the pair's one id; what was said of the exact id goes before what was said of a rounded one.
with resolved as (
  select
    shoe_told.*, coalesce(shoe_alias.shoe_id, shoe_told.shoe_id) as pair,
    row_number() over (
      partition by shoe_told.athlete_id, coalesce(shoe_alias.shoe_id, shoe_told.shoe_id)
      order by case when shoe_alias.shoe_id is null then 0 else 1 end, shoe_told.shoe_id
    ) as nth
  from shoe_told
  left join shoe_alias on shoe_alias.athlete_id = shoe_told.athlete_id and shoe_alias.gear_id = shoe_told.shoe_id
)
select athlete_id, pair as shoe_id, name, start_km, limit_km, retired, racing, is_default
from resolved
where nth = 1
