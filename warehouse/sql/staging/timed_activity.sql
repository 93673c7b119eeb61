-- Timed activities, each once: the word of export or API on sport, name and gear; for every number the best source that has it.
with ordered as (
  select
    source_activity.*, timed_group.group_key,
    row_number() over (
      partition by source_activity.athlete_id, timed_group.group_key
      order by source_activity.priority, source_activity.batch, source_activity.source_key
    ) as nth
  from source_activity
  join timed_group
    on timed_group.athlete_id = source_activity.athlete_id and timed_group.source_key = source_activity.source_key
)
select
  athlete_id,
  arg_min(source_key, nth) as activity_id,
  list(source_key order by nth) as members,
  arg_min(source, nth) as source,
  flatten(list(tellers)) as tellers,
  arg_min(sport_type, nth) as sport_type,
  arg_min(name, nth) as name,
  arg_min(start_utc, nth) as start_utc,
  arg_min(utc_offset_s, nth) as utc_offset_s,
  coalesce(arg_min(timezone, nth), arg_min(batch_timezone, nth)) as timezone,
  arg_min(distance_m, nth) as distance_m,
  arg_min(moving_s, nth) filter (moving_s > 0) as moving_s,
  arg_min(elapsed_s, nth) filter (elapsed_s > 0) as elapsed_s,
  arg_min(elevation_gain_m, nth) as elevation_gain_m,
  arg_min(descent_m, nth) as descent_m,
  arg_min(cadence, nth) filter (cadence > 0) as cadence,
  arg_min(cadence_unit, nth) filter (cadence > 0) as cadence_unit,
  arg_min(heartrate_bpm, nth) filter (heartrate_bpm between 30 and 240) as heartrate_bpm,
  max(max_heartrate_bpm) filter (max_heartrate_bpm between 30 and 240) as max_heartrate_bpm,
  arg_min(rpe, nth) filter (rpe > 0) as rpe,
  arg_min(device, nth) as device,
  bool_or(indoor) as indoor,
  arg_min(gear_id, nth) as gear_id,
  arg_min(gear_name, nth) as gear_name
from ordered
group by athlete_id, group_key
