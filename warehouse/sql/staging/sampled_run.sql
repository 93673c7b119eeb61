-- Which recording tells of a run by its samples: the longest of those that are this activity, the newest of equals.
with member as (
  select athlete_id, activity_id, unnest(members) as source_key
  from timed_activity
  where sport_type in ('Run', 'TrailRun', 'VirtualRun')
),
ranked as (
  select
    member.athlete_id, member.activity_id, member.source_key, incoming_histogram.batch,
    row_number() over (
      partition by member.athlete_id, member.activity_id
      order by incoming_histogram.seconds desc, incoming_histogram.batch desc, incoming_histogram.source_key
    ) as nth
  from member
  join incoming_histogram on incoming_histogram.athlete_id = member.athlete_id and incoming_histogram.source_key = member.source_key
)
select athlete_id, activity_id, source_key, batch
from ranked
where nth = 1
