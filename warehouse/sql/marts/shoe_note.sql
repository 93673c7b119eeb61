-- What is worth saying of a pair, or of km without one, on the day in question, with the numbers it rests on; the words are in shoe_notes.toml.
with gate as (
  select
    max(case when name = 'share_days' then value end) as share_days, max(case when name = 'known_days' then value end) as recent_days,
    max(case when name = 'used_within_days' then value end) as used_within_days,
    max(case when name = 'rotation_share' then value end) as rotation_share,
    max(case when name = 'rotation_min_uses' then value end) as rotation_min_uses,
    max(case when name = 'new_pair_share' then value end) as new_pair_share,
    max(case when name = 'new_pair_days' then value end) as new_pair_days,
    max(case when name = 'new_pair_min_uses' then value end) as new_pair_min_uses,
    max(case when name = 'new_pair_start_km' then value end) as new_pair_start_km,
    max(case when name = 'default_share' then value end) as default_share,
    max(case when name = 'default_min_uses' then value end) as default_min_uses,
    max(case when name = 'stopped_share' then value end) as stopped_share,
    max(case when name = 'stopped_min_uses' then value end) as stopped_min_uses,
    max(case when name = 'other_sport_uses' then value end) as other_sport_uses
  from rule_parameter
  where rule = 'shoe_wear'
),
worn as (
  select
    activity.athlete_id, activity.shoe_id, activity.is_run, activity.local_date, round(coalesce(activity.distance_m, 0) * 10) as dm,
    as_of.as_of - activity.local_date < gate.recent_days as recent, as_of.as_of - activity.local_date < gate.used_within_days as lately
  from activity
  join as_of on as_of.athlete_id = activity.athlete_id
  cross join gate
  where activity.on_foot and activity.local_date <= as_of.as_of and as_of.as_of - activity.local_date < gate.share_days
),
whole as (
  select
    athlete_id, sum(dm) as dm, count(*) as uses,
    sum(case when recent then 1 else 0 end) as recent_uses, sum(case when recent then 0 else 1 end) as earlier_uses,
    sum(case when recent and not is_run then 1 else 0 end) as recent_walks,
    sum(case when shoe_id is null then 1 else 0 end) as bare_uses, sum(case when shoe_id is null then dm else 0 end) as bare_dm,
    sum(case when shoe_id is null and recent then 1 else 0 end) as bare_recent_uses,
    sum(case when shoe_id is null and recent then dm else 0 end) as bare_recent_dm
  from worn
  group by athlete_id
),
pair as (
  select
    worn.athlete_id, worn.shoe_id, shoe.state, sum(worn.dm) as dm, count(*) as uses,
    sum(case when worn.recent then 1 else 0 end) as recent_uses, sum(case when worn.recent then 0 else 1 end) as earlier_uses,
    sum(case when worn.recent and not worn.is_run then 1 else 0 end) as recent_walks
  from worn
  join shoe on shoe.athlete_id = worn.athlete_id and shoe.shoe_id = worn.shoe_id
  group by worn.athlete_id, worn.shoe_id, shoe.state
),
begun as (
  select athlete_id, min(local_date) as first_day
  from day_total
  where foot_dm > 0
  group by athlete_id
),
eased as (
  select
    shoe.athlete_id, shoe.shoe_id, shoe.first_used, gate.new_pair_days, gate.new_pair_share, gate.new_pair_min_uses,
    sum(case when worn.shoe_id = shoe.shoe_id then worn.dm else 0 end) as dm, sum(case when worn.shoe_id = shoe.shoe_id then 1 else 0 end) as uses,
    sum(worn.dm) as of_dm, count(*) as of_uses
  from shoe
  join as_of on as_of.athlete_id = shoe.athlete_id
  join begun on begun.athlete_id = shoe.athlete_id and begun.first_day < shoe.first_used
  join worn on worn.athlete_id = shoe.athlete_id and worn.local_date >= shoe.first_used
  cross join gate
  where shoe.state <> 'retired' and as_of.as_of - shoe.first_used < gate.new_pair_days and shoe.start_km <= gate.new_pair_start_km
  group by shoe.athlete_id, shoe.shoe_id, shoe.first_used, gate.new_pair_days, gate.new_pair_share, gate.new_pair_min_uses
),
ridden as (
  select merged_activity.athlete_id, merged_activity.gear_id as shoe_id, count(*) as uses
  from merged_activity
  join as_of on as_of.athlete_id = merged_activity.athlete_id and merged_activity.local_date <= as_of.as_of
  cross join gate
  where merged_activity.sport_type not in ('Run', 'TrailRun', 'VirtualRun', 'Walk', 'Hike')
    and as_of.as_of - merged_activity.local_date < gate.recent_days
  group by merged_activity.athlete_id, merged_activity.gear_id
),
dropped as (
  select
    pair.athlete_id, pair.shoe_id, pair.earlier_uses,
    row_number() over (partition by pair.athlete_id order by pair.earlier_uses desc, pair.shoe_id) as nth
  from pair
  join whole on whole.athlete_id = pair.athlete_id
  cross join gate
  where pair.recent_uses = 0 and pair.state in ('ok', 'plan')
    and pair.earlier_uses >= gate.stopped_min_uses and 100 * pair.earlier_uses >= round(100 * gate.stopped_share) * whole.earlier_uses
),
said as (
  select
    pair.athlete_id, pair.shoe_id, 'one_pair' as note, pair.uses, pair.dm, whole.uses as of_uses, whole.dm as of_dm,
    cast(null as double) as recent_uses, cast(null as double) as recent_dm, cast(null as varchar) as other_shoe_id,
    cast(null as double) as other_uses, cast(null as date) as until
  from pair
  join whole on whole.athlete_id = pair.athlete_id
  cross join gate
  where pair.state <> 'retired' and pair.uses >= gate.rotation_min_uses and 100 * pair.dm > round(100 * gate.rotation_share) * whole.dm
  union all
  select
    athlete_id, shoe_id, 'new_pair', uses, dm, of_uses, of_dm, null, null, null, null,
    cast(first_used + cast(new_pair_days - 1 as integer) * interval 1 day as date)
  from eased
  where uses >= new_pair_min_uses and 100 * dm > round(100 * new_pair_share) * of_dm
  union all
  select worn.athlete_id, worn.shoe_id, 'retired_in_use', count(*), sum(worn.dm), null, null, null, null, null, null, null
  from worn
  join shoe on shoe.athlete_id = worn.athlete_id and shoe.shoe_id = worn.shoe_id and shoe.state = 'retired'
  left join shoe_setting on shoe_setting.athlete_id = worn.athlete_id and shoe_setting.shoe_id = worn.shoe_id
  where worn.lately and (shoe_setting.retired_on is null or worn.local_date > shoe_setting.retired_on)
  group by worn.athlete_id, worn.shoe_id
  union all
  select athlete_id, null, 'no_pair', bare_uses, bare_dm, uses, dm, bare_recent_uses, bare_recent_dm, null, null, null
  from whole
  where bare_uses > 0
  union all
  select
    pair.athlete_id, pair.shoe_id, 'took_over', pair.recent_uses, null, whole.recent_uses, null, null, null, dropped.shoe_id,
    dropped.earlier_uses, null
  from pair
  join whole on whole.athlete_id = pair.athlete_id
  join dropped on dropped.athlete_id = pair.athlete_id and dropped.nth = 1
  cross join gate
  where pair.state <> 'retired' and pair.earlier_uses > 0 and pair.recent_uses >= gate.default_min_uses
    and 100 * pair.recent_uses >= round(100 * gate.default_share) * whole.recent_uses
  union all
  select
    pair.athlete_id, pair.shoe_id, 'other_sports', pair.recent_uses - pair.recent_walks, null, whole.recent_uses, null, null, null, null,
    pair.recent_walks + coalesce(ridden.uses, 0), null
  from pair
  join whole on whole.athlete_id = pair.athlete_id
  left join ridden on ridden.athlete_id = pair.athlete_id and ridden.shoe_id = pair.shoe_id
  cross join gate
  where pair.recent_uses > pair.recent_walks and pair.recent_walks = whole.recent_walks
    and pair.recent_walks + coalesce(ridden.uses, 0) >= gate.other_sport_uses
)
select
  athlete_id, shoe_id, note, cast(uses as integer) as uses, dm / 10000 as distance_km, cast(of_uses as integer) as of_uses,
  of_dm / 10000 as of_km, cast(recent_uses as integer) as recent_uses, recent_dm / 10000 as recent_km, other_shoe_id,
  cast(other_uses as integer) as other_uses, until
from said
