-- Kilometres a day on every pair, on foot sports, with the total so far (starting mileage included).
with used as (
  select athlete_id, shoe_id, local_date, sum(round(coalesce(distance_m, 0) * 10)) as foot_dm
  from activity
  where shoe_id is not null and on_foot
  group by athlete_id, shoe_id, local_date
)
select
  used.athlete_id, used.shoe_id, used.local_date, used.foot_dm / 10000 as km,
  (round(coalesce(shoe_setting.start_km, 0) * 10000) + sum(used.foot_dm) over (
    partition by used.athlete_id, used.shoe_id order by used.local_date rows between unbounded preceding and current row
  )) / 10000 as total_km
from used
left join shoe_setting on shoe_setting.athlete_id = used.athlete_id and shoe_setting.shoe_id = used.shoe_id
