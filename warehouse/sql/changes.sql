-- What a load changes, each activity counted once: it is the same activity as before when any of its sources is.
with old_activity as (
  select athlete_id, activity_id, members, hash(*columns(* exclude (members))) as facts
  from merged_activity
  where athlete_id in (select athlete_id from dirty)
),
new_activity as (
  select athlete_id, activity_id, members, hash(*columns(* exclude (members))) as facts
  from fresh_merged_activity
),
old_member as (
  select athlete_id, activity_id, facts, unnest(members) as member from old_activity
),
new_member as (
  select athlete_id, activity_id, facts, unnest(members) as member from new_activity
),
pair as (
  select distinct
    new_member.athlete_id, new_member.activity_id, old_member.activity_id as old_id, new_member.facts = old_member.facts as same
  from new_member
  join old_member on old_member.athlete_id = new_member.athlete_id and old_member.member = new_member.member
),
fate as (
  select new_activity.athlete_id, case when pair.activity_id is null then 'added' when bool_or(pair.same) then 'unchanged' else 'updated' end as fate
  from new_activity
  left join pair on pair.athlete_id = new_activity.athlete_id and pair.activity_id = new_activity.activity_id
  group by new_activity.athlete_id, new_activity.activity_id, pair.activity_id is null, pair.activity_id
  union all
  select old_activity.athlete_id, 'removed'
  from old_activity
  anti join pair on pair.athlete_id = old_activity.athlete_id and pair.old_id = old_activity.activity_id
)
select
  athlete_id, count(*) filter (fate = 'added'), count(*) filter (fate = 'updated'),
  count(*) filter (fate = 'unchanged'), count(*) filter (fate = 'removed')
from fate
group by athlete_id
