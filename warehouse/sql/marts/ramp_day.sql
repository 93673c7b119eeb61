-- The two-week ramp on the days it speaks: a crossing stays active on its day and the six days after.
with offsets as (
  select unnest(generate_series(0, 30)) as days
)
select
  ramp_crossing.athlete_id, cast(ramp_crossing.local_date + offsets.days * interval 1 day as date) as local_date,
  max(ramp_crossing.points) as points,
  cast(max(ramp_crossing.local_date) + (max(rule.active_days) - 1) * interval 1 day as date) as active_until
from ramp_crossing
join rule on rule.rule = 'two_week_ramp'
join offsets on offsets.days < rule.active_days
group by ramp_crossing.athlete_id, cast(ramp_crossing.local_date + offsets.days * interval 1 day as date)
