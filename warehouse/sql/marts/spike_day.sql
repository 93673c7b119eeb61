-- The spike rule on the days it speaks: a flagged run stays active on its day and the six days after.
with offsets as (
  select unnest(generate_series(0, 30)) as days
)
select
  run_spike.athlete_id, cast(run_spike.local_date + offsets.days * interval 1 day as date) as local_date,
  max(run_spike.level) as points, max(run_spike.ratio) as value,
  cast(max(run_spike.local_date) + (max(rule.active_days) - 1) * interval 1 day as date) as active_until,
  min(run_spike.longest_30d_km) as longest_km
from run_spike
join rule on rule.rule = 'longest_run_spike'
join offsets on offsets.days < rule.active_days
where run_spike.level > 0
group by run_spike.athlete_id, cast(run_spike.local_date + offsets.days * interval 1 day as date)
