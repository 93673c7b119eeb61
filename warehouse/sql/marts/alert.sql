-- Alerts: unbroken stretches of days on which a check had points, with its highest points and number.
with active as (
  select athlete_id, rule, local_date, value, level, active_until
  from signal
  where level > 0
),
started as (
  select
    *, case when cast(lag(local_date) over stretch + interval 1 day as date) = local_date then 0 else 1 end as starts
  from active
  window stretch as (partition by athlete_id, rule order by local_date)
),
numbered as (
  select
    *, sum(starts) over (
      partition by athlete_id, rule order by local_date rows between unbounded preceding and current row
    ) as nth
  from started
)
select
  numbered.athlete_id, numbered.rule || ':' || min(numbered.local_date) as alert_id, numbered.rule,
  max(numbered.level) as level, min(numbered.local_date) as opened_on, max(numbered.local_date) as active_until,
  max(numbered.value) as value, min(rule_level.above) as threshold, max(rule.title) as message,
  case when max(numbered.local_date) >= max(as_of.as_of) then 'active' else 'cleared' end as state
from numbered
join rule on rule.rule = numbered.rule
join rule_level on rule_level.rule = numbered.rule
join as_of on as_of.athlete_id = numbered.athlete_id
group by numbered.athlete_id, numbered.rule, numbered.nth
