-- Every pair on the day in question: km, limit, share of 90 days, km a day (21-day half-life), and when it will be worn out.
with gate as (
  select
    max(case when name = 'limit_km' then value end) as default_limit_km,
    max(case when name = 'racing_limit_km' then value end) as racing_limit_km,
    max(case when name = 'range_from_km' then value end) as from_km,
    max(case when name = 'range_to_km' then value end) as to_km,
    max(case when name = 'plan_share' then value end) as plan_share,
    max(case when name = 'rate_half_life_days' then value end) as half_life_days,
    max(case when name = 'rate_min_days' then value end) as min_use_days,
    max(case when name = 'rate_min_km' then value end) as min_km_per_day,
    max(case when name = 'rate_margin_share' then value end) as rate_margin
  from rule_parameter
  where rule = 'shoe_wear'
),
named as (
  select activity.athlete_id, activity.shoe_id, arg_max(activity.shoe_name, activity.local_date) as name
  from activity
  join as_of on as_of.athlete_id = activity.athlete_id and activity.local_date <= as_of.as_of
  where activity.shoe_id is not null
  group by activity.athlete_id, activity.shoe_id
),
used as (
  select
    shoe_use.athlete_id, shoe_use.shoe_id, as_of.as_of, max(shoe_use.total_km) as distance_km,
    min(shoe_use.local_date) as first_used, max(shoe_use.local_date) as last_used,
    sum(case when shoe_use.local_date > cast(as_of.as_of - interval 90 day as date) then shoe_use.km else 0 end) as km_90d,
    sum(shoe_use.km * power(0.5, (as_of.as_of - shoe_use.local_date) / gate.half_life_days))
      * (1 - power(0.5, 1 / gate.half_life_days))
      / (1 - power(0.5, (as_of.as_of - min(shoe_use.local_date) + 1) / gate.half_life_days)) as km_per_day
  from shoe_use
  join as_of on as_of.athlete_id = shoe_use.athlete_id and shoe_use.local_date <= as_of.as_of
  cross join gate
  group by shoe_use.athlete_id, shoe_use.shoe_id, as_of.as_of, gate.half_life_days
),
foot as (
  select day_total.athlete_id, sum(day_total.foot_dm) / 10000 as km_90d
  from day_total
  join as_of on as_of.athlete_id = day_total.athlete_id
  where day_total.local_date <= as_of.as_of and day_total.local_date > cast(as_of.as_of - interval 90 day as date)
  group by day_total.athlete_id
),
judged as (
  select
    used.*, coalesce(shoe_setting.name, named.name, used.shoe_id) as name, coalesce(shoe_setting.retired, false) as retired,
    coalesce(
      shoe_setting.limit_km, case when shoe_setting.racing then gate.racing_limit_km else gate.default_limit_km end
    ) as limit_km,
    used.km_90d / nullif(foot.km_90d, 0) as share_90d, coalesce(shoe_setting.start_km, 0) as start_km,
    coalesce(shoe_setting.limit_km, gate.from_km) as from_km, coalesce(shoe_setting.limit_km, gate.to_km) as to_km,
    gate.plan_share, gate.rate_margin,
    used.km_per_day >= gate.min_km_per_day and used.as_of - used.first_used >= gate.min_use_days as predictable
  from used
  cross join gate
  left join named on named.athlete_id = used.athlete_id and named.shoe_id = used.shoe_id
  left join shoe_setting on shoe_setting.athlete_id = used.athlete_id and shoe_setting.shoe_id = used.shoe_id
  left join foot on foot.athlete_id = used.athlete_id
)
select
  athlete_id, shoe_id, name, distance_km, limit_km, first_used, last_used,
  round(km_per_day, 4) as km_per_day,
  case when predictable and not retired
    then as_of + cast(ceil(greatest(0, from_km - distance_km) / (km_per_day * (1 + rate_margin))) as integer) end as replace_from,
  case when predictable and not retired
    then as_of + cast(ceil(greatest(0, to_km - distance_km) / (km_per_day * (1 - rate_margin))) as integer) end as replace_to,
  case
    when retired then 'retired'
    when distance_km >= limit_km then 'replace'
    when distance_km >= plan_share * limit_km then 'plan'
    else 'ok'
  end as state,
  share_90d, start_km
from judged
