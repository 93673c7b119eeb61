-- The cadence check on every day: as judged on the last day with such a run, for as long as that is one of the last 21 days.
with judged as (
  select
    cadence_trend.*, lead(cadence_trend.local_date) over (
      partition by cadence_trend.athlete_id order by cadence_trend.local_date
    ) as next_date
  from cadence_trend
),
offsets as (
  select unnest(generate_series(0, 20)) as days
),
spread as (
  select judged.*, offsets.days, cast(judged.local_date + offsets.days * interval 1 day as date) as on_date
  from judged
  join offsets on judged.next_date is null or offsets.days < judged.next_date - judged.local_date
)
select
  spread.athlete_id, spread.on_date as local_date, spread.delta_percent is not null as ran,
  case when spread.delta_percent < 0 then -spread.delta_percent end as value,
  max(case when spread.days < rule.active_days and spread.beyond_noise and round(-spread.delta_percent, 9) >= rule_level.above
    then rule_level.points else 0 end) as points,
  max(case when spread.days < rule.active_days and spread.beyond_noise and round(-spread.delta_percent, 9) >= rule_level.above
    then cast(spread.local_date + (rule.active_days - 1) * interval 1 day as date) end) as active_until
from spread
join rule on rule.rule = 'cadence_fall'
join rule_level on rule_level.rule = 'cadence_fall'
group by spread.athlete_id, spread.on_date, spread.delta_percent
