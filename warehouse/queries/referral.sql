-- Pain told since the last green answer (first and last day), the check whose alert opened most often in 90 days, and the days off before
-- the return that the day lies in.
with hurt as (
  select min(told.local_date) as pain_since, max(told.local_date) as pain_until
  from check_in as told
  where told.athlete_id = $athlete and told.local_date <= $as_of and told.colour <> 'green' and not exists (
    select 1 from check_in as later
    where later.athlete_id = $athlete and later.local_date <= $as_of and later.colour = 'green'
      and (later.local_date > told.local_date or (later.local_date = told.local_date and later.said_at > told.said_at))
  )
),
opened as (
  select alert.rule, count(*) as times, min(rule.sort) as place
  from alert
  join rule on rule.rule = alert.rule
  where alert.athlete_id = $athlete and alert.opened_on between $as_of - 89 and $as_of
  group by alert.rule
),
most as (
  select max(times) as times, arg_max(rule, times * 1000 - place) as rule
  from opened
),
back as (
  select max(break_return.days_off) as days_off
  from return_day
  join break_return on break_return.athlete_id = return_day.athlete_id and break_return.returned_on = return_day.returned_on
  where return_day.athlete_id = $athlete and return_day.local_date = $as_of
)
select hurt.pain_since, hurt.pain_until, most.rule, most.times, back.days_off
from (select 1) as always
left join hurt on true
left join most on true
left join back on true
