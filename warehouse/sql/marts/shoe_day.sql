-- Days on which a pair used in the last 14 days is over its limit for a point: the runner's own limit, else 805 km.
with gate as (
  select
    max(case when name = 'point_km' then value end) as point_km,
    max(case when name = 'used_within_days' then value end) as used_within_days
  from rule_parameter
  where rule = 'shoe_wear'
),
worn as (
  select shoe_use.*, coalesce(shoe_setting.limit_km, gate.point_km) as limit_km, gate.used_within_days
  from shoe_use
  cross join gate
  left join shoe_setting on shoe_setting.athlete_id = shoe_use.athlete_id and shoe_setting.shoe_id = shoe_use.shoe_id
  where round(shoe_use.total_km * 10000) >= round(coalesce(shoe_setting.limit_km, gate.point_km) * 10000)
),
offsets as (
  select unnest(generate_series(0, 30)) as days
)
select
  worn.athlete_id, cast(worn.local_date + offsets.days * interval 1 day as date) as local_date,
  arg_max(worn.shoe_id, worn.total_km / worn.limit_km) as shoe_id,
  arg_max(worn.total_km, worn.total_km / worn.limit_km) as value,
  arg_max(worn.limit_km, worn.total_km / worn.limit_km) as limit_km,
  cast(max(worn.local_date) + (max(worn.used_within_days) - 1) * interval 1 day as date) as active_until
from worn
join offsets on offsets.days < worn.used_within_days
group by worn.athlete_id, cast(worn.local_date + offsets.days * interval 1 day as date)
