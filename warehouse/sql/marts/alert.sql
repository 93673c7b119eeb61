-- Alerts: unbroken stretches of days on which a check had points, with its highest points and number.
with active as (
  select athlete_id, rule, local_date, value, level, active_until
  from signal
  where level > 0
),
numbered as (
  select
    *, local_date - cast('1970-01-01' as date) - row_number() over (partition by athlete_id, rule order by local_date) as stretch
  from active
),
ranked as (
  select *, row_number() over (partition by athlete_id, rule, stretch order by level desc, value desc, local_date) as place
  from numbered
)
select
  ranked.athlete_id, ranked.rule || ':' || min(ranked.local_date) as alert_id, ranked.rule,
  max(ranked.level) as level, min(ranked.local_date) as opened_on, max(ranked.local_date) as active_until,
  max(ranked.value) as value, min(rule_level.above) as threshold, cast(null as varchar) as message,
  case when max(ranked.local_date) >= max(as_of.as_of) then 'active' else 'cleared' end as state,
  max(case when ranked.place = 1 then ranked.local_date end) as peak_on
from ranked
join rule on rule.rule = ranked.rule
join rule_level on rule_level.rule = ranked.rule
join as_of on as_of.athlete_id = ranked.athlete_id
group by ranked.athlete_id, ranked.rule, ranked.stretch
