-- Kilometres a day on every pair, on foot sports, with the total so far (starting mileage included).
with used as (
  select athlete_id, shoe_id, local_date, sum(coalesce(distance_m, 0)) / 1000 as km
  from activity
  where shoe_id is not null and on_foot
  group by athlete_id, shoe_id, local_date
)
select
  used.athlete_id, used.shoe_id, used.local_date, used.km,
  coalesce(shoe_setting.start_km, 0) + sum(used.km) over (
    partition by used.athlete_id, used.shoe_id order by used.local_date rows between unbounded preceding and current row
  ) as total_km
from used
left join shoe_setting on shoe_setting.athlete_id = used.athlete_id and shoe_setting.shoe_id = used.shoe_id
