-- Every pair of one athlete; those used last first.
select
  shoe_id as shoe, name, distance_km, limit_km, share_90d, first_used, last_used, km_per_day, replace_from, replace_to, state, start_km
from shoe
where athlete_id = $athlete
order by last_used desc, distance_km desc, shoe_id
