-- Every pair, as the model `shoe` sees it on the day asked for; those in use first.
select
  shoe_id as shoe, name, distance_km, limit_km, share_90d, first_used, last_used, km_per_day, replace_from, replace_to, state
from shoe_on_day
order by last_used desc, distance_km desc, shoe_id
