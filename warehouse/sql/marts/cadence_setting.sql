-- On each day with such a run: the setting of most runs of the last 21 days, and since when it, its shoes and the watch are the same.
-- A pair counts as a change when at least half of these runs are in it and it came after a known other one.
with judged as (
  select distinct athlete_id, local_date
  from cadence_run
),
looked as (
  select *, unnest(generate_series((local_date - cast('1970-01-01' as date) - 20) // 32, (local_date - cast('1970-01-01' as date)) // 32)) as month_of_32
  from judged
),
met as (
  select *, (local_date - cast('1970-01-01' as date)) // 32 as month_of_32 from cadence_run
),
recent as (
  select
    judged.athlete_id, judged.local_date, cadence_run.setting, count(*) as runs, max(cadence_run.local_date) as last_run,
    max(cadence_run.setting_since) as setting_since, max(cadence_run.device_since) as device_since, max(cadence_run.first_date) as first_date
  from looked as judged
  join met as cadence_run
    on cadence_run.athlete_id = judged.athlete_id and cadence_run.month_of_32 = judged.month_of_32
    and cadence_run.local_date between cast(judged.local_date - interval 20 day as date) and judged.local_date
  group by judged.athlete_id, judged.local_date, cadence_run.setting
),
ranked as (
  select *, row_number() over (partition by athlete_id, local_date order by runs desc, last_run desc, setting) as nth
  from recent
),
worn as (
  select
    ranked.athlete_id, ranked.local_date, cadence_run.shoe_id, max(cadence_run.shoe_since) as shoe_since
  from ranked
  join looked on looked.athlete_id = ranked.athlete_id and looked.local_date = ranked.local_date
  join met as cadence_run
    on cadence_run.athlete_id = looked.athlete_id and cadence_run.month_of_32 = looked.month_of_32 and cadence_run.setting = ranked.setting
    and cadence_run.local_date between cast(ranked.local_date - interval 20 day as date) and ranked.local_date
  where ranked.nth = 1 and cadence_run.shoe_id is not null and cadence_run.shoe_since > cadence_run.first_shoe_date
  group by ranked.athlete_id, ranked.local_date, cadence_run.shoe_id, ranked.runs
  having 2 * count(*) >= ranked.runs
),
shod as (
  select athlete_id, local_date, max(shoe_since) as shoe_since
  from worn
  group by athlete_id, local_date
),
marked as (
  select judged.athlete_id, judged.local_date, max(mark.first_day) as mark_since
  from judged
  join mark on mark.athlete_id = judged.athlete_id and mark.kind = 'device' and mark.first_day <= judged.local_date
  group by judged.athlete_id, judged.local_date
),
dated as (
  select
    ranked.athlete_id, ranked.local_date, ranked.setting, ranked.setting_since, ranked.device_since, ranked.first_date,
    shod.shoe_since, marked.mark_since,
    greatest(ranked.setting_since, coalesce(shod.shoe_since, ranked.setting_since), coalesce(marked.mark_since, ranked.setting_since)) as since
  from ranked
  left join shod on shod.athlete_id = ranked.athlete_id and shod.local_date = ranked.local_date
  left join marked on marked.athlete_id = ranked.athlete_id and marked.local_date = ranked.local_date
  where ranked.nth = 1
)
select
  athlete_id, local_date, setting, since,
  case
    when since <= first_date or since <= cast(local_date - interval 112 day as date) then null
    when mark_since = since then 'device'
    when setting_since = since and device_since = since then 'device'
    when setting_since = since then 'treadmill'
    else 'shoes'
  end as reset
from dated
