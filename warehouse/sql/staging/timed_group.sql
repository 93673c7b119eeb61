-- Which timed rows are one activity: files join the export row they belong to, other files join the file before them that agrees.
-- What starts when the other is half over follows it: sessions of one file are no copies of each other.
with owned as (
  select
    source_activity.*, coalesce(source_activity.linked_key, file_match.owner_key) as owner_key
  from source_activity
  left join file_match on file_match.athlete_id = source_activity.athlete_id and file_match.source_key = source_activity.source_key
  where source_activity.start_utc is not null
),
neighbour as (
  select
    *, lag(start_utc) over before as start_before, lag(distance_m) over before as distance_before,
    lag(elapsed_s) over before as elapsed_before, lag(moving_s) over before as moving_before
  from owned
  where source = 'file' and owner_key is null
  window before as (partition by athlete_id order by start_utc, source_key)
),
chained as (
  select
    athlete_id, source_key,
    sum(case when epoch(start_utc) - epoch(start_before) <= least(60, 0.5 * elapsed_s, 0.5 * elapsed_before) and (
      abs(distance_m - distance_before) <= greatest(50, 0.03 * distance_m)
      or abs(elapsed_s - elapsed_before) <= greatest(30, 0.03 * elapsed_s)
      or abs(moving_s - moving_before) <= greatest(30, 0.03 * moving_s)
    ) then 0 else 1 end) over (
      partition by athlete_id order by start_utc, source_key rows between unbounded preceding and current row
    ) as chain
  from neighbour
)
select
  owned.athlete_id, owned.source_key,
  coalesce(owned.owner_key, 'chain:' || chained.chain, owned.source_key) as group_key
from owned
left join chained on chained.athlete_id = owned.athlete_id and chained.source_key = owned.source_key
