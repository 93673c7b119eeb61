-- The pair used in the last 14 days that is nearest (or furthest over) its limit for a point.
select
  coalesce(max(shoe_setting.name), arg_max(activity.shoe_name, activity.local_date), shoe_use.shoe_id) as shoe,
  max(shoe_use.total_km) as value, max(coalesce(shoe_setting.limit_km, gate.value)) as threshold
from shoe_use
join rule_parameter as gate on gate.rule = 'shoe_wear' and gate.name = 'point_km'
left join shoe_setting on shoe_setting.athlete_id = shoe_use.athlete_id and shoe_setting.shoe_id = shoe_use.shoe_id
left join activity
  on activity.athlete_id = shoe_use.athlete_id and activity.shoe_id = shoe_use.shoe_id and activity.local_date <= $as_of
where shoe_use.athlete_id = $athlete and shoe_use.local_date between $as_of - 13 and $as_of
group by shoe_use.shoe_id
order by max(shoe_use.total_km) / max(coalesce(shoe_setting.limit_km, gate.value)) desc
limit 1
