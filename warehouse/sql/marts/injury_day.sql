-- Days on which the runner had told of a knee injury: how many of them lie within the last 12 months, and until when they do.
with told as (
  select
    mark.athlete_id, mark.first_day,
    cast(mark.last_day + to_months(cast(rule_parameter.value as integer)) as date) as counts_until
  from mark
  join rule_parameter on rule_parameter.rule = 'injury_history' and rule_parameter.name = 'months'
  where mark.kind = 'knee_injury'
)
select
  told.athlete_id, athlete_day.local_date, sum(case when athlete_day.local_date <= told.counts_until then 1 else 0 end) as value,
  max(case when athlete_day.local_date <= told.counts_until then told.counts_until end) as counts_until
from told
join athlete_day on athlete_day.athlete_id = told.athlete_id and athlete_day.local_date >= told.first_day
group by told.athlete_id, athlete_day.local_date
