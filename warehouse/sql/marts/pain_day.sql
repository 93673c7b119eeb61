-- The answer about pain that counts on each day it holds: red until a green one, amber and green for 7 days or until a newer one.
with ordered as (
  select
    *, row_number() over (partition by athlete_id order by local_date, said_at, colour <> 'green', colour = 'red', pain, why) as nth
  from check_in
),
recalled as (
  select
    *, lead(local_date) over so_far as next_date,
    max(case when colour = 'red' then nth else 0 end) over so_far as last_red,
    max(case when colour = 'green' then nth else 0 end) over so_far as last_green
  from ordered
  window so_far as (partition by athlete_id order by nth rows between unbounded preceding and current row)
),
counting as (
  select
    recalled.athlete_id, recalled.local_date as from_date, recalled.next_date, said.colour, said.pain, said.why,
    case when said.colour <> 'red' then cast(said.local_date + (rule.active_days - 1) * interval 1 day as date) end as until
  from recalled
  join ordered as said
    on said.athlete_id = recalled.athlete_id
    and said.nth = case when recalled.colour = 'amber' and recalled.last_red > recalled.last_green then recalled.last_red else recalled.nth end
  join rule on rule.rule = 'pain'
),
spread as (
  select
    counting.*, unnest(generate_series(
      from_date, least(history.today, coalesce(until, history.today), coalesce(next_date - 1, history.today)), interval 1 day
    )) as moment
  from counting
  join history on history.athlete_id = counting.athlete_id
),
band as (
  select min(points) as amber, max(points) as red
  from rule_level
  where rule = 'pain'
)
select
  spread.athlete_id, cast(spread.moment as date) as local_date, spread.colour, spread.pain as value, spread.why,
  case spread.colour when 'red' then band.red when 'amber' then band.amber else 0 end as points,
  case when spread.colour = 'amber' then spread.until end as active_until
from spread
cross join band
