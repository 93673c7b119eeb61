-- Rows without a clock time (a training log's) that are an activity already known: same day, same kind, distance (else duration) agrees; one to one.
with candidate as (
  select
    log_row.athlete_id, log_row.source_key, dated_activity.activity_id,
    coalesce(abs(log_row.distance_m - dated_activity.distance_m), abs(log_row.moving_s - dated_activity.moving_s)) as difference
  from source_activity as log_row
  join dated_activity
    on dated_activity.athlete_id = log_row.athlete_id and dated_activity.local_date = log_row.local_date
    and (dated_activity.sport_type in ('Run', 'TrailRun', 'VirtualRun')) = (log_row.sport_type in ('Run', 'TrailRun', 'VirtualRun'))
  where log_row.start_utc is null
    and (
      abs(log_row.distance_m - dated_activity.distance_m) <= greatest(100, 0.02 * dated_activity.distance_m)
      or (
        coalesce(log_row.distance_m, dated_activity.distance_m) is null
        and abs(log_row.moving_s - dated_activity.moving_s) <= 0.05 * dated_activity.moving_s
      )
    )
),
ordered as (
  select
    *, row_number() over (partition by athlete_id, source_key order by difference, activity_id) as nth_for_row,
    row_number() over (partition by athlete_id, activity_id order by difference, source_key) as nth_for_activity
  from candidate
)
select athlete_id, source_key, arg_min(activity_id, nth_for_row) as activity_id
from ordered
where nth_for_row = nth_for_activity and nth_for_row <= 3
group by athlete_id, source_key
